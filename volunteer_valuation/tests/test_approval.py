from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import VolunteerCommon

STATES = ("draft", "submitted", "approved", "refused")
NOTHING_TO_APPROVE = "is not submitted: there is nothing to approve."
NOTHING_TO_REFUSE = "is not submitted: there is nothing to refuse."


@tagged("post_install", "-at_install")
class TestApproval(VolunteerCommon):
    """The one path for everyone: the table in the docstring of the entry, row by row."""

    def _get_entry(self, state, **values):
        entry = self._declare(partner_id=self.volunteer.id, **values)
        if state != "draft":
            entry.action_submit()
        if state == "approved":
            self._call(self.manager_user, entry, "action_approve")
        if state == "refused":
            self._call(self.manager_user, entry, "action_refuse", "It rained.")
        self.assertEqual(entry.state, state)
        return entry

    def _get_log(self, entry):
        return [str(body) for body in entry.message_ids.mapped("body")]

    def _check_row(self, user, method, args, *outcomes):
        """``method`` on an entry of each state gives a state, or a part of a refusal."""
        for state, outcome in zip(STATES, outcomes, strict=True):
            with self.subTest(method=method, state=state):
                entry = self._get_entry(state)
                if outcome in STATES:
                    self._call(user, entry, method, *args)
                    self.assertEqual(entry.state, outcome)
                else:
                    refusal = self._find_refusal(self._call, user, entry, method, *args)
                    self.assertIn(outcome, refusal)
                    self.assertEqual(entry.state, state)

    # ------------------------------------------------------------------
    # From which state to which
    # ------------------------------------------------------------------
    def test_submit(self):
        for user in (self.volunteer_user, self.manager_user):
            self._check_row(
                user,
                "action_submit",
                [],
                "submitted",
                "submitted",
                "approved",
                "submitted",
            )

    def test_withdraw(self):
        for user in (self.volunteer_user, self.manager_user):
            self._check_row(
                user,
                "action_withdraw",
                [],
                "draft",
                "draft",
                "Approved time cannot be withdrawn: change it.",
                "draft",
            )

    def test_approve(self):
        self._check_row(
            self.manager_user,
            "action_approve",
            [],
            NOTHING_TO_APPROVE,
            "approved",
            "approved",
            NOTHING_TO_APPROVE,
        )

    def test_refuse(self):
        self._check_row(
            self.manager_user,
            "action_refuse",
            ["It rained."],
            NOTHING_TO_REFUSE,
            "refused",
            "refused",
            NOTHING_TO_REFUSE,
        )

    def test_change(self):
        for user in (self.volunteer_user, self.manager_user):
            self._check_row(
                user,
                "write",
                [{"hours": 2}],
                "draft",
                "submitted",
                "submitted",
                "refused",
            )

    def test_delete(self):
        for user in (self.volunteer_user, self.manager_user):
            for state in STATES:
                with self.subTest(user=user.name, state=state):
                    entry = self._get_entry(state)
                    refusal = self._find_refusal(self._call, user, entry, "unlink")
                    self.assertEqual(
                        refusal,
                        "Approved time is not deleted: refuse it with a reason first."
                        if state == "approved"
                        else None,
                    )

    # ------------------------------------------------------------------
    # What an approval keeps
    # ------------------------------------------------------------------
    @freeze_time("2025-06-15 10:00:00")
    def test_approval_freezes_rule_and_rate(self):
        entry = self._get_entry("submitted", hours=95 / 60)
        self.assertFalse(entry.rule_id)
        self._call(self.manager_user, entry, "action_approve")
        self.assertEqual(entry.rule_id, self.rule)
        self.assertEqual(entry.hourly_rate, 25)
        self.assertEqual(entry.amount, 39.58)
        self.assertEqual(entry.approved_by_id, self.manager_user)
        self.assertEqual(entry.approved_on, datetime(2025, 6, 15, 10))

    def test_approving_again_changes_nothing(self):
        entry = self._get_entry("approved")
        self.rule.amount = 99
        approver, moment = entry.approved_by_id, entry.approved_on
        self.association.volunteer_self_approval = True
        with freeze_time("2030-01-01"):
            entry.action_approve()
            entry.action_submit()
        self.assertEqual(entry.hourly_rate, 25)
        self.assertEqual((entry.approved_by_id, entry.approved_on), (approver, moment))

    def test_bulk_of_mixed_states_approves_what_is_submitted(self):
        entries = self._get_entry("approved") | self._get_entry("submitted")
        self._call(self.manager_user, entries, "action_approve")
        self.assertEqual(entries.mapped("state"), ["approved", "approved"])
        draft = self._get_entry("draft", name="Draft")
        more = draft | self._get_entry("submitted")
        refusal = self._find_refusal(
            self._call, self.manager_user, more, "action_approve"
        )
        self.assertEqual(refusal, f"“Draft (03/12/2025)” {NOTHING_TO_APPROVE}")

    # ------------------------------------------------------------------
    # Changed after approval
    # ------------------------------------------------------------------
    def test_a_change_after_approval_goes_back_and_is_logged(self):
        entry = self._get_entry("approved", hours=2.5, project_id=self.project.id)
        self._call(
            self.volunteer_user,
            entry,
            "write",
            {"hours": 200, "date": "2025-03-01", "date_end": "2025-03-12"},
        )
        self.assertEqual(entry.state, "submitted")
        self.assertFalse(entry.approved_by_id)
        self.assertFalse(entry.approved_on)
        self.assertFalse(entry.rule_id)
        self.assertEqual((entry.hourly_rate, entry.amount), (0, 0))
        [log] = self._get_log(entry)
        self.assertIn("Changed after approval, to be approved again.", log)
        self.assertIn("03/12/2025 · 2.50 h × 1", log)
        self.assertIn("03/01/2025 – 03/12/2025 · 200.00 h × 1", log)
        self.assertEqual(entry.message_ids.author_id, self.volunteer)

    def test_two_and_a_half_hours_do_not_become_200_on_one_day(self):
        entry = self._get_entry("approved", hours=2.5)
        refusal = self._find_refusal(
            self._call, self.volunteer_user, entry, "write", {"hours": 200.5}
        )
        self.assertEqual(refusal, "No more than 24 hours fit into 1 day(s).")
        self.assertEqual((entry.state, entry.hours), ("approved", 2.5))

    def test_every_declared_field_sends_back(self):
        for vals in (
            {"name": "Another"},
            {"date": "2025-03-11"},
            {"headcount": 2},
            {"distance": 12},
            {"activity_id": self.board.id},
            {"level_id": self.level.id},
            {"status_id": self.civic_service.id},
            {"project_id": self.project.id},
            {"structure_id": self.member_organisation.id},
            {"is_estimate": True},
            {"late_reason": "The sheet was lost."},
        ):
            with self.subTest(vals=vals):
                entry = self._get_entry("approved")
                self._call(self.volunteer_user, entry, "write", vals)
                self.assertEqual(entry.state, "submitted")
                [log] = self._get_log(entry)
                before, after = log.split("Approved: ")[1].split("Now: ")
                self.assertNotEqual(before.strip(), after.strip())

    def test_a_message_does_not_send_back(self):
        entry = self._get_entry("approved")
        self._call(self.volunteer_user, entry, "message_post", body="Thanks")
        self.assertEqual(entry.state, "approved")

    # ------------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------------
    def test_a_refusal_has_a_reason(self):
        entry = self._get_entry("submitted")
        for reason in ("", "   ", False, None, 0, ["x"]):
            with self.subTest(reason=reason):
                refusal = self._find_refusal(
                    self._call, self.manager_user, entry, "action_refuse", reason
                )
                self.assertEqual(refusal, "Tell the person why their time is refused.")

    def test_a_refusal_is_logged_and_clears_the_approval(self):
        entry = self._get_entry("approved")
        reason = "  Told <b>twice</b>, 1 < 2  "
        self._call(self.manager_user, entry, "action_refuse", reason)
        self.assertEqual(entry.refusal_reason, reason.strip())
        self.assertFalse(entry.rule_id)
        self.assertFalse(entry.approved_by_id)
        self.assertEqual((entry.hourly_rate, entry.amount), (0, 0))
        [log] = self._get_log(entry)
        self.assertIn("Refused: Told &lt;b&gt;twice&lt;/b&gt;, 1 &lt; 2", log)
        self.assertEqual(entry.message_ids.author_id, self.manager_user.partner_id)

    def test_resubmission_clears_the_reason(self):
        for method in ("action_submit", "action_withdraw"):
            entry = self._get_entry("refused")
            self._call(self.volunteer_user, entry, method)
            self.assertFalse(entry.refusal_reason)

    def test_resubmission_meets_the_guards_again(self):
        entry = self._get_entry("refused")
        entry.engagement_id.action_end()
        refusal = self._find_refusal(
            self._call, self.volunteer_user, entry, "action_submit"
        )
        self.assertIn("has ended", refusal)
        self.assertEqual(entry.state, "refused")

    def test_refuse_window(self):
        entries = self._get_entry("submitted") | self._get_entry("approved")
        action = self._call(self.manager_user, entries, "action_open_refuse_wizard")
        wizards = self.env["volunteer.time.refuse"]
        wizard_id = self._call(
            self.manager_user,
            wizards,
            "create",
            {"reason": "It rained."},
            context=action["context"],
        )
        self._call(self.manager_user, wizards.browse(wizard_id), "action_refuse")
        self.assertEqual(entries.mapped("state"), ["refused", "refused"])
        self.assertEqual(entries.mapped("refusal_reason"), ["It rained."] * 2)

    # ------------------------------------------------------------------
    # An association that trusts
    # ------------------------------------------------------------------
    def test_an_association_that_trusts_approves_on_submission(self):
        self.association.volunteer_approval = "none"
        vals = {"name": "Desk", "date": "2025-03-12", "hours": 2}
        entries = self.env["volunteer.time.entry"]
        [entry_id] = self._call(self.volunteer_user, entries, "declare", vals)
        entry = entries.browse(entry_id)
        self.assertEqual(entry.state, "approved")
        self.assertEqual((entry.hourly_rate, entry.amount), (25, 50))
        self.assertFalse(entry.approved_by_id)
        self.assertTrue(entry.approved_on)

    def test_there_a_change_is_approved_again_and_logged(self):
        self.association.volunteer_approval = "none"
        entry = self._get_entry("draft")
        entry.action_submit()
        self._call(self.volunteer_user, entry, "write", {"hours": 3})
        self.assertEqual((entry.state, entry.amount), ("approved", 75))
        [log] = self._get_log(entry)
        self.assertIn("1.00 h × 1", log)
        self.assertIn("3.00 h × 1", log)

    def test_there_a_draft_still_waits_for_its_person(self):
        self.association.volunteer_approval = "none"
        entry = self._get_entry("draft")
        self.assertEqual(entry.state, "draft")
        self.assertFalse(entry.amount)

    # ------------------------------------------------------------------
    # Quiet
    # ------------------------------------------------------------------
    def test_the_usual_path_leaves_no_messages(self):
        entries = self.env["volunteer.time.entry"]
        vals = {"name": "Desk", "date": date(2025, 3, 12).isoformat(), "hours": 2}
        entry = entries.browse(self._call(self.volunteer_user, entries, "create", vals))
        self._call(self.volunteer_user, entry, "action_submit")
        self._call(self.manager_user, entry, "action_approve")
        self.assertFalse(entry.message_ids)
        self.assertFalse(entry.message_follower_ids)
