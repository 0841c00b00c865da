"""Files of time, whatever software and format they come from, read line by line.

Pure: no database, no language. What a file is shows in its content, not in its name.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from . import benevalibre, own_time, paheko_time
from .durations import HOURS_PER_DAY
from .exchange import Vocabulary, read_guarded
from .file_kinds import recognise_kind
from .tables import LINES_AT_MOST, Cell, Record, Table
from .tables_csv import read_csv
from .tables_json import read_json
from .tables_xlsx import read_xlsx
from .time_rows import CellProblem, FileProblem, Line, Row

READERS = {"csv": read_csv, "json": read_json, "xlsx": read_xlsx}


@dataclass(frozen=True)
class Dialect:
    """How one software writes time: its columns, and what a row of them tells."""

    # The column that a heading stands for; nothing where it is not read.
    name_column: Callable[[str], str]
    needed: Sequence[str]
    read_row: Callable[[Mapping[str, Cell]], Row]
    is_total: Callable[[Sequence[str], Sequence[Cell]], bool] = lambda *_: False
    # Whether text in CSV is kept from running as a formula.
    is_guarded: bool = False


def read_time(
    content: bytes, vocabulary: Vocabulary, hours_per_day: float = HOURS_PER_DAY
) -> Iterator[Line]:
    """The lines of a file that hold something, one after the other.

    :param vocabulary: what our own files call their columns, in any language
    :param hours_per_day: what a day stands for where a duration is told in days
    :raises FileProblem: where the file cannot be read, at once or later
    """
    table = _read_table(content)
    dialect, columns = _recognise(table.headings, vocabulary, hours_per_day)
    is_total = partial(dialect.is_total, columns)
    _check_line_count(content, table, is_total)
    shown = dict(zip(columns, table.headings, strict=True))
    is_guarded = table.is_csv and dialect.is_guarded
    count = 0
    for record in table.records:
        if is_total(record.cells):
            continue
        count += 1
        if count > LINES_AT_MOST:
            raise FileProblem("too_many_lines")
        try:
            cells = _name_cells(record, columns, is_guarded)
            yield Line(record.number, row=dialect.read_row(cells))
        except CellProblem as problem:
            heading = shown.get(problem.column, problem.column)
            yield Line(
                record.number,
                problem=CellProblem(
                    problem.code, heading, problem.text, problem.column
                ),
            )
    if not count:
        raise FileProblem("no_rows")


def _read_table(content: bytes) -> Table:
    kind = recognise_kind(content)
    if kind not in READERS:
        raise FileProblem(kind)
    return READERS[kind](content)


def _check_line_count(content: bytes, table: Table, is_total) -> None:
    """Refuse far too many lines before the first one is read."""
    if table.size > LINES_AT_MOST:
        records = _read_table(content).records
        lines = (record for record in records if not is_total(record.cells))
        if any(True for _ in islice(lines, LINES_AT_MOST, None)):
            raise FileProblem("too_many_lines")


def _recognise(headings, vocabulary, hours_per_day):
    """The dialect that the headings belong to, and the columns that they stand for."""
    dialects = [
        Dialect(benevalibre.name_column, benevalibre.COLUMNS, benevalibre.read_row),
        Dialect(paheko_time.name_column, paheko_time.NEEDED, paheko_time.read_row),
        Dialect(
            partial(own_time.name_column, vocabulary=vocabulary),
            own_time.NEEDED,
            partial(
                own_time.read_row, vocabulary=vocabulary, hours_per_day=hours_per_day
            ),
            partial(own_time.is_total, vocabulary=vocabulary),
            is_guarded=True,
        ),
    ]
    problem, nearest = FileProblem("unknown_columns", ", ".join(headings)), 0.0
    for dialect in dialects:
        columns = [dialect.name_column(heading) for heading in headings]
        missing = [column for column in dialect.needed if column not in columns]
        if not missing:
            _refuse_repeated(columns, headings)
            return dialect, columns
        share = 1 - len(missing) / len(dialect.needed)
        if share > nearest:
            problem, nearest = FileProblem("column_missing", missing[0]), share
    raise problem


def _refuse_repeated(columns, headings):
    """Which of two columns counts, nobody could tell."""
    for index, column in enumerate(columns):
        if column and column in columns[:index]:
            raise FileProblem("column_twice", headings[index])


def _name_cells(record: Record, columns, is_guarded):
    """The cells of a record by the names of their columns."""
    surplus = [cell for cell in record.cells[len(columns) :] if cell not in (None, "")]
    if surplus:
        # An unquoted comma has shifted the cells: none can be trusted.
        text = ", ".join(map(str, surplus))
        raise CellProblem("beyond_last_column", columns[-1], text)
    # Spreadsheets drop the empty cells at the end of a row.
    padding = [None] * (len(columns) - len(record.cells))
    cells = dict(zip(columns, [*record.cells, *padding], strict=True))
    if is_guarded:
        return {column: read_guarded(text or "") for column, text in cells.items()}
    return cells
