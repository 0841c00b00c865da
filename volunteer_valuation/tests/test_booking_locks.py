from datetime import date

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .booking_common import BookingCommon

LAST_DAY = date(2025, 12, 31)
LOCKED = r"locked up to 12/31/2025.*12/31/2025"


@tagged("post_install", "-at_install")
class TestBookingLocks(BookingCommon):
    """A lock date refuses. Odoo itself would move the entry to the next open month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create(
            {"name": "Antenne du Quai", "parent_id": cls.association.id}
        )
        cls.treasurer_user.company_ids += cls.branch
        cls.env.user.company_ids += cls.branch
        cls.rule.company_id = False
        cls.books = cls.association.sudo()

    def test_a_locked_period_is_not_booked(self):
        entry = self._approve()
        for field in ("fiscalyear_lock_date", "hard_lock_date"):
            with self.subTest(field=field), self.assert_refused(UserError, LOCKED):
                self.books[field] = LAST_DAY
                self._book()
        self.assertFalse(entry.valuation_id)

    def test_a_lock_before_the_last_day_does_not_matter(self):
        self._approve()
        self.books.fiscalyear_lock_date = date(2025, 12, 30)
        self.assertEqual(self._book().move_id.date, LAST_DAY)

    def test_locks_of_sales_purchases_and_taxes_do_not_matter(self):
        self._approve()
        for field in ("sale_lock_date", "purchase_lock_date", "tax_lock_date"):
            self.books[field] = LAST_DAY
        booking = self._book()
        self.assertEqual(booking.move_id.date, LAST_DAY)
        booking.action_reverse()
        self.assertEqual(booking.reversal_move_id.date, LAST_DAY)

    def test_a_booking_in_a_locked_period_is_not_reversed(self):
        entry = self._approve()
        booking = self._book()
        for field in ("fiscalyear_lock_date", "hard_lock_date"):
            with self.subTest(field=field), self.assert_refused(UserError, LOCKED):
                self.books[field] = LAST_DAY
                booking.with_user(self.treasurer_user).action_reverse()
        self.assertEqual(booking.state, "posted")
        self.assertEqual(entry.valuation_id, booking)
        self.assertFalse(booking.reversal_move_id)

    def test_the_lock_of_the_parent_locks_its_branch(self):
        self._approve(company_id=self.branch.id)
        booking = self._draft(company_id=self.branch.id)
        with self.assert_refused(UserError, LOCKED):
            self.books.fiscalyear_lock_date = LAST_DAY
            booking.action_post()
        booking.action_post()
        with self.assert_refused(UserError, LOCKED):
            self.books.fiscalyear_lock_date = LAST_DAY
            booking.action_reverse()
        self.assertEqual(booking.state, "posted")

    def test_the_lock_of_a_branch_leaves_its_parent_free(self):
        self._approve()
        self.branch.sudo().fiscalyear_lock_date = LAST_DAY
        self.assertEqual(self._book().move_id.date, LAST_DAY)

    def test_whom_the_accountant_excepts_from_the_lock_may_book(self):
        self._approve()
        self.books.fiscalyear_lock_date = LAST_DAY
        other = self._create_user(
            "other_treasurer", "volunteer_valuation.group_volunteer_treasurer"
        )
        self.env["account.lock_exception"].create(
            {
                "company_id": self.association.id,
                "user_id": self.treasurer_user.id,
                "fiscalyear_lock_date": date(2025, 6, 30),
                "end_datetime": fields.Datetime.add(fields.Datetime.now(), days=1),
            }
        )
        booking = self._draft()
        with self.assert_refused(UserError, LOCKED):
            booking.with_user(other).action_post()
        booking.with_user(self.treasurer_user).action_post()
        self.assertEqual(booking.move_id.date, LAST_DAY)
