import math
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.guards import count_days, find_date_problem, find_duration_problem

TODAY = date(2025, 6, 15)
OLDEST = date(2000, 1, 1)


class TestDurationGuard(BaseCase):
    # hours, distance, headcount, days → problem
    TABLE = [
        (1, 0, 1, 1, None),
        (0.25, 0, 1, 1, None),
        (24, 0, 1, 1, None),
        (1 / 3 + 1 / 3 + 1 / 3 + 23, 0, 1, 1, None),
        (25, 0, 1, 2, None),
        (48, 0, 1, 2, None),
        (14, 0, 30, 1, None),
        (0, 12.5, 1, 1, None),
        (2, 12.5, 1, 1, None),
        (math.nan, 0, 1, 1, "hours_not_finite"),
        (math.inf, 0, 1, 1, "hours_not_finite"),
        (-math.inf, 0, 1, 1, "hours_not_finite"),
        (-1, 0, 1, 1, "hours_negative"),
        (-1e-9, 5, 1, 1, "hours_negative"),
        (0, 0, 1, 1, "hours_missing"),
        (-0.0, 0, 1, 1, "hours_missing"),
        (24.01, 0, 1, 1, "hours_too_long"),
        (49, 0, 1, 2, "hours_too_long"),
        (1e308, 0, 1, 1, "hours_too_long"),
        (1, -1, 1, 1, "distance_invalid"),
        (1, math.nan, 1, 1, "distance_invalid"),
        (1, math.inf, 1, 1, "distance_invalid"),
        (1, 1e308, 1, 1, "distance_too_long"),
        (1, 0, 0, 1, "headcount_invalid"),
        (1, 0, -1, 1, "headcount_invalid"),
    ]

    def test_table(self):
        for hours, distance, headcount, days, problem in self.TABLE:
            with self.subTest(hours=hours, distance=distance, headcount=headcount):
                self.assertEqual(
                    find_duration_problem(hours, distance, headcount, days), problem
                )

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.floats(), st.floats(), st.integers(), st.integers(1, 400))
    def test_what_passes_is_finite_and_fits(self, hours, distance, headcount, days):
        if find_duration_problem(hours, distance, headcount, days) is None:
            self.assertTrue(0 <= hours <= 24 * days + 1e-6)
            self.assertTrue(0 <= distance < math.inf)
            self.assertTrue(hours or distance)
            self.assertGreaterEqual(headcount, 1)


class TestDateGuard(BaseCase):
    # first day, last day → problem
    TABLE = [
        (TODAY, None, None),
        (OLDEST, None, None),
        (date(2024, 2, 29), None, None),
        (date(2024, 12, 31), date(2025, 1, 1), None),
        (TODAY, TODAY, None),
        (TODAY + timedelta(1), None, "future"),
        (TODAY, TODAY + timedelta(1), "future"),
        (date(9999, 12, 31), None, "future"),
        (date(1999, 12, 31), None, "too_old"),
        (date(1899, 7, 1), None, "too_old"),
        (date(1899, 7, 1), TODAY, "too_old"),
        (date.min, date.min, "too_old"),
        (TODAY, TODAY - timedelta(1), "end_before_start"),
    ]

    def test_table(self):
        for first, last, problem in self.TABLE:
            with self.subTest(first=first, last=last):
                self.assertEqual(find_date_problem(first, last, TODAY, OLDEST), problem)

    def test_count_days(self):
        for first, last, days in [
            (date(2025, 3, 12), None, 1),
            (date(2025, 3, 12), date(2025, 3, 12), 1),
            (date(2024, 2, 28), date(2024, 3, 1), 3),
            (date(2025, 2, 28), date(2025, 3, 1), 2),
            (date(2024, 12, 31), date(2025, 1, 1), 2),
            (date(2025, 3, 29), date(2025, 3, 30), 2),  # clocks change in the night
        ]:
            with self.subTest(first=first, last=last):
                self.assertEqual(count_days(first, last), days)

    @settings(deadline=None)
    @given(st.dates(), st.none() | st.dates())
    def test_what_passes_lies_between_oldest_and_today(self, first, last):
        if find_date_problem(first, last, TODAY, OLDEST) is None:
            self.assertTrue(OLDEST <= first <= (last or first) <= TODAY)
            self.assertGreaterEqual(count_days(first, last), 1)
