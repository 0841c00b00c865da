from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .inkind_common import InkindCommon
from .rights_common import RightsCommon


@tagged("post_install", "-at_install")
class TestInkindPath(InkindCommon, RightsCommon):
    """Recorded, submitted, approved or refused, changed; booked and then frozen."""

    def test_from_draft_to_approved(self):
        contribution = self._record()
        self.assertEqual(contribution.state, "draft")
        self._call(self.treasurer_user, contribution, "action_submit")
        self.assertEqual(contribution.state, "submitted")
        self.assertFalse(contribution.approved_by_id)
        self._call(self.manager_user, contribution, "action_approve")
        self.assertEqual(contribution.state, "approved")
        self.assertEqual(contribution.approved_by_id, self.manager_user)
        self.assertTrue(contribution.approved_on)

    def test_a_draft_is_not_approved(self):
        sentence = self.assertRefused(
            self.manager_user, self._record(), "action_approve"
        )
        self.assertIn("nothing to approve", sentence)

    def test_several_at_once_and_approved_ones_are_left_alone(self):
        first, second = self._record_approved(), self._record_submitted()
        approved_on = first.approved_on
        self._call(self.manager_user, first | second, "action_approve")
        self.assertEqual(first.approved_on, approved_on)
        self.assertEqual(second.state, "approved")

    def test_who_trusts_approves_on_submission(self):
        self.association.volunteer_approval = "none"
        contribution = self._record_submitted()
        self.assertEqual(contribution.state, "approved")
        self.assertFalse(contribution.approved_by_id)

    def test_a_refusal_carries_its_reason_and_is_taken_up_again(self):
        contribution = self._record_submitted()
        self._call(self.manager_user, contribution, "action_refuse", " 12, not 15 ")
        self.assertEqual(contribution.state, "refused")
        self.assertEqual(contribution.refusal_reason, "12, not 15")
        self.assertIn("12, not 15", contribution.message_ids[0].body)
        self._call(self.treasurer_user, contribution, "write", {"amount": 240})
        self._call(self.treasurer_user, contribution, "action_submit")
        self.assertEqual(contribution.state, "submitted")
        self.assertFalse(contribution.refusal_reason)

    def test_a_refusal_needs_a_reason(self):
        contribution = self._record_submitted()
        for reason in ("", "  ", None, 5):
            self.assertRefused(self.manager_user, contribution, "action_refuse", reason)

    def test_the_refusal_window(self):
        contributions = self._record_submitted() | self._record_approved()
        action = contributions.with_user(self.manager_user).action_open_refuse_wizard()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.manager_user)
            .with_context(**action["context"])
            .create({"reason": "Not given in the end"})
        )
        wizard.action_refuse()
        self.assertEqual(contributions.mapped("state"), ["refused", "refused"])
        self.assertFalse(contributions.approved_by_id)

    def test_withdrawing(self):
        contribution = self._record_submitted()
        self._call(self.treasurer_user, contribution, "action_withdraw")
        self.assertEqual(contribution.state, "draft")
        approved = self._record_approved()
        sentence = self.assertRefused(self.manager_user, approved, "action_withdraw")
        self.assertIn("cannot be withdrawn", sentence)

    def test_what_is_changed_after_approval_waits_again(self):
        contribution = self._record_approved()
        self._call(self.treasurer_user, contribution, "write", {"amount": 450})
        self.assertEqual(contribution.state, "submitted")
        self.assertFalse(contribution.approved_by_id)
        self.assertFalse(contribution.approved_on)
        message = contribution.message_ids[0]
        self.assertIn("300.00", message.body)
        self.assertIn("450.00", message.body)
        self.assertEqual(message.author_id, self.treasurer_user.partner_id)

    def test_each_recorded_field_sends_back(self):
        changes = {
            "name": "Two rooms",
            "date": "2025-03-02",
            "partner_id": self.member_organisation.id,
            "nature_id": self.services.id,
            "project_id": self.project.id,
            "destination": "operation",
            "origin": "government",
            "amount": 5,
            "evidence_ids": [(4, self._upload(self.manager_user).id)],
        }
        for name, value in changes.items():
            with self.subTest(name):
                contribution = self._record_approved()
                self._write(contribution, **{name: value})
                self.assertEqual(contribution.state, "submitted")

    def test_approved_ones_are_not_deleted(self):
        contribution = self._record_approved()
        sentence = self.assertRefused(self.manager_user, contribution, "unlink")
        self.assertIn("refuse it with a reason", sentence)
        self._call(self.manager_user, contribution, "action_refuse", "Twice")
        self._call(self.manager_user, contribution, "unlink")
        self.assertFalse(contribution.exists())

    def test_a_booked_one_does_not_change_for_anybody(self):
        contribution = self._record_approved()
        booking = self._book_year()
        self.assertEqual(contribution.valuation_id, booking)
        changes = [
            lambda: contribution.write({"amount": 1}),
            lambda: contribution.write({"evidence_ids": [(5,)]}),
            contribution.unlink,
            lambda: contribution.action_refuse("Too late"),
        ]
        for change in changes:
            with self.assertRaisesRegex(UserError, "is booked"):
                change()
        booking.action_reverse()
        self._write(contribution, amount=1)
        self.assertEqual(contribution.state, "submitted")

    def test_states_are_not_written(self):
        contribution = self._record()
        for values in (
            {"state": "approved"},
            {"approved_by_id": self.manager_user.id},
            {"approved_on": "2025-01-01 00:00:00"},
            {"refusal_reason": "Told by nobody"},
            {"valuation_id": False},
            {"evidence_name": "Somebody"},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                contribution.sudo().write(values)
            with self.subTest(values), self.assertRaises(AccessError):
                self._record(**values)

    def test_no_default_tells_a_state(self):
        contributions = self.contributions.with_context(default_state="approved")
        self.assertEqual(contributions.default_get(["state"]), {"state": "draft"})
        self.env["ir.default"].set("volunteer.inkind.contribution", "state", "approved")
        self.assertEqual(self._record().state, "draft")

    def test_a_copy_starts_anew(self):
        contribution = self._record_approved(**self._certify())
        copy = contribution.copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.approved_by_id)
        self.assertFalse(copy.evidence_ids)

    def test_bookable(self):
        approved, _submitted = self._record_approved(), self._record_submitted()
        domain = [
            *self.contributions._get_bookable_domain(),
            ("company_id", "=", self.association.id),
        ]
        self.assertEqual(self.contributions.search(domain), approved)
