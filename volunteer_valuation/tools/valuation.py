"""The arithmetic of valuation: dated reference rates, rules, hourly rates.

Pure and exact: rates are decimals until they are frozen on an entry with four decimals.
The amount is rounded once, by the currency of the company, which is not done here.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

RATE_STEP = Decimal("0.0001")


def exact(number: float | Decimal) -> Decimal:
    """The decimal that a person meant by a float: 0.42, not 0.419999999999999984."""
    return Decimal(str(number))


def compute_hourly_rate(
    base: float | Decimal, coefficient: float = 1.0, charge_rate: float = 0.0
) -> Decimal:
    """Hourly rate (currency per hour, four decimals): base × coefficient × (1 + charges)."""
    rate = exact(base) * exact(coefficient) * (1 + exact(charge_rate))
    return rate.quantize(RATE_STEP, rounding=ROUND_HALF_UP)


class RateSeries:
    """A published hourly rate and its dated values."""

    def __init__(self, values: Iterable[tuple[date, float]]):
        pairs = sorted(values)
        self._starts = [start for start, _amount in pairs]
        self._amounts = [exact(amount) for _start, amount in pairs]

    def value_on(self, day: date) -> Decimal | None:
        """The value in force on ``day``, None before the first one."""
        _start, amount = self.find_on(day)
        return amount

    def find_on(self, day: date) -> tuple[date, Decimal] | tuple[None, None]:
        """Since when the value in force on ``day`` is, and that value."""
        position = bisect_right(self._starts, day)
        if not position:
            return None, None
        return self._starts[position - 1], self._amounts[position - 1]


class Situation(NamedTuple):
    """What of an entry a rule looks at; 0 stands for "not told"."""

    company: int
    day: date
    currency: int = 0
    status: int = 0
    level: int = 0
    activity: int = 0
    project: int = 0


@dataclass(frozen=True)
class Rule:
    """One valuation rule; a condition of 0 or None is no condition.

    ``currency`` is that of the reference: SMIC in euros values nothing kept in dollars.
    """

    id: int
    company: int = 0
    currency: int = 0
    status: int = 0
    level: int = 0
    activity: int = 0
    project: int = 0
    date_from: date | None = None
    date_to: date | None = None
    amount: float = 0.0
    series: RateSeries | None = None
    coefficient: float = 1.0
    charge_rate: float = 0.0

    def matches(self, situation: Situation) -> bool:
        """Whether every condition of the rule holds in ``situation``."""
        return (
            self.company in (0, situation.company)
            and self.currency in (0, situation.currency)
            and self.status in (0, situation.status)
            and self.level in (0, situation.level)
            and self.activity in (0, situation.activity)
            and self.project in (0, situation.project)
            and (self.date_from is None or self.date_from <= situation.day)
            and (self.date_to is None or situation.day <= self.date_to)
        )

    def rate_on(self, day: date) -> Decimal | None:
        """Hourly rate on ``day``; None where the reference has no value yet."""
        if self.series is None:
            return compute_hourly_rate(self.amount, 1, self.charge_rate)
        base = self.series.value_on(day)
        if base is None:
            return None
        return compute_hourly_rate(base, self.coefficient, self.charge_rate)


class RuleBook:
    """The rules in order of their sequence: the first that matches wins.

    :param unvalued_activities: ids of activities whose time is not valued
    :param unvalued_statuses: ids of statuses of people whose time is not valued
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        unvalued_activities: Iterable[int] = (),
        unvalued_statuses: Iterable[int] = (),
    ):
        self._rules = list(rules)
        self._unvalued_activities = frozenset(unvalued_activities)
        self._unvalued_statuses = frozenset(unvalued_statuses)
        self._found: dict[Situation, tuple[Rule, Decimal | None] | None] = {}

    def find_exclusion(self, situation: Situation) -> str | None:
        """What keeps time from being valued, before any rule: activity, status or None."""
        if situation.activity in self._unvalued_activities:
            return "activity"
        if situation.status in self._unvalued_statuses:
            return "status"
        return None

    def find_rate(self, situation: Situation) -> tuple[int, float] | None:
        """Id of the rule and hourly rate that value time, or None where nothing does.

        A rate of zero would be a silent nothing: such time is not valued, and says why.
        """
        if self.find_exclusion(situation):
            return None
        rule, rate = self.find(situation) or (None, None)
        return (rule.id, float(rate)) if rate else None

    def find(self, situation: Situation) -> tuple[Rule, Decimal | None] | None:
        """The winning rule and its hourly rate, or None where no rule matches.

        A rule that matches but whose reference has no value on that day still wins,
        with a rate of None: a later rule must not answer in its place.
        """
        if situation not in self._found:
            self._found[situation] = self._search(situation)
        return self._found[situation]

    def _search(self, situation):
        for rule in self._rules:
            if rule.matches(situation):
                return rule, rule.rate_on(situation.day)
        return None
