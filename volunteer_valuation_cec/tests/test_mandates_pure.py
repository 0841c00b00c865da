from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.mandates import Mandate, Mandates

PERSON, OTHER_PERSON, ASSOCIATION, OTHER_ASSOCIATION = 1, 2, 10, 20
DAYS = st.integers(min_value=0, max_value=40).map(
    lambda count: date(2024, 2, 20) + timedelta(days=count)
)
PERIODS = st.lists(
    st.tuples(DAYS, st.none() | DAYS).filter(
        lambda period: period[1] is None or period[0] <= period[1]
    ),
    max_size=5,
)


def hold(*periods):
    return Mandates(
        Mandate(PERSON, ASSOCIATION, "governance", *period) for period in periods
    )


def is_covered(mandates, first, last):
    return mandates.cover(PERSON, ASSOCIATION, "governance", first, last)


class TestMandates(BaseCase):
    def test_first_and_last_day_count(self):
        mandates = hold((date(2025, 6, 1), date(2025, 12, 31)))
        self.assertTrue(is_covered(mandates, date(2025, 6, 1), date(2025, 12, 31)))
        self.assertFalse(is_covered(mandates, date(2025, 5, 31), date(2025, 6, 1)))
        self.assertFalse(is_covered(mandates, date(2025, 12, 31), date(2026, 1, 1)))

    def test_mandates_follow_each_other(self):
        mandates = hold((date(2025, 7, 1), None), (date(2024, 7, 1), date(2025, 6, 30)))
        self.assertTrue(is_covered(mandates, date(2025, 6, 30), date(2025, 7, 1)))
        self.assertFalse(is_covered(mandates, date(2024, 6, 30), date(2024, 7, 1)))

    def test_another_person_place_or_kind_is_none(self):
        mandates = hold((date(2025, 1, 1), None))
        day = date(2025, 5, 1)
        self.assertTrue(mandates.cover(PERSON, ASSOCIATION, "governance", day, day))
        for person, association, kind in (
            (OTHER_PERSON, ASSOCIATION, "governance"),
            (PERSON, OTHER_ASSOCIATION, "governance"),
            (PERSON, ASSOCIATION, "supervision"),
            (PERSON, ASSOCIATION, "none"),
        ):
            self.assertFalse(mandates.cover(person, association, kind, day, day))

    @settings(deadline=None)
    @given(DAYS, DAYS, PERIODS)
    def test_agrees_with_looking_at_each_day(self, one, other, periods):
        first, last = min(one, other), max(one, other)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        expected = all(
            any(start <= day and (end is None or day <= end) for start, end in periods)
            for day in days
        )
        self.assertIs(is_covered(hold(*periods), first, last), expected)
