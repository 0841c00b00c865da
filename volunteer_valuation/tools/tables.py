"""Tables, whatever format they came in: headings, and numbered records of cells.

Pure: no database, no language.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

LINES_AT_MOST = 100_000


@dataclass(frozen=True)
class Formula:
    """A cell of a workbook that is computed: its text, and its result when last saved."""

    text: str
    result: "Cell" = None


Cell = str | int | float | bool | date | time | timedelta | Formula | None


@dataclass(frozen=True)
class Record:
    """The cells of one line, numbered as a spreadsheet does: the headings are line 1."""

    number: int
    cells: Sequence[Cell]

    @property
    def is_empty(self) -> bool:
        return all(
            cell is None or (isinstance(cell, str) and not cell.strip())
            for cell in self.cells
        )


@dataclass(frozen=True)
class Table:
    """Headings, and the records below them that hold something, one after the other."""

    headings: Sequence[str]
    records: Iterator[Record]
    # About so many records, known before reading them.
    size: int
    # Where text may be guarded against running as a formula.
    is_csv: bool = False
