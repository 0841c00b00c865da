from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.variance import Variance, compute_share, compute_variance

cents = st.integers(min_value=-(10**12), max_value=10**12)


class TestVariance(BaseCase):
    def test_table(self):
        for now, before, units, share in [
            (150.0, 100.0, 50.0, 0.5),
            (75.0, 100.0, -25.0, -0.25),
            (100.0, 100.0, 0.0, 0.0),
            (0.0, 100.0, -100.0, -1.0),
            (100.0, 0.0, 100.0, None),
            (0.0, 0.0, 0.0, None),
            # An expense turned round: more is more, whatever the sign it started with.
            (-50.0, -100.0, 50.0, 0.5),
        ]:
            with self.subTest(now=now, before=before):
                self.assertEqual(compute_variance(now, before), Variance(units, share))

    def test_what_cannot_be_seen_is_no_change(self):
        self.assertEqual(str(compute_variance(0.1 + 0.2, 0.3).units), "0.0")
        self.assertEqual(str(compute_variance(0.3, 0.1 + 0.2).units), "0.0")
        self.assertEqual(compute_variance(0.3, 0.1 + 0.2).share, 0.0)

    def test_rounding_units_does_not_round_the_share(self):
        self.assertAlmostEqual(compute_variance(0.016, 0.01).share, 0.6)

    # Never timed: machines are noisy.
    @settings(deadline=None)
    @given(cents, cents)
    def test_before_and_variance_make_now(self, now, before):
        variance = compute_variance(now / 100, before / 100)
        self.assertEqual(round((before / 100 + variance.units) * 100), now)

    def test_share_of_nothing_is_not_told(self):
        self.assertEqual(compute_share(25.0, 100.0), 0.25)
        self.assertIsNone(compute_share(25.0, 0.0))
