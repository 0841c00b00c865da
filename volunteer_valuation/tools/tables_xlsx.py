"""Tables in XLSX: the first sheet of a workbook."""

import io
from collections.abc import Iterator
from datetime import datetime, time

import openpyxl

from .tables import Record, Table
from .time_rows import FileProblem


def read_xlsx(content: bytes) -> Table:
    """The table on the first sheet.

    :raises FileProblem: where there is none, at once or while its records are read
    """
    records = _read_records(content)
    headings = next(records, None)
    if headings is None:
        raise FileProblem("empty")
    return Table([str(cell or "").strip() for cell in headings.cells], records)


def _read_records(content: bytes) -> Iterator[Record]:
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        rows = workbook.worksheets[0].iter_rows(values_only=True)
        for number, cells in enumerate(rows, start=1):
            yield Record(number, [_read_day(cell) for cell in cells])
    # The library lets whatever a broken file makes go wrong through.
    except Exception:
        raise FileProblem("not_xlsx") from None


def _read_day(cell):
    """Spreadsheets know no dates without a time."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    return cell
