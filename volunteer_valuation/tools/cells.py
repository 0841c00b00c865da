"""What a cell says, whether it is text or what a spreadsheet knows as a number or date."""

import math
import re
from datetime import date, datetime

from .tables import Cell
from .time_rows import CellProblem

NUMBER = re.compile(r"[+-]?\d+([.,]\d*)?(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def read_text(cell: Cell) -> str:
    """Plain text with line breaks of one kind, as a spreadsheet shows the cell."""
    if isinstance(cell, str):
        # A database cannot hold the NUL character.
        text = cell.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        return text.strip()
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def read_date(column: str, cell: Cell) -> date:
    """A day, as a spreadsheet's date or as ISO text.

    :raises CellProblem: where it is none
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = read_text(cell)
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise CellProblem("not_a_date", column, text) from None


def read_number(column: str, cell: Cell) -> float:
    """A finite number, with a decimal point or comma where it is text.

    :raises CellProblem: where it is none
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = read_text(cell)
    if not NUMBER.fullmatch(text):
        raise CellProblem("not_a_number", column, text)
    number = float(text.replace(",", "."))
    if not math.isfinite(number):
        raise CellProblem("not_a_number", column, text)
    return number
