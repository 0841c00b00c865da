from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.periods import get_year_earlier

DAYS = st.dates(date(1901, 1, 1), date(2999, 12, 31))


@tagged("post_install", "-at_install")
class TestPeriods(BaseCase):
    """The same dates a year earlier, through leap years."""

    def test_known_periods(self):
        for first, last, expected in (
            # An ordinary month
            (
                date(2025, 3, 10),
                date(2025, 4, 9),
                (date(2024, 3, 10), date(2024, 4, 9)),
            ),
            # February ends when it ends, on both sides
            (
                date(2025, 2, 1),
                date(2025, 2, 28),
                (date(2024, 2, 1), date(2024, 2, 29)),
            ),
            (
                date(2024, 2, 1),
                date(2024, 2, 29),
                (date(2023, 2, 1), date(2023, 2, 28)),
            ),
            # The 28th of a leap year is not the end of February
            (
                date(2024, 2, 1),
                date(2024, 2, 28),
                (date(2023, 2, 1), date(2023, 2, 28)),
            ),
            # 1900 and 2100 are no leap years
            (
                date(2101, 2, 1),
                date(2101, 2, 28),
                (date(2100, 2, 1), date(2100, 2, 28)),
            ),
            # Starting on the day that exists every four years
            (
                date(2024, 2, 29),
                date(2024, 3, 1),
                (date(2023, 2, 28), date(2023, 3, 1)),
            ),
        ):
            with self.subTest(first=first, last=last):
                self.assertEqual(get_year_earlier(first, last), expected)

    @given(DAYS, st.integers(0, 800))
    def test_any_period(self, first, length):
        last = first + timedelta(days=length)
        before_first, before_last = get_year_earlier(first, last)
        self.assertLessEqual(before_first, before_last)
        for day, before in ((first, before_first), (last, before_last)):
            self.assertEqual((before.year, before.month), (day.year - 1, day.month))
            self.assertLessEqual(abs(before.day - day.day), day.month == 2)

    @given(DAYS, st.integers(0, 800))
    def test_what_ends_with_its_month_still_does(self, first, length):
        last = first + timedelta(days=length)
        if last.day == monthrange(last.year, last.month)[1]:
            _first, before = get_year_earlier(first, last)
            self.assertEqual(before.day, monthrange(before.year, before.month)[1])
