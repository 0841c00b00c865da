from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.applied_rates import Origin, ValuedTime, collect_rates
from ..tools.valuation import RateSeries, Rule

SMIC = RateSeries(
    [
        (date(2024, 1, 1), 11.65),
        (date(2024, 11, 1), 11.88),
        (date(2026, 1, 1), 12.02),
    ]
)
RULES = {
    2: Rule(id=2, series=SMIC, coefficient=1.5, charge_rate=0.42),
    1: Rule(id=1, amount=20.0),
}


class TestAppliedRates(BaseCase):
    def _collect(self, *times):
        return collect_rates([ValuedTime(*time) for time in times], RULES)

    def test_only_the_values_that_were_applied_are_told(self):
        october, november = self._collect(
            (2, 25.3044, date(2024, 11, 1), 2.0, 50.61),
            (2, 24.8145, date(2024, 10, 31), 1.0, 24.81),
            (2, 25.3044, date(2025, 12, 31), 4.0, 101.22),
        )
        self.assertEqual(
            october.origin, Origin(True, Decimal("11.65"), date(2024, 1, 1))
        )
        self.assertEqual(
            november.origin, Origin(True, Decimal("11.88"), date(2024, 11, 1))
        )
        self.assertEqual(
            (november.first, november.last), (date(2024, 11, 1), date(2025, 12, 31))
        )
        self.assertEqual((november.hours, november.rate), (6.0, Decimal("25.3044")))
        self.assertAlmostEqual(november.amount, 151.83)

    def test_a_fixed_amount_is_its_own_origin(self):
        [line] = self._collect((1, 20.0, date(2025, 3, 1), 1.0, 20.0))
        self.assertEqual(line.origin, Origin(True, Decimal("20.0")))

    def test_a_rate_that_its_rule_no_longer_gives_is_not_explained_by_it(self):
        before, now = self._collect(
            (1, 18.0, date(2025, 3, 1), 1.0, 18.0),
            (1, 20.0, date(2025, 4, 1), 1.0, 20.0),
        )
        self.assertEqual(before.origin, Origin(is_known=False))
        self.assertTrue(now.origin.is_known)

    def test_a_day_before_the_first_published_value(self):
        [line] = self._collect((2, 9.0, date(2000, 1, 1), 1.0, 9.0))
        self.assertEqual(line.origin, Origin(is_known=False))

    def test_rules_come_in_their_order(self):
        lines = self._collect(
            (1, 20.0, date(2025, 1, 1), 1.0, 20.0),
            (2, 25.3044, date(2025, 1, 1), 1.0, 25.30),
        )
        self.assertEqual([line.rule_id for line in lines], [2, 1])

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.tuples(
                st.sampled_from([1, 2]),
                st.sampled_from([18.0, 20.0, 24.8145, 25.3044]),
                st.integers(0, 900).map(lambda n: date(2024, 1, 1) + timedelta(n)),
                st.integers(1, 24),
                st.integers(1, 10_000),
            )
        )
    )
    def test_no_hour_and_no_cent_is_lost(self, times):
        lines = self._collect(*times)
        self.assertEqual(sum(line.hours for line in lines), sum(t[3] for t in times))
        self.assertEqual(sum(line.amount for line in lines), sum(t[4] for t in times))
        for line in lines:
            self.assertLessEqual(line.first, line.last)
            if line.origin.is_known:
                rule = RULES[line.rule_id]
                self.assertEqual(rule.rate_on(line.first), line.rate)
                self.assertEqual(rule.rate_on(line.last), line.rate)
