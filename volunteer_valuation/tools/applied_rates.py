"""The hourly rates that valued a period's time, and where each of them came from.

Rates are frozen when time is approved, and a rule stays editable: what the rule says today
is told as the origin of a rate only where it gives that very rate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .valuation import RATE_STEP, Rule, exact


class ValuedTime(NamedTuple):
    """Time of one day, valued by one rule at one rate (currency per hour)."""

    rule_id: int
    rate: float | Decimal
    day: date
    hours: float
    amount: float


class Origin(NamedTuple):
    """Where a rate comes from: the published value since a day, or the rule's own amount.

    ``is_known`` is off where the rule no longer gives the rate.
    """

    is_known: bool
    base: Decimal | None = None
    since: date | None = None


@dataclass
class AppliedRate:
    """A rate that was really used: by which rule, on which days, for how much time."""

    rule_id: int
    rate: Decimal
    origin: Origin
    first: date
    last: date
    hours: float = 0.0
    amount: float = 0.0

    def add(self, time: ValuedTime) -> None:
        """Count ``time`` in."""
        self.first = min(self.first, time.day)
        self.last = max(self.last, time.day)
        self.hours += time.hours
        self.amount += time.amount


def collect_rates(
    times: Iterable[ValuedTime], rules: Mapping[int, Rule]
) -> list[AppliedRate]:
    """One line for each rule, rate and origin of it; by rule, then by day.

    :param rules: the rules as they are today, by their ids
    """
    applied = {}
    for time in times:
        rate = exact(time.rate).quantize(RATE_STEP)
        origin = find_origin(rules[time.rule_id], rate, time.day)
        line = applied.setdefault(
            (time.rule_id, rate, origin),
            AppliedRate(time.rule_id, rate, origin, time.day, time.day),
        )
        line.add(time)
    order = list(rules)
    return sorted(
        applied.values(),
        key=lambda line: (order.index(line.rule_id), line.first, line.rate),
    )


def find_origin(rule: Rule, rate: Decimal, day: date) -> Origin:
    """What of ``rule`` gives ``rate`` on ``day``, if it still does."""
    if rule.rate_on(day) != rate:
        return Origin(is_known=False)
    if rule.series is None:
        return Origin(True, base=exact(rule.amount))
    since, base = rule.series.find_on(day)
    return Origin(True, base, since)
