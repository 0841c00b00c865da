"""Tables in XLSX: the first sheet of a workbook that is shown.

Read row by row, with formulas and their results: openpyxl tells either the one or the
other, and takes twice the time.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from functools import cache, partial
from xml.parsers import expat

from lxml import etree
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601

from .tables import Formula, Record, Table
from .time_rows import FileProblem
from .xlsx_cells import iterate_rows, read_strings
from .xlsx_parts import open_parts

PIECE = 1024 * 1024
ROW = re.compile(rb"<(?:\w+:)?row[ />]")
# Spreadsheets write characters that XML cannot hold as _x0001_, and _x as _x005F_x.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DIGITS = "0123456789"
# What damaged archives, damaged XML and wrong references make go wrong.
DAMAGES = (
    etree.LxmlError,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def read_xlsx(content: bytes) -> Table:
    """The table on the first sheet.

    :raises FileProblem: where there is none, at once or while its records are read
    """
    with _tell_damage():
        sheet = _Sheet(open_parts(content))
        records = _read_records(sheet)
        headings = next(records, None)
        if headings is None:
            raise FileProblem("empty_sheet")
        return Table(
            [str(cell or "").strip() for cell in headings.cells],
            records,
            size=sheet.count_rows(),
        )


def _read_records(sheet) -> Iterator[Record]:
    with _tell_damage():
        for record in sheet.iterate():
            if not record.is_empty:
                yield record


@contextmanager
def _tell_damage():
    try:
        yield
    except DAMAGES:
        raise FileProblem("broken_xlsx") from None


class _Sheet:
    """The records of a sheet, with what its cells refer to."""

    def __init__(self, parts):
        self._parts = parts
        self._strings = []
        if parts.strings:
            with self._open(parts.strings) as stream:
                self._strings = list(map(_unescape, read_strings(stream)))

    def _open(self, part):
        return self._parts.archive.open(part)

    def count_rows(self) -> int:
        """About so many: spreadsheets keep rows that hold nothing, and pieces cut tags."""
        with self._open(self._parts.sheet) as stream:
            pieces = iter(partial(stream.read, PIECE), b"")
            return sum(len(ROW.findall(piece)) for piece in pieces)

    def iterate(self) -> Iterator[Record]:
        """All rows of the sheet. Cells beyond the first row's width close up."""
        number, width = 0, 0
        with self._open(self._parts.sheet) as stream:
            for row in iterate_rows(stream):
                number = int(row.number or number + 1)
                cells = self._read_cells(row.cells, width)
                yield Record(number, cells)
                width = width or len(cells)

    def _read_cells(self, raw_cells, width):
        cells = []
        for raw in raw_cells:
            value = self._read_cell(raw)
            if raw.reference:
                if value is None:
                    continue
                gap = _get_column(raw.reference) - len(cells)
                cells += [None] * (min(gap, width - len(cells)) if width else gap)
            cells.append(value)
        return cells

    def _read_cell(self, raw):
        value = self._read_value(raw) if raw.value else None
        return value if raw.formula is None else Formula(f"={raw.formula}", value)

    def _read_value(self, raw):
        match raw.kind:
            case "n":
                return self._read_number(raw)
            case "s":
                return self._strings[int(raw.value)]
            case "b":
                return raw.value == "1"
            case "d":
                return _read_day(from_ISO8601(raw.value))
            case _:
                return _unescape(raw.value)

    def _read_number(self, raw):
        number = float(raw.value)
        if raw.style not in self._parts.dates:
            return number
        is_duration = raw.style in self._parts.durations
        try:
            moment = from_excel(number, self._parts.epoch, timedelta=is_duration)
        except (OverflowError, ValueError):
            return number
        return _read_day(moment)


@cache
def _get_letters_column(letters):
    return column_index_from_string(letters) - 1


def _get_column(reference):
    """Which column a cell such as B12 stands in, counted from 0."""
    return _get_letters_column(reference.rstrip(DIGITS))


def _unescape(text):
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text)


def _read_day(moment):
    """Spreadsheets know no dates without a time."""
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date()
    return moment
