from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..models.volunteer_time_entry_waiting import TO_APPROVE, TO_CORRECT
from .common import VolunteerCommon

APPROVER = "volunteer_valuation.group_volunteer_approver"


@tagged("post_install", "-at_install")
class TestWaiting(VolunteerCommon):
    """What waits for someone: one activity each, no flood of mails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={
                key: value
                for key, value in cls.env.context.items()
                if key != "tracking_disable"
            }
        )
        cls.to_approve = cls.env.ref(TO_APPROVE)
        cls.to_correct = cls.env.ref(TO_CORRECT)
        cls.follower = cls._create_user("follower", APPROVER)

    def _submit(self, count=1, **values):
        entries = self.env["volunteer.time.entry"].create(
            [
                {
                    "name": "Desk",
                    "date": date(2025, 3, 12) - timedelta(days),
                    "hours": 1,
                    "partner_id": self.volunteer.id,
                    "company_id": self.association.id,
                    "project_id": self.project.id,
                }
                | values
                for days in range(count)
            ]
        )
        self._call(self.volunteer_user, entries, "action_submit")
        return entries

    def _get_waiting(self, *records):
        """Who is asked to approve on these records, or anywhere."""
        activities = self.env["mail.activity"].search(
            [("activity_type_id", "=", self.to_approve.id)]
        )
        if records:
            activities = activities.filtered(
                lambda a: (a.res_model, a.res_id) in [(r._name, r.id) for r in records]
            )
        return [activity.user_id for activity in activities]

    # ------------------------------------------------------------------
    # One activity
    # ------------------------------------------------------------------
    @freeze_time("2025-06-15 10:00:00")
    def test_one_activity_on_the_project(self):
        self._submit(3)
        self._submit(3, partner_id=self.volunteer.id, date=date(2025, 2, 1), hours=0.5)
        self.assertEqual(self._get_waiting(), [self.approver_user])
        activity = self.project.activity_ids
        self.assertEqual(activity.activity_type_id, self.to_approve)
        self.assertEqual(activity.date_deadline, date(2025, 6, 22))

    def test_who_follows_the_person_comes_first(self):
        engagement = self._submit().engagement_id
        engagement.approver_id = self.follower
        self._submit()
        self.assertEqual(self._get_waiting(engagement), [self.follower])
        other = self._declare(project_id=self.project.id)
        other.action_submit()
        self.assertEqual(self._get_waiting(self.project), [self.approver_user])

    def test_each_project_and_each_person_has_its_own(self):
        second = self.project.copy({"name": "Festival"})
        self._submit(2)
        self._submit(2, project_id=second.id)
        self.assertEqual(
            self._get_waiting(self.project, second), [self.approver_user] * 2
        )

    def test_a_new_approver_is_told_with_the_next_entry(self):
        self._submit()
        self.project.user_id = self.follower
        self._submit()
        self.assertIn(self.follower, self._get_waiting(self.project))

    def test_nobody_is_told_who_cannot_approve(self):
        for reason, user in [
            ("no manager", self.env["res.users"]),
            ("not an approver", self.stranger_user),
            (
                "another association",
                self._create_user("elsewhere", APPROVER, self.other_association),
            ),
        ]:
            with self.subTest(reason):
                self.project.user_id = user
                self._submit()
                self.assertFalse(self._get_waiting())
        engagement = self.volunteer.volunteer_engagement_ids
        engagement.approver_id = self.stranger_user
        self.project.user_id = self.approver_user
        self._submit()
        self.assertEqual(self._get_waiting(), [self.approver_user])

    def test_nobody_is_told_of_their_own_time(self):
        own = {"partner_id": self.approver_user.partner_id.id}
        entry = self._declare(project_id=self.project.id, **own)
        entry.engagement_id.approver_id = self.approver_user
        entry.action_submit()
        self.assertFalse(self._get_waiting())
        self._submit()
        self.assertEqual(self._get_waiting(), [self.approver_user])

    def test_an_approver_who_declares_for_others_has_it_waiting(self):
        vals = {
            "name": "Desk",
            "date": "2025-03-12",
            "hours": 1,
            "partner_id": self.person.id,
            "project_id": self.project.id,
        }
        entries = self.env["volunteer.time.entry"]
        self._call(self.approver_user, entries, "declare", vals)
        self.assertEqual(self._get_waiting(), [self.approver_user])

    def test_nothing_waits_where_the_association_trusts(self):
        self.association.volunteer_approval = "none"
        self._submit()
        self.assertFalse(self._get_waiting())

    # ------------------------------------------------------------------
    # Closed when nothing waits
    # ------------------------------------------------------------------
    def test_closed_with_the_last_one_only(self):
        for method, args in [
            ("action_approve", []),
            ("action_refuse", ["It rained."]),
            ("action_withdraw", []),
            ("unlink", []),
            ("write", [{"project_id": False}]),
        ]:
            with self.subTest(method=method):
                first, last = self._submit(2)
                self._call(self.manager_user, first, method, *args)
                self.assertEqual(self._get_waiting(), [self.approver_user])
                self._call(self.manager_user, last, method, *args)
                self.assertFalse(self._get_waiting())
                (first | last).exists().sudo().filtered(
                    lambda entry: entry.state == "approved"
                ).action_refuse("Again")
                (first | last).exists().unlink()

    def test_moved_with_the_entry(self):
        festival = self.project.copy({"name": "Festival", "user_id": self.follower.id})
        entry = self._submit()
        self._call(self.manager_user, entry, "write", {"project_id": festival.id})
        self.assertFalse(self._get_waiting(self.project))
        self.assertEqual(self._get_waiting(festival), [self.follower])

    def test_opened_again_by_a_change_after_approval(self):
        entry = self._submit()
        self._call(self.manager_user, entry, "action_approve")
        self.assertFalse(self._get_waiting())
        self._call(self.volunteer_user, entry, "write", {"hours": 2})
        self.assertEqual(self._get_waiting(), [self.approver_user])

    # ------------------------------------------------------------------
    # To correct
    # ------------------------------------------------------------------
    def _get_corrections(self, entries):
        return entries.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.to_correct
        )

    def test_a_refusal_waits_for_the_person_until_they_act(self):
        for method in ("action_submit", "action_withdraw"):
            with self.subTest(method=method):
                entry = self._submit()
                reason = "Told <b>twice</b>"
                self._call(self.manager_user, entry, "action_refuse", reason)
                activity = self._get_corrections(entry)
                self.assertEqual(activity.user_id, self.volunteer_user)
                self.assertIn("Told &lt;b&gt;twice&lt;/b&gt;", activity.note)
                self._call(self.volunteer_user, entry, method)
                self.assertFalse(self._get_corrections(entry))

    def test_who_has_no_backend_has_no_activity(self):
        portal = self._create_user("portal", "base.group_portal")
        for partner in (portal.partner_id, self.person, self.person.browse()):
            entry = self._declare(partner_id=partner.id)
            entry.action_submit()
            self._call(self.manager_user, entry, "action_refuse", "It rained.")
            self.assertFalse(entry.activity_ids)

    # ------------------------------------------------------------------
    # No flood
    # ------------------------------------------------------------------
    def _count_mails(self):
        return (
            self.env["mail.mail"].sudo().search_count([]),
            self.env["mail.notification"].sudo().search_count([]),
        )

    def test_fifty_entries_are_not_fifty_mails(self):
        (self.approver_user | self.volunteer_user).notification_type = "email"
        mails, notifications = self._count_mails()
        entries = self._submit(25)
        for entry in self._submit(25, date=date(2024, 3, 12), hours=0.1):
            entries |= entry
        self.assertEqual(len(entries), 50)
        after_mails, after_notifications = self._count_mails()
        self.assertLessEqual(after_mails - mails, 1)
        self.assertLessEqual(after_notifications - notifications, 1)
        self._call(self.manager_user, entries, "action_approve")
        self.assertEqual(self._count_mails(), (after_mails, after_notifications))

    def test_fifty_refusals_are_not_fifty_mails(self):
        self.volunteer_user.notification_type = "email"
        entries = self._submit(50)
        before = self._count_mails()
        self._call(self.manager_user, entries, "action_refuse", "It rained.")
        self.assertEqual(len(self._get_corrections(entries)), 50)
        self.assertEqual(self._count_mails(), before)

    def test_fifty_one_by_one_open_one_activity(self):
        entries = self.env["volunteer.time.entry"]
        for days in range(50):
            day = fields.Date.to_string(date(2025, 3, 12) - timedelta(days))
            vals = {
                "name": "Desk",
                "date": day,
                "hours": 1,
                "project_id": self.project.id,
            }
            self._call(self.volunteer_user, entries, "declare", vals)
        self.assertEqual(self._get_waiting(), [self.approver_user])
