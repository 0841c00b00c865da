"""How many hours each person has given on each day.

Pure: no database, no language. Declarations over several days are spread evenly.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from datetime import date, timedelta

from .guards import HOURS_PER_DAY, TOLERANCE, count_days

# Time spread over more days adds little to any of them, and much to the work.
MOST_DAYS = 366


class FullDays:
    """Adds up hours by person and day, and tells where a day would have more than 24."""

    def __init__(self):
        self._hours = defaultdict(float)

    def add(
        self, person: Hashable, first: date, last: date | None, hours: float
    ) -> None:
        """Count ``hours`` of ``person``, given from ``first`` to ``last``."""
        for day, share in _spread(first, last, hours):
            self._hours[person, day] += share

    def find(
        self, person: Hashable, first: date, last: date | None, hours: float
    ) -> tuple[date, float] | None:
        """The first day that these hours would overfill, with all its hours, or None."""
        for day, share in _spread(first, last, hours):
            total = self._hours.get((person, day), 0.0) + share
            if total > HOURS_PER_DAY + TOLERANCE:
                return day, total
        return None


def _spread(
    first: date, last: date | None, hours: float
) -> Iterator[tuple[date, float]]:
    days = count_days(first, last)
    if days <= MOST_DAYS:
        for shift in range(days):
            yield first + timedelta(days=shift), hours / days
