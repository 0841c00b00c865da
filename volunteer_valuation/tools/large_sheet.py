"""Rows of large sheets: XlsxWriter makes the workbook, its rows are written here.

Cell by cell, XlsxWriter takes five times as long: booking a million entries waits for their
evidence. So it makes a pattern: the workbook with its heading, and one row of each kind whose
cells show the styles of their columns. Those rows make room for all that there are.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import chain, islice

# The pattern's rows: below the heading one like any other, then one of sums.
PLAIN, SUMS = 2, 3
DAY_ZERO = date(1899, 12, 30).toordinal()
SECONDS_PER_DAY = 86_400
# Rows that are turned into text at a time.
PIECE = 1000
# What a cell's text cannot hold as it stands, and what would be read as an escape.
SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
CELL_LENGTH = 32_767
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def fill_pattern(
    make_pattern: Callable[[Sequence[int]], bytes],
    output: io.IOBase,
    tables: Sequence[Iterable[Sequence]],
    is_sums: Callable[[Sequence], bool],
    rows_per_sheet: int,
) -> None:
    """Write the pattern's workbook with the rows of ``tables`` to ``output``.

    :param make_pattern: the workbook with one sheet for each of these numbers of tables,
        each sheet with the pattern's rows; a table has as many sheets as it needs
    """
    numbers = []
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, rows in enumerate(tables):
            rows, carried = iter(rows), []
            while carried is not None:
                numbers.append(number)
                parts = _take_apart(make_pattern(numbers), len(numbers), is_sums)
                on_sheet = islice(chain(carried, rows), rows_per_sheet)
                _write_sheet(archive, _name_sheet(len(numbers)), parts, on_sheet)
                following = next(rows, None)
                carried = None if following is None else [following]
        _copy_other_parts(make_pattern(numbers), archive)


def _write_sheet(archive, name, parts, rows):
    head, writer, tail = parts
    with archive.open(name, "w", force_zip64=True) as sheet:
        sheet.write(head.encode())
        line = PLAIN
        while piece := list(islice(rows, PIECE)):
            sheet.write(writer.write_rows(line, piece).encode())
            line += len(piece)
        sheet.write(tail.encode())


def _name_sheet(number):
    return f"xl/worksheets/sheet{number}.xml"


def _take_apart(pattern, number, is_sums):
    """What comes before the rows of a sheet, the writer of its rows, and what comes after."""
    with zipfile.ZipFile(io.BytesIO(pattern)) as archive:
        text = archive.read(_name_sheet(number)).decode()
    first = text.index(f'<row r="{PLAIN}"')
    end = text.index("</sheetData>")
    styles = {row: _find_styles(text[first:end], row) for row in (PLAIN, SUMS)}
    # The pattern's own size would be read as the sheet's.
    head = re.sub("<dimension [^>]*>", "", text[:first])
    return head, RowWriter(styles[PLAIN], styles[SUMS], is_sums), text[end:]


def _find_styles(text, row):
    """The style of each column, by its letters."""
    return dict(re.findall(rf'<c r="([A-Z]+){row}" s="(\d+)"', text))


def _copy_other_parts(pattern, archive):
    with zipfile.ZipFile(io.BytesIO(pattern)) as source:
        for part in source.namelist():
            if part not in archive.namelist():
                archive.writestr(part, source.read(part))


class RowWriter:
    """Writes rows as a sheet holds them: typed cells, text that stays text."""

    def __init__(self, styles, sums_styles, is_sums):
        self._styles = styles
        self._sums_styles = sums_styles
        self._is_sums = is_sums

    def write_rows(self, line: int, rows: Sequence[Sequence]) -> str:
        """The rows from ``line`` on."""
        letters = [get_letters(index) for index in range(max(map(len, rows)))]
        plain, sums = (
            [
                (letter, f' s="{styles[letter]}"' if letter in styles else "")
                for letter in letters
            ]
            for styles in (self._styles, self._sums_styles)
        )
        return "".join(
            _write_row(number, row, sums if self._is_sums(row) else plain)
            for number, row in enumerate(rows, start=line)
        )


def _write_row(line, row, columns):
    cells = []
    for value, (letters, style) in zip(row, columns, strict=False):
        if value is None or value is False or value == "":
            continue
        if isinstance(value, str):
            text = clean_text(value)
            space = "" if text == text.strip() else ' xml:space="preserve"'
            cells.append(
                f'<c r="{letters}{line}"{style} t="inlineStr"><is>'
                f"<t{space}>{escape(text)}</t></is></c>"
            )
        else:
            cells.append(
                f'<c r="{letters}{line}"{style}><v>{_get_number(value)}</v></c>'
            )
    return f'<row r="{line}">{"".join(cells)}</row>'


def _get_number(value):
    """A number as it is; a day, or a moment, as spreadsheets count days."""
    if isinstance(value, datetime):
        midnight = value.replace(hour=0, minute=0, second=0, microsecond=0)
        part = (value - midnight).total_seconds() / SECONDS_PER_DAY
        return value.toordinal() - DAY_ZERO + part
    if isinstance(value, date):
        return value.toordinal() - DAY_ZERO
    return repr(value)


def clean_text(text: str) -> str:
    """Text as a cell can hold it: lines end with a line feed alone, length is bounded."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text[:CELL_LENGTH]


def escape(text: str) -> str:
    """Text as XML can hold it; control characters in the way spreadsheets write them."""
    return SPECIAL.sub(_escape_character, text) if SPECIAL.search(text) else text


def _escape_character(match):
    character = match[0]
    return ENTITIES.get(character) or f"_x{ord(character):04X}_"


def get_letters(index: int) -> str:
    """The name of a column: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
