from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .rights_common import APPROVER, TREASURER, RightsCommon


@tagged("post_install", "-at_install")
class TestDecidingRights(RightsCommon):
    """Who decides on whose time, and that what is booked stays."""

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------
    def test_who_does_not_decide(self):
        submitted = self._submit(project_id=self.project.id)
        approved = self._approve(project_id=self.project.id)
        for user in (
            self.volunteer_user,
            self.stranger_user,
            self.treasurer_user,
            self.other_approver,
            self.other_manager,
            self.other_treasurer,
            self.portal_user,
            self.public_user,
        ):
            self.assertRefused(user, submitted, "action_approve", error=AccessError)
            for entry in (submitted, approved):
                self.assertRefused(
                    user, entry, "action_refuse", "No", error=AccessError
                )
        self.assertEqual(submitted.state, "submitted")
        self.assertEqual(approved.state, "approved")

    def test_who_decides(self):
        for user, values in [
            (self.manager_user, {}),
            (self.manager_user, {"project_id": self.other_project.id}),
            (self.approver_user, {"project_id": self.project.id}),
        ]:
            with self.subTest(user=user.name, values=values):
                entry = self._submit(**values)
                self._call(user, entry, "action_approve")
                self.assertEqual(entry.approved_by_id, user)
                self._call(user, entry, "action_refuse", "Twice")
                self.assertEqual(entry.state, "refused")
        followed = self._submit()
        followed.engagement_id.approver_id = self.approver_user
        self._call(self.approver_user, followed, "action_approve")
        self.assertEqual(followed.state, "approved")

    def test_a_shared_project_gives_no_say_in_another_association(self):
        elsewhere = self._create_user(
            "elsewhere", APPROVER, company=self.other_association
        )
        shared = self.env["project.project"].create(
            {"name": "Network", "company_id": False, "user_id": elsewhere.id}
        )
        entry = self._submit(project_id=shared.id)
        self.assertFalse(entry.with_user(elsewhere)._is_in_charge())
        self.assertRefused(elsewhere, entry, "action_approve", error=AccessError)
        vals = self._vals(partner_id=self.person.id, project_id=shared.id)
        vals["company_id"] = self.association.id
        self.assertRefused(elsewhere, self.entries, "declare", vals, error=AccessError)

    def test_one_foreign_entry_refuses_the_whole_list(self):
        mine = self._submit(project_id=self.project.id)
        foreign = self._submit(project_id=self.other_project.id)
        for method, args in [("action_approve", []), ("action_refuse", ["No"])]:
            self.assertRefused(
                self.approver_user, mine | foreign, method, *args, error=AccessError
            )
        self.assertEqual((mine | foreign).mapped("state"), ["submitted"] * 2)

    def test_nobody_approves_their_own_time(self):
        for user in (self.approver_user, self.manager_user):
            own = self._submit(
                partner_id=user.partner_id.id, project_id=self.project.id
            )
            sentence = self.assertRefused(
                user, own, "action_approve", error=AccessError
            )
            self.assertIn("is your own time: somebody else approves it", sentence)
        own.engagement_id.approver_id = self.manager_user
        self.assertRefused(self.manager_user, own, "action_approve", error=AccessError)

    def test_unless_the_association_says_so(self):
        self.association.volunteer_self_approval = True
        for user in (self.approver_user, self.manager_user):
            own = self._submit(
                partner_id=user.partner_id.id, project_id=self.project.id
            )
            self._call(user, own, "action_approve")
            self.assertEqual(own.approved_by_id, user)
        mere_volunteer = self._submit(partner_id=self.volunteer.id)
        self.assertRefused(
            self.volunteer_user, mere_volunteer, "action_approve", error=AccessError
        )

    def test_own_time_is_not_approved_under_another_name(self):
        """Given away, approved and taken back, it waits again."""
        own = self._submit(partner_id=self.manager_user.partner_id.id)
        self._call(self.manager_user, own, "write", {"partner_id": self.person.id})
        self._call(self.manager_user, own, "action_approve")
        self._call(
            self.manager_user,
            own,
            "write",
            {"partner_id": self.manager_user.partner_id.id},
        )
        self.assertEqual(own.state, "submitted")
        self.assertRefused(self.manager_user, own, "action_approve", error=AccessError)

    def test_refuse_window_takes_no_foreign_entries(self):
        foreign = self._submit(project_id=self.other_project.id)
        wizards = self.env["volunteer.time.refuse"]
        for user in (self.volunteer_user, self.treasurer_user, self.portal_user):
            self.assertRefused(
                user,
                wizards,
                "create",
                {"entry_ids": foreign.ids, "reason": "No"},
                error=AccessError,
            )
        self.assertRefused(
            self.approver_user,
            wizards,
            "create",
            {"entry_ids": [(6, 0, foreign.ids)], "reason": "No"},
            error=AccessError,
        )
        approved = self._approve()
        self.approver_user.group_ids += self.env.ref(TREASURER)
        wizard_id = self._call(
            self.approver_user,
            wizards,
            "create",
            {"entry_ids": [(6, 0, approved.ids)], "reason": "Too dear"},
        )
        self.assertRefused(
            self.approver_user,
            wizards.browse(wizard_id),
            "action_refuse",
            error=AccessError,
        )
        self.assertEqual(approved.state, "approved")
        self.assertEqual(foreign.state, "submitted")

    def test_revaluing_is_for_treasurers_only(self):
        approved = self._approve(project_id=self.project.id)
        self.rule.amount = 30
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.manager_user,
            self.other_treasurer,
            self.portal_user,
            self.public_user,
        ):
            self.assertRefused(user, approved, "action_revalue", error=AccessError)
        self.assertEqual(approved.hourly_rate, 25)
        self._call(self.treasurer_user, approved, "action_revalue")
        self.assertEqual(approved.hourly_rate, 30)

    # ------------------------------------------------------------------
    # Declaring for several people
    # ------------------------------------------------------------------
    def _open_window(self, user, people):
        task = self.env["project.task"].create(
            {"name": "Set up", "project_id": self.project.id}
        )
        wizards = self.env["volunteer.task.declare"]
        wizard_id = self._call(
            user,
            wizards,
            "create",
            {
                "task_id": task.id,
                "name": "Set up",
                "date": "2025-03-12",
                "hours": 3,
                "partner_ids": [(6, 0, people.ids)],
            },
        )
        return wizards.browse(wizard_id), task

    def test_who_manages_the_project_declares_for_several(self):
        people = self.person | self.volunteer
        for user in (self.approver_user, self.manager_user):
            wizard, task = self._open_window(user, people)
            self._call(user, wizard, "action_declare")
            self.assertEqual(task.volunteer_entry_ids.partner_id, people)
            self.assertEqual(set(task.volunteer_entry_ids.mapped("origin")), {"task"})
            self.assertEqual(
                set(task.volunteer_entry_ids.mapped("state")), {"submitted"}
            )

    def test_others_declare_for_themselves_only(self):
        for user in (self.volunteer_user, self.stranger_user, self.other_approver):
            wizard, task = self._open_window(user, self.person | user.partner_id)
            self.assertRefused(user, wizard, "action_declare", error=AccessError)
            self.assertFalse(task.volunteer_entry_ids)
        wizard, task = self._open_window(self.volunteer_user, self.volunteer)
        self._call(self.volunteer_user, wizard, "action_declare")
        self.assertEqual(task.volunteer_entry_ids.partner_id, self.volunteer)
        self.assertRefused(
            self.stranger_user, wizard, "action_declare", error=AccessError
        )

    def test_a_task_that_one_cannot_read_cannot_be_declared_on(self):
        self.project.privacy_visibility = "followers"
        task = self.env["project.task"].create(
            {"name": "Secret", "project_id": self.project.id}
        )
        wizards = self.env["volunteer.task.declare"]
        self.assertRefused(
            self.stranger_user,
            wizards,
            "default_get",
            ["task_id", "name"],
            error=AccessError,
            context={"active_id": task.id},
        )
        vals = {
            "task_id": task.id,
            "name": "Secret",
            "date": "2025-03-12",
            "hours": 1,
            "partner_ids": [(6, 0, self.stranger_user.partner_id.ids)],
        }
        wizard_id = self._call(self.stranger_user, wizards, "create", vals)
        self.assertRefused(
            self.stranger_user,
            wizards.browse(wizard_id),
            "action_declare",
            error=AccessError,
        )

    # ------------------------------------------------------------------
    # Booked
    # ------------------------------------------------------------------
    def test_booked_time_is_immutable_for_everyone(self):
        booked = self._book(
            partner_id=self.volunteer.id, project_id=self.project.id, hours=2.5
        )
        root = self.env.ref("base.user_root")
        before = booked.read()[0]
        for user in (self.volunteer_user, self.manager_user, root):
            for method, args in [
                ("write", [{"hours": 3}]),
                ("write", [{"name": "Another"}]),
                ("write", [{"partner_id": self.person.id}]),
                ("write", [{"late_reason": "x"}]),
                ("write", [{"valuation_id": False}]),
                ("write", [{"amount": 0}]),
                ("unlink", []),
                ("action_withdraw", []),
            ]:
                self.assertRefused(user, booked, method, *args)
        for user in (self.approver_user, self.manager_user, root):
            self.assertRefused(user, booked, "action_refuse", "No")
        for user in (self.treasurer_user, root):
            self.assertRefused(user, booked, "action_revalue")
        for user in (self.volunteer_user, self.manager_user, root):
            self._call(user, booked, "action_submit")
        self._call(self.manager_user, booked, "action_approve")
        after = booked.read()[0]
        self.assertEqual(before, after)
        self.valuation.action_reverse()
        self._call(self.volunteer_user, booked, "write", {"hours": 3})
        self.assertEqual(booked.state, "submitted")

    def test_a_booked_list_is_refused_whole(self):
        free = self._submit(partner_id=self.volunteer.id, date=date(2024, 3, 12))
        booked = self._book(partner_id=self.volunteer.id)
        self.assertRefused(self.volunteer_user, free | booked, "write", {"hours": 3})
        self.assertEqual(free.hours, 1)
