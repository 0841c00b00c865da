from datetime import date

from odoo.tests import BaseCase

from ..tools.own_totals import Sum, Totals

JANUARY, MARCH, DECEMBER = date(2025, 1, 1), date(2025, 3, 1), date(2025, 12, 1)
EARLIER = date(2024, 3, 1)


class TestOwnTotalsPure(BaseCase):
    def _sum_up(self):
        return Totals(
            [
                (JANUARY, "here", "approved", 2.5, 1),
                (MARCH, "here", "approved", 6.0, 2),
                (MARCH, "here", "submitted", 2.0, 1),
                (MARCH, "there", "submitted", 4.0, 3),
                (MARCH, "there", "draft", 99.0, 4),
                (DECEMBER, "nowhere", "refused", 99.0, 1),
                (EARLIER, "here", "approved", 1.0, 1),
            ]
        )

    def test_what_counts_and_what_waits_by_year_and_place(self):
        totals = self._sum_up()
        self.assertEqual(totals.years, [2025, 2024])
        self.assertEqual(
            totals.sum_places(2025), {"here": Sum(8.5, 2.0), "there": Sum(0.0, 4.0)}
        )
        self.assertEqual(totals.sum_places(2024), {"here": Sum(1.0, 0.0)})
        self.assertEqual(totals.sum_places(1999), {})

    def test_drafts_and_refusals_are_counted_but_no_hours(self):
        totals = self._sum_up()
        self.assertEqual(totals.counts["draft"], 4)
        self.assertEqual(totals.counts["refused"], 1)
        self.assertEqual(totals.places, {"here", "there", "nowhere"})

    def test_the_month_with_the_most_time_is_as_wide_as_can_be(self):
        bars = self._sum_up().draw(2025, date(2026, 2, 1), {"here", "there"})
        self.assertEqual(len(bars), 12)
        self.assertEqual(bars[0].sum, Sum(2.5, 0.0))
        self.assertEqual(bars[2].sum, Sum(6.0, 6.0))
        self.assertEqual((bars[2].approved_width, bars[2].waiting_width), (50, 50))
        self.assertEqual(bars[0].approved_width, 20.8)
        self.assertEqual((bars[1].approved_width, bars[1].waiting_width), (0, 0))

    def test_the_picture_shows_the_places_asked_for(self):
        bars = self._sum_up().draw(2025, date(2026, 2, 1), {"here"})
        self.assertEqual(bars[2].sum, Sum(6.0, 2.0))

    def test_this_year_ends_with_this_month(self):
        bars = self._sum_up().draw(2025, date(2025, 4, 30), {"here"})
        self.assertEqual(bars[-1].month, date(2025, 4, 1))

    def test_a_year_without_hours(self):
        bars = self._sum_up().draw(2023, date(2025, 4, 30), {"here"})
        self.assertEqual({bar.approved_width for bar in bars}, {0})
