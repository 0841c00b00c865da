"""The tables of a year's statement, whatever they are shown on.

Each cell holds its value and what kind of value it is. Screen and paper show it as
:func:`show_cell` writes it; the workbook holds the value itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from odoo.tools.misc import formatLang

DIGITS = {"count": 0, "hours": 2, "number": 2, "share": 1}


@dataclass(frozen=True)
class Cell:
    """One value: a text, a count, hours, money, another number, or a share (a fraction).

    ``is_change`` says that it is one: it is shown with its sign. None is shown as nothing.
    """

    value: str | float | None
    kind: str = "text"
    is_change: bool = False


@dataclass(frozen=True)
class Row:
    """Cells under the headings of their table; a total, or a part of the row above it."""

    cells: Sequence[Cell]
    is_total: bool = False
    is_part: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar of a picture: what it stands for, this period's value and the one before."""

    name: str
    now: float
    before: float


@dataclass(frozen=True)
class Picture:
    """Bars of the same kind of value, drawn on one scale."""

    title: str
    rows: Sequence[Bar]
    kind: str
    notes: Sequence[str] = ()

    @property
    def scale(self) -> float:
        """What the longest bar stands for."""
        return max(value for bar in self.rows for value in (bar.now, bar.before))


@dataclass(frozen=True)
class Table:
    """A table of the statement with its notes, and a picture where people would rather look.

    The first ``text_columns`` hold texts, the last of which names the row; the others hold
    numbers.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    picture: Picture | None = None
    text_columns: int = 1


@dataclass(frozen=True)
class Piece:
    """What is shown in one place of a table or picture: all its rows, or those of a page."""

    block: Table | Picture
    rows: Sequence[Row | Bar]
    is_first: bool = True
    is_last: bool = True

    @classmethod
    def whole(cls, block: Table | Picture) -> "Piece":
        return cls(block, block.rows)

    @property
    def is_picture(self) -> bool:
        return isinstance(self.block, Picture)


def show_cell(env, cell: Cell, currency) -> str:
    """``cell`` as people of the reader's language write it; money without its symbol."""
    if cell.value is None or cell.kind == "text":
        return cell.value or ""
    digits = currency.decimal_places if cell.kind == "money" else DIGITS[cell.kind]
    value = cell.value * 100 if cell.kind == "share" else cell.value
    text = formatLang(env, value, digits=digits, rounding_method="HALF-UP")
    if cell.is_change and value > 0:
        text = f"+{text}"
    return env._("%(number)s%%", number=text) if cell.kind == "share" else text
