"""Periods that statements set side by side."""

from calendar import monthrange
from datetime import date


def get_year_earlier(first: date, last: date) -> tuple[date, date]:
    """The same dates a year earlier; what ends with its month still does, leap year or not."""
    return _move_back(first), _move_back(last, stays_last=_is_last_of_month(last))


def _is_last_of_month(day):
    return day.day == monthrange(day.year, day.month)[1]


def _move_back(day, stays_last=False):
    length = monthrange(day.year - 1, day.month)[1]
    return day.replace(
        year=day.year - 1, day=length if stays_last else min(day.day, length)
    )
