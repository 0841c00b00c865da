"""The days of a series: the same day of every week. Pure."""

from datetime import date, timedelta

WEEK = timedelta(weeks=1)


def list_weekdays(weekday: int, first: date, last: date) -> list[date]:
    """Each day between ``first`` and ``last``, both included, that is this day of the week.

    :param weekday: 0 for Monday to 6 for Sunday
    """
    start = first + timedelta(days=(weekday - first.weekday()) % 7)
    return [start + WEEK * week for week in range((last - start) // WEEK + 1)]
