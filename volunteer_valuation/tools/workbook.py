"""Workbooks that people and auditors open: plain values, never formulas."""

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from .large_sheet import clean_text, fill_pattern

# A sheet holds 1,048,576 rows; the first one is the heading.
ROWS_PER_SHEET = 1_000_000
PIECE = 64 * 1024


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width, and what it holds: text or a number format."""

    heading: str
    kind: str = "text"
    width: int = 16


@dataclass(frozen=True)
class Table:
    """What one sheet holds: more rows than fit go on on the next one."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence]


class TotalRow(tuple):
    """A row of sums: written in bold."""

    __slots__ = ()


NUMBER_FORMATS = {
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm:ss",
    "hours": "0.00",
    "money": "#,##0.00",
    "rate": "#,##0.0000",
    "integer": "0",
}


def write_workbook(
    sheet_name: str, columns: Sequence[Column], rows: Iterable[Sequence]
) -> bytes:
    """Bytes of an XLSX file with a frozen heading and one typed cell per value."""
    output = io.BytesIO()
    _save_workbook(output, [Table(sheet_name, columns, rows)])
    return output.getvalue()


def stream_workbook(tables: Sequence[Table]) -> Iterator[bytes]:
    """Such a file of several tables, piece by piece: it never is in memory as a whole."""
    with tempfile.TemporaryFile() as output:
        _save_workbook(output, tables)
        output.seek(0)
        while piece := output.read(PIECE):
            yield piece


def _save_workbook(output, tables):
    fill_pattern(
        lambda numbers: _make_pattern([tables[number] for number in numbers]),
        output,
        [table.rows for table in tables],
        lambda row: isinstance(row, TotalRow),
        ROWS_PER_SHEET,
    )


def _make_pattern(tables):
    """The workbook with a sheet for each, with an empty row and an empty one of sums."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as workbook:
        heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        for position, table in enumerate(tables):
            formats = add_formats(workbook, table.columns)
            total_formats = add_formats(workbook, table.columns, bold=True, top=1)
            number = tables[: position + 1].count(table)
            name = table.name if number == 1 else f"{table.name} {number}"
            sheet = _add_sheet(workbook, name, table.columns, heading)
            for line, cell_formats in enumerate((formats, total_formats), start=1):
                for index, cell_format in enumerate(cell_formats):
                    sheet.write_blank(line, index, None, cell_format)
    return output.getvalue()


def add_formats(workbook, columns: Sequence[Column], **options) -> list:
    """How each column shows its cells; None where nothing is special about them."""
    formats = {
        kind: workbook.add_format(options | {"num_format": number_format})
        for kind, number_format in NUMBER_FORMATS.items()
    }
    text = workbook.add_format(options) if options else None
    return [formats.get(column.kind, text) for column in columns]


def _add_sheet(workbook, name, columns, heading):
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, clean_text(column.heading), heading)
    return sheet


def write_row(sheet, line: int, row: Sequence, formats: Sequence) -> None:
    """Write one typed cell per value, each as its column's format shows it."""
    for index, value in enumerate(row):
        if value is None or value is False or value == "":
            continue
        if isinstance(value, str):
            write_text(sheet, line, index, value, formats[index])
        elif isinstance(value, date):
            sheet.write_datetime(line, index, value, formats[index])
        else:
            sheet.write_number(line, index, value, formats[index])


def write_text(sheet, line: int, index: int, text: str, text_format=None) -> None:
    """Write text that stays text, whatever it looks like."""
    text = clean_text(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter would take it for its own markup, and write it as it stands.
        sheet.write_rich_string(line, index, "<", "r", text[2:])
    else:
        sheet.write_string(line, index, text, text_format)
