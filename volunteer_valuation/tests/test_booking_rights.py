from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .booking_common import BookingCommon


@tagged("post_install", "-at_install")
class TestBookingRights(BookingCommon):
    """Only treasurers book, for their own associations, where time is booked at all."""

    def test_only_treasurers_book(self):
        self._approve()
        booking = self._draft()
        invoicing = self._create_user("invoicing", "account.group_account_manager")
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.manager_user,
            invoicing,
        ):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    booking.with_user(user).action_post()
                with self.assertRaises(AccessError):
                    booking.with_user(user).action_reverse()
                with self.assertRaises(AccessError):
                    self.env["volunteer.valuation"].with_user(user).create(
                        {"date_from": "2025-01-01", "date_to": "2025-12-31"}
                    )
        self.assertEqual(booking.state, "draft")
        self.assertEqual(booking.with_user(self.manager_user).total_amount, 25.0)

    def test_a_treasurer_books_for_their_own_association_only(self):
        self._approve()
        booking = self._draft()
        other = self._create_user(
            "other_treasurer",
            "volunteer_valuation.group_volunteer_treasurer",
            self.other_association,
        )
        with self.assertRaises(AccessError):
            booking.with_user(other).with_context(
                allowed_company_ids=self.other_association.ids
            ).action_post()

    def test_nobody_writes_what_booking_writes(self):
        self._approve()
        booking = self._book()
        for vals in (
            {"state": "draft"},
            {"move_id": False},
            {"line_ids": [(5, 0, 0)]},
            {"entry_ids": [(5, 0, 0)]},
            {"detail_attachment_id": False},
        ):
            with self.subTest(vals=vals):
                with self.assertRaises(AccessError):
                    booking.with_user(self.treasurer_user).write(vals)
                with self.assertRaises(AccessError):
                    booking.sudo().write(vals)
        with self.assert_refused(UserError, "covers does not change: reverse it"):
            booking.date_to = date(2025, 6, 30)
        with self.assert_refused(UserError, "kept for the auditor"):
            booking.unlink()
        with self.assertRaises(AccessError):
            booking.line_ids.with_user(self.treasurer_user).write({"amount": 1})

    def test_an_association_that_only_discloses_has_no_bookings(self):
        self._approve()
        draft = self._draft()
        self.association.volunteer_booking = "disclose"
        with self.assert_refused(ValidationError, "without booking it"):
            self._draft()
        with self.assert_refused(ValidationError, "without booking it"):
            draft.with_user(self.treasurer_user).action_post()
        with self.assert_refused(ValidationError, "without booking it"):
            draft.with_user(self.treasurer_user).action_book_elsewhere()

    def test_what_was_booked_before_can_be_reversed_where_time_is_only_disclosed(self):
        self._approve()
        booking = self._book()
        self.association.volunteer_booking = "disclose"
        booking.with_user(self.treasurer_user).action_reverse()
        self.assertEqual(booking.state, "reversed")
