from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .booking_common import BookingCommon


@tagged("post_install", "-at_install")
class TestBookingLocks(BookingCommon):
    """A lock date refuses. Odoo itself would move the entry to the next open month."""

    def test_a_locked_period_is_not_booked(self):
        entry = self._approve()
        for field in ("fiscalyear_lock_date", "hard_lock_date"):
            with (
                self.subTest(field=field),
                self.assert_refused(UserError, r"locked up to 12/31/2025.*12/31/2025"),
            ):
                self.association.sudo()[field] = date(2025, 12, 31)
                self._book()
        self.assertFalse(entry.valuation_id)

    def test_a_lock_before_the_last_day_does_not_matter(self):
        self._approve()
        self.association.sudo().fiscalyear_lock_date = date(2025, 12, 30)
        self.assertEqual(self._book().move_id.date, date(2025, 12, 31))

    def test_a_booking_in_a_locked_period_is_not_reversed(self):
        entry = self._approve()
        booking = self._book()
        self.association.sudo().fiscalyear_lock_date = date(2025, 12, 31)
        with self.assert_refused(UserError, "locked up to 12/31/2025"):
            booking.with_user(self.treasurer_user).action_reverse()
        self.assertEqual(booking.state, "posted")
        self.assertEqual(entry.valuation_id, booking)
        self.assertFalse(booking.reversal_move_id)

    def test_the_lock_of_the_parent_locks_its_branch(self):
        branch = self.env["res.company"].create(
            {"name": "Antenne du Quai", "parent_id": self.association.id}
        )
        self.treasurer_user.company_ids += branch
        self._approve(company_id=branch.id)
        self.association.sudo().fiscalyear_lock_date = date(2025, 12, 31)
        booking = self._draft(company_id=branch.id)
        with self.assert_refused(UserError, "locked up to 12/31/2025"):
            booking.action_post()
