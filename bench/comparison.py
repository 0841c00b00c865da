"""Two ways to do the same work, side by side: medians, their ratio, and the budget.

Pure: nothing here knows what is measured.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Budget:
    """How ours must compare: so many times as fast, or within so many times the time."""

    factor: float
    is_speed: bool

    def compute_ratio(self, ours: float, peer: float) -> float:
        """The ratio that the budget speaks of."""
        return peer / ours if self.is_speed else ours / peer

    def is_met(self, ratio: float) -> bool:
        """Whether the ratio keeps the budget."""
        return ratio >= self.factor if self.is_speed else ratio <= self.factor

    def __str__(self):
        return f"{'≥' if self.is_speed else '≤'} {self.factor:g} ×"


def at_least(factor: float) -> Budget:
    """Ours is at least ``factor`` times as fast as the peer."""
    return Budget(factor, is_speed=True)


def within(factor: float) -> Budget:
    """Ours takes at most ``factor`` times as long as the peer."""
    return Budget(factor, is_speed=False)


@dataclass(frozen=True)
class Comparison:
    """One line of the table. Figures are medians: seconds, or MiB for memory."""

    work: str
    ours: float
    peer_name: str
    peer: float
    budget: Budget
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """The ratio that the budget speaks of."""
        return self.budget.compute_ratio(self.ours, self.peer)

    @property
    def is_met(self) -> bool:
        """Whether the budget is kept."""
        return self.budget.is_met(self.ratio)


def compare(
    work: str,
    ours: Callable[[], float],
    peer_name: str,
    peer: Callable[[], float],
    budget: Budget,
    rounds: int,
) -> Comparison:
    """Run each ``rounds`` times in turn; each second round begins with the peer.

    :param ours, peer: do the work and return the seconds it took
    """
    figures = {ours: [], peer: []}
    for number in range(rounds):
        for run in (ours, peer) if number % 2 == 0 else (peer, ours):
            figures[run].append(run())
    return Comparison(
        work, median(figures[ours]), peer_name, median(figures[peer]), budget
    )


class Clock:
    """Seconds spent inside its ``with`` blocks."""

    def __init__(self):
        self.seconds = 0.0

    def __enter__(self):
        self._began = time.perf_counter()

    def __exit__(self, *_details):
        self.seconds += time.perf_counter() - self._began


def write_table(comparisons: Iterable[Comparison]) -> str:
    """The comparisons as a table in Markdown."""
    lines = [
        "| work | ours | peer | ratio | budget | met |",
        "|---|---|---|---|---|---|",
    ]
    for line in comparisons:
        lines.append(
            f"| {line.work} | {_figure(line.ours, line.unit)} "
            f"| {line.peer_name}: {_figure(line.peer, line.unit)} "
            f"| {line.ratio:.2f} × | {line.budget} | {'yes' if line.is_met else '**no**'} |"
        )
    return "\n".join(lines)


def _figure(value, unit):
    if unit == "s" and value < 1:
        return f"{value * 1000:.1f} ms"
    return f"{value:.2f} {unit}"
