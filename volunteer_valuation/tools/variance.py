"""What a figure is beside that of the period before, and beside a whole. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Variance:
    """The change from one period to the next, in units and as a fraction.

    ``share`` is None where there was nothing before: no percentage tells a beginning.
    """

    units: float
    share: float | None


def compute_variance(now: float, before: float, digits: int = 2) -> Variance:
    """The change from ``before`` to ``now``, units rounded to ``digits``."""
    # Rounding makes -0.0 of a tiny loss; adding 0.0 makes it a plain zero.
    units = round(now - before, digits) + 0.0
    return Variance(units, compute_share(now - before if units else 0.0, abs(before)))


def compute_share(part: float, whole: float) -> float | None:
    """``part`` of ``whole`` as a fraction; None of nothing."""
    return part / whole if whole else None
