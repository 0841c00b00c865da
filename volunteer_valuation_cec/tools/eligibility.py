"""Who reaches the thresholds of the compte d'engagement citoyen.

Pure. Code du travail, D5151-14: so many hours in the calendar year, in one or several
associations, of which at least so many in one of them. Hours given elsewhere complete those
given here: an association never concludes from its own hours alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

# Hours add up as people declare them: by the minute, not by the last bit of a float.
MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class Thresholds:
    """Hours that a calendar year asks for: in all, and in one association."""

    total_hours: float
    association_hours: float


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: their hours, and those that are missing."""

    total_hours: float
    best_association_hours: float
    missing_total: float
    missing_in_one: float

    @property
    def is_eligible(self) -> bool:
        """Whether the hours alone are enough."""
        return not self.missing_total and not self.missing_in_one


def assess(hours_by_association: Iterable[float], thresholds: Thresholds) -> Standing:
    """Where somebody stands who gave these hours, one sum for each association."""
    minutes = [_count_minutes(hours) for hours in hours_by_association]
    total, best = sum(minutes), max(minutes, default=0)
    return Standing(
        total_hours=_to_hours(total),
        best_association_hours=_to_hours(best),
        missing_total=_to_hours(_lack(total, thresholds.total_hours)),
        missing_in_one=_to_hours(_lack(best, thresholds.association_hours)),
    )


def _count_minutes(hours: float) -> int:
    return round(Fraction(hours) * MINUTES_PER_HOUR)


def _lack(minutes: int, wanted_hours: float) -> int:
    return max(0, _count_minutes(wanted_hours) - minutes)


def _to_hours(minutes: int) -> float:
    return minutes / MINUTES_PER_HOUR
