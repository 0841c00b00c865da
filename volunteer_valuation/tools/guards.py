"""What one declaration of time may hold, whatever the way it comes in.

Pure: no database, no language. A problem is a code; the model turns it into a sentence.
"""

import math
from datetime import date

HOURS_PER_DAY = 24.0
# Finite is not enough: the database cannot add up two distances of 1e308.
MOST_KILOMETRES = 1_000_000
# Durations are floats: three times 20 minutes must not overrun an hour by one bit.
TOLERANCE = 1e-6


def count_days(first: date, last: date | None) -> int:
    """Number of calendar days from ``first`` to ``last``, both included."""
    return ((last or first) - first).days + 1


def find_duration_problem(
    hours: float, distance: float, headcount: int, days: int
) -> str | None:
    """Say what is wrong with a duration, or None.

    :param hours: hours given by each person
    :param distance: kilometres
    :param headcount: number of people
    :param days: calendar days over which the hours were given
    """
    if not math.isfinite(hours):
        return "hours_not_finite"
    if not math.isfinite(distance) or distance < 0:
        return "distance_invalid"
    if distance >= MOST_KILOMETRES:
        return "distance_too_long"
    if headcount < 1:
        return "headcount_invalid"
    if hours < 0:
        return "hours_negative"
    if hours == 0 and not distance:
        return "hours_missing"
    if hours > HOURS_PER_DAY * days + TOLERANCE:
        return "hours_too_long"
    return None


def find_date_problem(
    first: date, last: date | None, today: date, oldest: date
) -> str | None:
    """Say what is wrong with the dates of a declaration, or None."""
    if last and last < first:
        return "end_before_start"
    if (last or first) > today:
        return "future"
    if first < oldest:
        return "too_old"
    return None
