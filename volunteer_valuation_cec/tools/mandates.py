"""Who held which mandate, where and when. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class Mandate(NamedTuple):
    """A mandate of one kind; without an end it goes on."""

    person: int
    association: int
    kind: str
    start: date
    end: date | None = None


class Mandates:
    """The mandates of some people, looked up by person, association and kind."""

    def __init__(self, mandates: Iterable[Mandate]):
        self._periods = defaultdict(list)
        for mandate in mandates:
            key = mandate.person, mandate.association, mandate.kind
            self._periods[key].append((mandate.start, mandate.end or date.max))

    def cover(
        self, person: int, association: int, kind: str, first: date, last: date
    ) -> bool:
        """Whether the person held one of that kind on each day from first to last."""
        day = first
        for start, end in sorted(self._periods.get((person, association, kind), ())):
            if day > last or start > day:
                break
            if end == date.max:
                return True
            day = max(day, end + ONE_DAY)
        return day > last
