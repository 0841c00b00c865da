"""Files of time, whatever software and format they come from, read line by line.

Pure: no database, no language. What a file is shows in its content, not in its name.
"""

from collections.abc import Iterator

from . import benevalibre
from .exchange import Vocabulary
from .tables import Record, Table
from .tables_csv import read_csv
from .tables_json import read_json
from .tables_xlsx import read_xlsx
from .time_rows import CellProblem, FileProblem, Line

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_time(content: bytes, vocabulary: Vocabulary) -> Iterator[Line]:
    """The lines of a file that hold something, one after the other.

    :param vocabulary: what our own files call their columns, in any language
    :raises FileProblem: where the file cannot be read, at once or later
    """
    table = _read_table(content)
    headings = benevalibre.recognise_headings(table.headings)
    has_lines = False
    for record in table.records:
        if not record.is_empty:
            has_lines = True
            yield _read_line(headings, record)
    if not has_lines:
        raise FileProblem("no_rows")


def _read_table(content: bytes) -> Table:
    start = content.removeprefix(BYTE_ORDER_MARK).lstrip()[:4]
    if not start:
        raise FileProblem("empty")
    if start == b"PK\x03\x04":
        return read_xlsx(content)
    if start[:1] in (b"[", b"{"):
        return read_json(content)
    return read_csv(content)


def _read_line(headings, record: Record) -> Line:
    surplus = ", ".join(
        str(cell) for cell in record.cells[len(headings) :] if cell not in (None, "")
    )
    # Spreadsheets drop the empty cells at the end of a row.
    padding = [None] * (len(headings) - len(record.cells))
    cells = dict(zip(headings, [*record.cells, *padding], strict=False))
    try:
        if surplus:
            # An unquoted comma has shifted the cells: none can be trusted.
            raise CellProblem("beyond_last_column", headings[-1], surplus)
        return Line(record.number, row=benevalibre.read_row(cells))
    except CellProblem as problem:
        return Line(record.number, problem=problem)
