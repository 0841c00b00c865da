"""The time of one person summed up, by year and by month. Pure: no database."""

from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass
class Sum:
    """Hours that count, and hours that wait for approval; others are nowhere."""

    approved: float = 0.0
    waiting: float = 0.0

    def add(self, state: str, hours: float) -> None:
        """Count hours that are in this state."""
        if state == "approved":
            self.approved += hours
        elif state == "submitted":
            self.waiting += hours

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.approved + other.approved, self.waiting + other.waiting)

    def __bool__(self):
        return bool(self.approved or self.waiting)


@dataclass(frozen=True)
class Bar:
    """One month of a year's picture; widths in percent of the month with the most time."""

    month: date
    sum: Sum
    approved_width: float
    waiting_width: float


class Totals:
    """What was given in each month and place, a place being whatever tells time apart."""

    def __init__(self, rows: Iterable[tuple[date, Hashable, str, float, int]]):
        """
        :param rows: first day of the month, place, state, hours and number of entries
        """
        self.counts = Counter()
        self._sums = defaultdict(Sum)
        for month, place, state, hours, count in rows:
            self.counts[state] += count
            self._sums[month, place].add(state, hours)

    @property
    def places(self) -> set[Hashable]:
        """Where anything was declared."""
        return {place for _month, place in self._sums}

    @property
    def years(self) -> list[int]:
        """The years in which anything was declared, the latest first."""
        return sorted({month.year for month, _place in self._sums}, reverse=True)

    def sum_places(self, year: int) -> dict[Hashable, Sum]:
        """The time of a year by place, where there is any."""
        return self._sum_up(year, lambda _month, place: place)

    def draw(self, year: int, today: date, places: Container[Hashable]) -> list[Bar]:
        """The months of a year, as far as it has come, with what was given in ``places``."""
        sums = self._sum_up(year, lambda month, _place: month, places)
        most = max((s.approved + s.waiting for s in sums.values()), default=0)
        last = today.month if year == today.year else 12
        months = [date(year, number, 1) for number in range(1, last + 1)]
        return [_draw_bar(month, sums.get(month, Sum()), most) for month in months]

    def _sum_up(self, year, get_key, places=None):
        sums = defaultdict(Sum)
        for (month, place), told in self._sums.items():
            is_shown = places is None or place in places
            if month.year == year and is_shown and told:
                sums[get_key(month, place)] += told
        return dict(sums)


def _draw_bar(month, told, most):
    def measure(hours):
        return round(100 * hours / most, 1) if most else 0

    return Bar(month, told, measure(told.approved), measure(told.waiting))
