from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools.weekly import list_weekdays


@tagged("post_install", "-at_install")
class TestWeekly(BaseCase):
    """The same day of every week, both ends included."""

    def test_each_such_day(self):
        tuesdays = [date(2025, 2, 25), date(2025, 3, 4)]
        self.assertEqual(
            list_weekdays(1, date(2025, 2, 25), date(2025, 3, 4)), tuesdays
        )
        self.assertEqual(
            list_weekdays(1, date(2025, 2, 19), date(2025, 3, 10)), tuesdays
        )

    def test_none_between(self):
        self.assertEqual(list_weekdays(1, date(2025, 2, 26), date(2025, 3, 3)), [])
        self.assertEqual(list_weekdays(1, date(2025, 3, 4), date(2025, 3, 3)), [])

    def test_a_year_has_53_at_most(self):
        days = list_weekdays(2, date(2025, 1, 1), date(2025, 12, 31))
        self.assertEqual(len(days), 53)
        self.assertEqual({day.weekday() for day in days}, {2})
