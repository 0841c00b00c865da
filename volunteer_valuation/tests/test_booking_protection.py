from copy import deepcopy
from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

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
EVIDENCE = "This file is the evidence of a booking"


@tagged("post_install", "-at_install")
class TestBookingProtection(BookingCommon):
    """The journal entry belongs to its booking: it is touched nowhere else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [
            cls._create_user("invoicing", "account.group_account_invoice"),
            cls._create_user(
                "accountant",
                "account.group_account_manager,analytic.group_analytic_accounting",
            ),
            cls._create_user(
                "administrator", "base.group_system,account.group_account_manager"
            ),
        ]
        cls.accountant = cls.people[1]
        cls._approve(hours=2.0, project_id=cls.project.id)
        cls.booking = cls._book()
        cls.move = cls.booking.move_id
        cls.line = cls.move.line_ids[0]
        cls.journal = cls.move.journal_id

    def _describe(self):
        """All of the booked move that its booking answers for."""
        self.env.flush_all()
        self.env.invalidate_all()
        move = self.move.exists()
        return [
            (move.state, move.name, move.date, move.journal_id),
            [
                (
                    line.account_id,
                    line.balance,
                    line.amount_currency,
                    line.currency_id,
                    line.name,
                    line.analytic_distribution,
                    line.analytic_line_ids.mapped("amount"),
                )
                for line in move.line_ids
            ],
            (self.booking.state, self.booking.detail_attachment_id.exists().raw),
        ]

    def assert_kept(self, records, method, *args, sentence=REFUSED):
        """Refused to everyone in accounting, with a forged context too; nothing changes."""
        before = self._describe()
        for user in self.people:
            for context in ({}, FORGED):
                with self.subTest(method=method, args=args, user=user.name):
                    with self.assert_refused(UserError, sentence):
                        # Odoo adds to what it is given to write.
                        given = deepcopy(args)
                        self._call(user, records, method, *given, context=context)
                    self.assertEqual(self._describe(), before)

    def _draft_entry(self):
        """An ordinary draft on the same accounts."""
        return self.env["account.move"].create(
            {
                "journal_id": self.journal.id,
                "company_id": self.association.id,
                "date": date(2025, 12, 31),
                "line_ids": [
                    fields.Command.create({"account_id": account.id, side: 5.0})
                    for side, account in self.accounts.items()
                ],
            }
        )

    # ------------------------------------------------------------------
    # The move and its lines
    # ------------------------------------------------------------------
    def test_the_move_is_not_drafted_cancelled_or_deleted(self):
        self.assert_kept(self.move, "button_draft")
        self.assert_kept(self.move, "button_cancel")
        self.assert_kept(self.move, "unlink", sentence=".")

    def test_the_move_is_not_rewritten(self):
        others = self.env["account.journal"].search([("id", "!=", self.journal.id)])
        for vals in (
            {"state": "draft"},
            {"state": "cancel"},
            {"name": "OD/2025/0001"},
            {"name": False},
            {"date": "2026-01-31"},
            {"journal_id": others[:1].id},
            {"company_id": self.other_association.id},
            {"currency_id": self.env.ref("base.USD").id},
            {"volunteer_valuation_id": False},
            {"line_ids": [fields.Command.update(self.line.id, {"debit": 1.0})]},
            {"line_ids": [fields.Command.delete(self.line.id)]},
            {"line_ids": [fields.Command.clear()]},
            {"invoice_line_ids": [fields.Command.update(self.line.id, {"debit": 1})]},
            {"invoice_line_ids": [fields.Command.clear()]},
        ):
            self.assert_kept(self.move, "write", vals)

    def test_the_lines_are_not_rewritten(self):
        for vals in (
            {"debit": 1.0},
            {"credit": 1.0},
            {"balance": 1.0},
            {"amount_currency": 1.0},
            {"currency_id": self.env.ref("base.USD").id},
            {"account_id": self.accounts["credit"].id},
            {"analytic_distribution": False},
            {"name": "Something else"},
            {"partner_id": self.person.id},
            {"move_id": self._draft_entry().id},
        ):
            self.assert_kept(self.line, "write", vals)

    def test_no_line_is_added_or_taken_away(self):
        self.assert_kept(self.move.line_ids, "unlink", sentence=".")
        new_lines = [
            {"move_id": self.move.id, "account_id": account.id, side: 5.0}
            for side, account in self.accounts.items()
        ]
        self.assert_kept(self.env["account.move.line"], "create", new_lines)
        others = self._draft_entry().line_ids
        self.assert_kept(others, "write", {"move_id": self.move.id})

    def test_the_analytic_lines_are_kept(self):
        analytic = self.line.analytic_line_ids
        self.assertEqual(len(analytic), 1)
        for method, args in (
            ("unlink", []),
            ("write", [{"amount": 99.0}]),
            ("write", [{"move_line_id": False}]),
        ):
            # Invoicing users have no right to analytic lines in the first place.
            self.assert_kept(analytic, method, *args, sentence=".")

    # ------------------------------------------------------------------
    # The tools of accounting
    # ------------------------------------------------------------------
    def test_the_move_is_not_reversed_elsewhere(self):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=self.move.ids)
            .create({"journal_id": self.journal.id, "date": date(2025, 12, 31)})
        )
        for user in self.people:
            wizard.sudo().write({"create_uid": user.id})
        self.assert_kept(wizard, "refund_moves", sentence=".")
        self.assert_kept(wizard, "modify_moves", sentence=".")

    def test_the_reversal_is_protected_too(self):
        self.booking.action_reverse()
        self.assert_kept(self.booking.reversal_move_id, "button_draft")
        self.assert_kept(self.booking.reversal_move_id, "unlink", sentence=".")

    def test_the_move_keeps_its_number_where_a_journal_is_renumbered(self):
        wizard = (
            self.env["account.resequence.wizard"]
            .with_user(self.accountant)
            .with_context(active_model="account.move", active_ids=self.move.ids)
            .create({"first_name": "CVN/2025/12/0099"})
        )
        with self.assert_refused(UserError, REFUSED):
            wizard.resequence()

    def test_repeating_the_move_automatically_repeats_no_booking(self):
        self._call(
            self.accountant,
            self.move,
            "write",
            {"auto_post": "monthly", "auto_post_until": "2026-06-30"},
        )
        with self.enter_registry_test_mode(), mute_logger("odoo.addons.base"):
            self.env.ref(
                "account.ir_cron_auto_post_draft_entry"
            ).method_direct_trigger()
        booked = [("volunteer_valuation_id", "=", self.booking.id)]
        self.assertEqual(self.env["account.move"].search(booked), self.move)
        journal_entries = [("journal_id", "=", self.journal.id)]
        self.assertEqual(self.env["account.move"].search(journal_entries), self.move)

    def test_a_copy_is_an_ordinary_draft(self):
        copy = self.move.with_user(self.accountant).copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.volunteer_valuation_id)
        copy.unlink()

    def test_no_other_move_passes_for_a_booking(self):
        claim = {"volunteer_valuation_id": self.booking.id}
        other = self._draft_entry()
        values = {"journal_id": self.journal.id, "date": "2025-12-31"}
        self.assert_kept(self.env["account.move"], "create", [values | claim])
        self.assert_kept(other, "write", claim)
        self.assert_kept(other, "copy", claim)
        with self.assert_refused(UserError, REFUSED):
            self._call(
                self.accountant,
                self.env["account.move"],
                "create",
                [values],
                context={"default_volunteer_valuation_id": self.booking.id},
            )

    # ------------------------------------------------------------------
    # The evidence and the time
    # ------------------------------------------------------------------
    def test_the_evidence_is_kept(self):
        attachment = self.booking.detail_attachment_id
        self.assertTrue(attachment.with_user(self.treasurer_user).raw)
        self.assert_kept(attachment, "unlink", sentence=EVIDENCE)
        for vals in (
            {"datas": "eA=="},
            {"name": "other.xlsx"},
            {"res_id": 0, "res_model": False},
            {"res_field": "image"},
            {"type": "url", "url": "https://example.com"},
            {"mimetype": "text/plain"},
        ):
            self.assert_kept(attachment, "write", vals, sentence=EVIDENCE)
        self.assert_kept(
            self.move,
            "write",
            {"attachment_ids": [fields.Command.delete(attachment.id)]},
            sentence=EVIDENCE,
        )
        with self.assert_refused(UserError, EVIDENCE):
            attachment.sudo().unlink()

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
