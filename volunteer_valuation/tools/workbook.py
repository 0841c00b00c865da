"""Workbooks that people and auditors open: plain values, never formulas.

XlsxWriter in constant memory: rows are written once, in order.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

# A sheet holds 1,048,576 rows; the first one is the heading.
ROWS_PER_SHEET = 1_000_000
# Characters that XML 1.0 cannot hold would make the file unreadable.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
CELL_LENGTH = 32_767


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width, and what it holds: text or a number format."""

    heading: str
    kind: str = "text"
    width: int = 16


NUMBER_FORMATS = {
    "date": "yyyy-mm-dd",
    "hours": "0.00",
    "money": "#,##0.00",
    "rate": "#,##0.0000",
    "integer": "0",
}


def clean_text(text: str) -> str:
    """Text as a cell can hold it: control characters become spaces, length is bounded.

    A cell breaks its lines with a line feed alone.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return FORBIDDEN.sub(" ", text)[:CELL_LENGTH]


def write_workbook(
    sheet_name: str, columns: Sequence[Column], rows: Iterable[Sequence]
) -> bytes:
    """Bytes of an XLSX file with a frozen heading and one typed cell per value."""
    output = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(output, options) as workbook:
        heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        formats = {
            kind: workbook.add_format({"num_format": number_format})
            for kind, number_format in NUMBER_FORMATS.items()
        }
        sheet, line = None, ROWS_PER_SHEET
        for row in rows:
            if line >= ROWS_PER_SHEET:
                sheet = _add_sheet(workbook, sheet_name, columns, heading)
                line = 0
            line += 1
            for index, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write_cell(sheet, line, index, column, value, formats)
        if sheet is None:
            _add_sheet(workbook, sheet_name, columns, heading)
    return output.getvalue()


def _add_sheet(workbook, name, columns, heading):
    number = len(workbook.worksheets()) + 1
    sheet = workbook.add_worksheet(name if number == 1 else f"{name} {number}")
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, clean_text(column.heading), heading)
    return sheet


def _write_cell(sheet, line, index, column, value, formats):
    if value is None or value is False or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(line, index, value, formats["date"])
    elif column.kind == "text":
        sheet.write_string(line, index, clean_text(str(value)))
    else:
        sheet.write_number(line, index, value, formats[column.kind])
