from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase
from odoo.tools import float_round

from ..tools.valuation import (
    RateSeries,
    Rule,
    RuleBook,
    Situation,
    compute_hourly_rate,
)

ASSOCIATION, OTHER = 1, 2
EURO, DOLLAR = 1, 2
DAY = date(2025, 3, 12)
money = st.decimals(0, 500, places=4)


def situation(**terms):
    return Situation(**{"company": ASSOCIATION, "day": DAY, "currency": EURO} | terms)


class TestHourlyRate(BaseCase):
    def test_table(self):
        for base, coefficient, charges, rate in [
            (25, 1, 0, "25.0000"),
            (11.88, 1, 0, "11.8800"),
            (11.88, 1.5, 0, "17.8200"),
            (11.88, 1, 0.42, "16.8696"),
            (11.88, 1.5, 0.42, "25.3044"),
            (12.02, 3, 0, "36.0600"),
            (0.00005, 1, 0, "0.0001"),  # half goes up
            (0.00004, 1, 0, "0.0000"),
        ]:
            with self.subTest(base=base, coefficient=coefficient, charges=charges):
                self.assertEqual(
                    compute_hourly_rate(base, coefficient, charges), Decimal(rate)
                )

    def test_floats_mean_what_a_person_wrote(self):
        self.assertEqual(compute_hourly_rate(0.1, 3), Decimal("0.3000"))

    @settings(deadline=None)
    @given(money, st.decimals(0, 10, places=2), st.decimals(0, 2, places=2))
    def test_four_decimals_closest_to_the_exact_product(self, base, times, charges):
        rate = compute_hourly_rate(float(base), float(times), float(charges))
        exact = base * times * (1 + charges)
        self.assertEqual(rate.as_tuple().exponent, -4)
        self.assertLessEqual(abs(rate - exact), Decimal("0.00005"))

    def test_95_minutes_at_25(self):
        rate = float(compute_hourly_rate(25))
        self.assertEqual(float_round(95 / 60 * rate, precision_digits=2), 39.58)


class TestRateSeries(BaseCase):
    series = RateSeries([(date(2022, 5, 1), 10.85), (date(2022, 1, 1), 10.57)])

    def test_value_in_force(self):
        for day, value in [
            (date(2021, 12, 31), None),
            (date(2022, 1, 1), "10.57"),
            (date(2022, 4, 30), "10.57"),
            (date(2022, 5, 1), "10.85"),
            (date(2030, 1, 1), "10.85"),
        ]:
            with self.subTest(day=day):
                self.assertEqual(self.series.value_on(day), value and Decimal(value))

    def test_nothing_published(self):
        self.assertIsNone(RateSeries([]).value_on(DAY))

    @settings(deadline=None)
    @given(
        st.dictionaries(
            st.dates(date(2000, 1, 1), date(2030, 1, 1)), money, min_size=1
        ),
        st.dates(date(1999, 1, 1), date(2031, 1, 1)),
    )
    def test_latest_value_that_has_begun(self, values, day):
        found = RateSeries(
            (start, float(amount)) for start, amount in values.items()
        ).value_on(day)
        begun = [start for start in values if start <= day]
        self.assertEqual(
            found, Decimal(str(float(values[max(begun)]))) if begun else None
        )


class TestRuleBook(BaseCase):
    def _find(self, *rules, **terms):
        found = RuleBook(rules).find(situation(**terms))
        return found and (found[0].id, found[1])

    def test_first_match_wins(self):
        expert = Rule(id=1, level=7, amount=40)
        anybody = Rule(id=2, amount=15)
        self.assertEqual(self._find(expert, anybody, level=7), (1, Decimal(40)))
        self.assertEqual(self._find(expert, anybody, level=8), (2, Decimal(15)))
        self.assertEqual(self._find(expert, anybody), (2, Decimal(15)))
        self.assertEqual(self._find(anybody, expert, level=7), (2, Decimal(15)))

    def test_every_condition_must_hold(self):
        conditions = {"status": 3, "level": 4, "activity": 5, "project": 6}
        rule = Rule(id=1, amount=15, company=ASSOCIATION, **conditions)
        self.assertEqual(self._find(rule, **conditions), (1, Decimal(15)))
        for condition in conditions:
            with self.subTest(condition=condition):
                self.assertIsNone(self._find(rule, **conditions | {condition: 99}))
                self.assertIsNone(self._find(rule, **conditions | {condition: 0}))
        self.assertIsNone(self._find(rule, **conditions, company=OTHER))

    def test_no_rule(self):
        self.assertIsNone(self._find())

    def test_another_currency_never_matches(self):
        series = RateSeries([(date(2015, 1, 1), 9.61)])
        rule = Rule(id=1, currency=EURO, series=series)
        self.assertIsNone(self._find(rule, currency=DOLLAR))
        self.assertEqual(self._find(rule), (1, Decimal("9.61")))

    def test_days_of_validity_are_included(self):
        rule = Rule(id=1, amount=15, date_from=DAY, date_to=DAY + timedelta(1))
        for shift, matches in [(-1, False), (0, True), (1, True), (2, False)]:
            with self.subTest(shift=shift):
                found = self._find(rule, day=DAY + timedelta(shift))
                self.assertEqual(bool(found), matches)

    def test_a_later_rule_does_not_answer_for_a_reference_without_value(self):
        future = Rule(id=1, series=RateSeries([(date(2026, 1, 1), 12.02)]))
        self.assertEqual(self._find(future, Rule(id=2, amount=15)), (1, None))

    @settings(deadline=None)
    @given(
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=6),
        st.integers(0, 2),
        st.integers(0, 2),
    )
    def test_the_winner_is_the_first_that_fits(self, conditions, level, activity):
        rules = [
            Rule(id=number, level=of_level, activity=of_activity, amount=number)
            for number, (of_level, of_activity) in enumerate(conditions, 1)
        ]
        fitting = [
            rule.id
            for rule in rules
            if rule.level in (0, level) and rule.activity in (0, activity)
        ]
        found = self._find(*rules, level=level, activity=activity)
        self.assertEqual(found and found[0], fitting[0] if fitting else None)


class TestAmounts(BaseCase):
    @settings(deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(1, 24 * 60), st.integers(1, 400), money), max_size=50
        )
    )
    def test_rounded_amounts_add_up_exactly(self, entries):
        """Amounts rounded once have whole cents, so that any grouping has the same sum."""
        cents = [
            round(
                float_round(minutes / 60 * people * float(rate), precision_digits=2)
                * 100
            )
            for minutes, people, rate in entries
        ]
        amounts = [cent / 100 for cent in cents]
        self.assertEqual(
            round(float_round(sum(amounts), precision_digits=2) * 100), sum(cents)
        )
