from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.eligibility import Thresholds, assess

LAW = Thresholds(total_hours=200, association_hours=100)
HOURS = st.lists(
    st.integers(min_value=0, max_value=3000 * 4).map(lambda quarters: quarters / 4),
    max_size=6,
)


class TestEligibility(BaseCase):
    # Hours by association → whether they are enough
    TABLE = [
        ([], False),
        ([199], False),
        ([200], True),
        ([100, 100], True),
        ([99, 101], True),
        ([67, 67, 66], False),
        ([40, 160], True),
        ([100, 99.75, 0.25], True),
        ([99.99] * 3, False),
        ([100, 60, 40], True),
        ([200, 0], True),
    ]

    def test_table(self):
        for hours, is_eligible in self.TABLE:
            with self.subTest(hours=hours):
                self.assertIs(assess(hours, LAW).is_eligible, is_eligible)

    def test_thirds_of_an_hour_add_up(self):
        """Twenty minutes, six hundred times: 200 hours, whatever floats make of it."""
        given_here = sum([1 / 3] * 600)
        self.assertNotEqual(given_here, 200)
        self.assertTrue(assess([given_here], LAW).is_eligible)

    def test_tells_what_is_missing(self):
        standing = assess([128, 20], LAW)
        self.assertEqual(standing.total_hours, 148)
        self.assertEqual(standing.best_association_hours, 128)
        self.assertEqual(standing.missing_total, 52)
        self.assertEqual(standing.missing_in_one, 0)

        standing = assess([67, 67, 66], LAW)
        self.assertEqual(standing.missing_total, 0)
        self.assertEqual(standing.missing_in_one, 33)

    @settings(deadline=None)
    @given(HOURS)
    def test_order_does_not_matter(self, hours):
        self.assertEqual(assess(hours, LAW), assess(hours[::-1], LAW))

    @settings(deadline=None)
    @given(HOURS, st.integers(min_value=0, max_value=400))
    def test_more_time_never_harms(self, hours, more):
        self.assertGreaterEqual(
            assess([*hours, more], LAW).is_eligible, assess(hours, LAW).is_eligible
        )

    @settings(deadline=None)
    @given(HOURS)
    def test_giving_what_is_missing_is_enough(self, hours):
        """What is said to be missing, given in the best association, is just enough."""
        standing = assess(hours, LAW)
        missing = max(standing.missing_total, standing.missing_in_one)
        best, *others = sorted(hours or [0], reverse=True)
        self.assertTrue(assess([best + missing, *others], LAW).is_eligible)
        if missing:
            almost = assess([best + missing - 1 / 60, *others], LAW)
            self.assertFalse(almost.is_eligible)
