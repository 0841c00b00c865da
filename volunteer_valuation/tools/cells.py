"""What a cell says, whether it is text or what a spreadsheet knows as a number or date."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from .durations import HOURS_PER_DAY, parse_duration
from .names import fold
from .tables import Cell, Formula
from .time_rows import CellProblem

# What a database cannot hold.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d*)?(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def read_verbatim(cell: Cell) -> str:
    """The text of a cell with all its spaces and line breaks."""
    match cell:
        case Formula(text, result):
            return text if result is None else read_verbatim(result)
        case str():
            return UNSTORABLE.sub("", cell)
        case None:
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def read_text(cell: Cell) -> str:
    """Plain text with line breaks of one kind."""
    text = read_verbatim(cell)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def read_date(column: str, cell: Cell, *other_formats: str) -> date:
    """A day, as a spreadsheet's date or as ISO text.

    :param other_formats: how else text may write it
    :raises CellProblem: where it is none
    """
    cell = _get_result(cell)
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = read_text(cell)
    for date_format in ("%Y-%m-%d", *other_formats):
        try:
            return datetime.strptime(text, date_format).date()
        except ValueError:
            continue
    raise CellProblem("not_a_date", column, text)


def read_number(column: str, cell: Cell) -> float:
    """A finite number, with a decimal point or comma where it is text.

    :raises CellProblem: where it is none
    """
    number = _find_number(cell)
    if number is None:
        raise CellProblem("not_a_number", column, read_text(cell))
    return number


def read_count(column: str, cell: Cell) -> int:
    """A whole number.

    :raises CellProblem: where it is none
    """
    number = _find_number(cell)
    if number is None or not number.is_integer():
        raise CellProblem("not_a_whole_number", column, read_text(cell))
    return int(number)


def read_hours(column: str, cell: Cell, hours_per_day: float = HOURS_PER_DAY) -> float:
    """Hours: a number, a spreadsheet's duration, or text as ``parse_duration`` takes it.

    :raises CellProblem: where it is none
    """
    number = _find_number(cell)
    if number is not None:
        return number
    match _get_result(cell):
        case timedelta() as duration:
            return duration / timedelta(hours=1)
        case time() as clock:
            return clock.hour + clock.minute / 60 + clock.second / 3600
    text = read_text(cell)
    try:
        return parse_duration(text, hours_per_day)
    except ValueError:
        raise CellProblem("not_a_duration", column, text) from None


def read_minutes(column: str, cell: Cell) -> int:
    """Whole minutes: a bare number of them, or a duration as ``read_hours`` takes it.

    :raises CellProblem: where it is none
    """
    number = _find_number(cell)
    return round(number if number is not None else 60 * read_hours(column, cell))


def read_truth(column: str, cell: Cell, words: Mapping[str, bool]) -> bool:
    """Yes or no, as a spreadsheet's truth or as one of ``words``, which are folded.

    :raises CellProblem: where it is neither
    """
    cell = _get_result(cell)
    if isinstance(cell, bool):
        return cell
    text = read_text(cell)
    try:
        return words[fold(text)]
    except KeyError:
        raise CellProblem("not_true_or_false", column, text) from None


def _get_result(cell):
    return cell.result if isinstance(cell, Formula) else cell


def _find_number(cell):
    cell = _get_result(cell)
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        number = float(cell) if abs(cell) < 1e300 else math.inf
    elif NUMBER.fullmatch(text := read_text(cell)):
        number = float(text.replace(",", "."))
    else:
        return None
    return number if math.isfinite(number) else None
