from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .booking_common import BookingCommon

# What a hostile or clumsy client might send to go round a check.
FORGED = {
    "volunteer_booking": True,
    "skip_readonly_check": True,
    "force_delete": True,
    "dynamic_unlink": True,
    "check_move_validity": False,
}
REFUSED = "books volunteer time: reverse it from Booking"


@tagged("post_install", "-at_install")
class TestBookingProtection(BookingCommon):
    """The journal entry belongs to its booking: it is touched nowhere else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user("accountant", "account.group_account_manager")
        cls._approve(hours=2.0, project_id=cls.project.id)
        cls.booking = cls._book()
        cls.move = cls.booking.move_id

    def _call(self, records, method, *args, context=None):
        """As a client of the accountant calls it."""
        model = records.with_user(self.accountant).browse()
        return call_kw(
            model,
            method,
            [records.ids, *args],
            {
                "context": {"allowed_company_ids": self.association.ids}
                | (context or {})
            },
        )

    def test_the_move_is_not_drafted_cancelled_or_deleted(self):
        for method in ("button_draft", "button_cancel"):
            for context in ({}, FORGED):
                with self.subTest(method=method, context=context):
                    with self.assert_refused(UserError, REFUSED):
                        self._call(self.move, method, context=context)
        for context in ({}, FORGED):
            with self.assertRaises(UserError):
                self._call(self.move, "unlink", context=context)
        self.assertEqual(self.move.state, "posted")

    def test_the_move_is_not_rewritten(self):
        line = self.move.line_ids[0]
        for vals in (
            {"state": "draft"},
            {"state": "cancel"},
            {"date": "2026-01-31"},
            {"journal_id": self.env["account.journal"].search([], limit=1).id},
            {"volunteer_valuation_id": False},
            {"line_ids": [fields.Command.update(line.id, {"debit": 1.0})]},
            {"line_ids": [fields.Command.delete(line.id)]},
        ):
            with self.subTest(vals=vals), self.assert_refused(UserError, REFUSED):
                self._call(self.move, "write", vals, context=FORGED)

    def test_the_lines_are_not_rewritten(self):
        line = self.move.line_ids[0]
        for vals in (
            {"debit": 1.0},
            {"credit": 1.0},
            {"balance": 1.0},
            {"amount_currency": 1.0},
            {"account_id": self.accounts["credit"].id},
            {"analytic_distribution": False},
            {"name": "Something else"},
        ):
            with self.subTest(vals=vals), self.assert_refused(UserError, REFUSED):
                self._call(line, "write", vals, context=FORGED)
        with self.assertRaises(UserError):
            self._call(self.move.line_ids, "unlink", context=FORGED)
        with self.assertRaises(UserError):
            call_kw(
                self.env["account.move.line"].with_user(self.accountant),
                "create",
                [
                    [
                        {
                            "move_id": self.move.id,
                            "account_id": self.accounts[side].id,
                            side: 5.0,
                        }
                        for side in ("debit", "credit")
                    ]
                ],
                {"context": FORGED},
            )

    def test_the_move_is_not_reversed_elsewhere(self):
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.accountant)
            .with_context(active_model="account.move", active_ids=self.move.ids)
            .create({"journal_id": self.move.journal_id.id, "date": date(2025, 12, 31)})
        )
        for method in ("refund_moves", "modify_moves"):
            with self.subTest(method=method), self.assert_refused(UserError, REFUSED):
                self._call(wizard, method, context=FORGED)

    def test_the_reversal_is_protected_too(self):
        self.booking.action_reverse()
        with self.assert_refused(UserError, REFUSED):
            self._call(self.booking.reversal_move_id, "button_draft")

    def test_no_other_move_passes_for_a_booking(self):
        values = {
            "journal_id": self.move.journal_id.id,
            "company_id": self.association.id,
            "date": date(2025, 12, 31),
        }
        with self.assert_refused(UserError, REFUSED):
            call_kw(
                self.env["account.move"].with_user(self.accountant),
                "create",
                [values | {"volunteer_valuation_id": self.booking.id}],
                {"context": FORGED},
            )
        other = self.env["account.move"].create(values)
        with self.assert_refused(UserError, REFUSED):
            self._call(other, "write", {"volunteer_valuation_id": self.booking.id})

    def test_a_copy_is_an_ordinary_draft(self):
        copy = self.move.with_user(self.accountant).copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.volunteer_valuation_id)
        copy.unlink()

    def test_the_evidence_is_kept(self):
        attachment = self.booking.detail_attachment_id
        self.assertTrue(attachment.with_user(self.accountant).datas)
        for call in (
            lambda: self._call(attachment, "unlink"),
            lambda: self._call(attachment, "write", {"datas": b"eA=="}),
            lambda: self._call(attachment, "write", {"res_id": 0, "res_model": False}),
            lambda: self._call(attachment, "write", {"name": "other.xlsx"}),
            lambda: attachment.sudo().unlink(),
        ):
            with self.assert_refused(UserError, "evidence of a booking"):
                call()

    def test_booked_time_is_immutable_for_everyone(self):
        entry = self.booking.entry_ids
        for vals in ({"hours": 3.0}, {"name": "x"}, {"partner_id": False}):
            with self.subTest(vals=vals):
                with self.assert_refused(UserError, "is booked and can no longer"):
                    entry.write(vals)
                with self.assert_refused(UserError, "is booked and can no longer"):
                    entry.sudo().write(vals)
        for method, args in (
            ("action_refuse", ["x"]),
            ("action_revalue", []),
            ("unlink", []),
        ):
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(entry, method)(*args)
        with self.assertRaises(AccessError):
            entry.write({"valuation_id": False})
