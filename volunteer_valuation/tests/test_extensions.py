from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.tests import Form, tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestExtensions(VolunteerCommon):
    """What people, projects and tasks show of the time that was given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls.env["project.task"].create(
            {
                "name": "Solder",
                "project_id": cls.project.id,
                "user_ids": [
                    fields.Command.set((cls.volunteer_user | cls.stranger_user).ids)
                ],
                "volunteer_planned_hours": 3,
            }
        )

    @freeze_time("2025-06-15 10:00:00")
    def test_totals_count_what_is_approved(self):
        self._approve(hours=4, task_id=self.task.id)
        self._approve(hours=2, headcount=3, project_id=self.project.id)
        self._approve(hours=5, date=date(2024, 3, 12))
        self._declare(hours=1, task_id=self.task.id).action_submit()
        self._declare(hours=1, task_id=self.task.id)
        self.assertEqual(self.task.volunteer_hours, 4)
        self.assertEqual(self.project.volunteer_hours, 10)
        self.assertEqual(self.person.volunteer_hours_total, 15)
        self.assertEqual(self.person.volunteer_hours_this_year, 10)

    @freeze_time("2025-06-15 10:00:00")
    def test_this_year_is_the_fiscal_year(self):
        self.association.write(
            {"fiscalyear_last_month": "8", "fiscalyear_last_day": 31}
        )
        for day in (date(2024, 8, 31), date(2024, 9, 1), date(2025, 6, 15)):
            self._approve(date=day)
        self.assertEqual(self.person.volunteer_hours_this_year, 2)
        self.assertEqual(self.person.volunteer_hours_total, 3)

    def test_nothing_given(self):
        self.assertEqual(self.person.volunteer_hours_total, 0)
        self.assertEqual(self.project.volunteer_hours, 0)
        self.assertEqual(self.task.volunteer_hours, 0)

    def test_each_association_shows_its_own(self):
        self._approve(hours=4)
        self._approve(hours=2, company_id=self.other_association.id, activity_id=False)
        person = self.person.with_user(self.manager_user)
        self.assertEqual(person.volunteer_hours_total, 4)

    def test_buttons_open_the_time(self):
        entry = self._approve(task_id=self.task.id)
        self._approve(partner_id=self.volunteer.id)
        for record in (self.person, self.project, self.task):
            action = self._call(
                self.manager_user, record, "action_open_volunteer_entries"
            )
            entries = self.env["volunteer.time.entry"].search(action["domain"])
            self.assertEqual(entries, entry)

    def test_a_project_proposes_its_activity(self):
        self.activity.level_id = self.level
        self.project.volunteer_activity_id = self.activity
        entry = self.env["volunteer.time.entry"].create(
            {
                "name": "Desk",
                "date": date(2025, 3, 12),
                "hours": 1,
                "partner_id": self.person.id,
                "task_id": self.task.id,
            }
        )
        self.assertEqual(entry.company_id, self.association)
        self.assertEqual(entry.project_id, self.project)
        self.assertEqual(entry.activity_id, self.activity)
        self.assertEqual(entry.level_id, self.level)

    def test_what_is_not_offered_can_still_be_declared(self):
        self.project.volunteer_declarable = False
        self.assertTrue(self._declare(project_id=self.project.id))

    def test_a_task_proposes_its_people_and_title(self):
        self.project.volunteer_activity_id = self.activity
        form = Form(
            self.env["volunteer.task.declare"]
            .with_user(self.approver_user)
            .with_context(active_id=self.task.id)
        )
        self.assertEqual(form.name, "Solder")
        self.assertEqual(form.hours, 3)
        self.assertEqual(form.activity_id, self.activity)
        form.date = date(2025, 3, 12)
        self.assertEqual(form.total_hours, 6)
        wizard = form.save()
        self.assertEqual(
            wizard.partner_ids, (self.volunteer_user | self.stranger_user).partner_id
        )
        wizard.action_declare()
        entries = self.task.volunteer_entry_ids
        self.assertEqual(entries.partner_id, wizard.partner_ids)
        self.assertEqual(entries.mapped("hours"), [3, 3])
        self.assertEqual(set(entries.mapped("origin")), {"task"})
        self.assertEqual(entries.activity_id, self.activity)

    def test_a_task_is_declared_for_somebody(self):
        wizard = (
            self.env["volunteer.task.declare"]
            .with_context(active_id=self.task.id)
            .create({"hours": 1})
        )
        wizard.partner_ids = False
        self.assertEqual(
            self._find_refusal(wizard.action_declare), "Choose at least one person."
        )

    def test_one_refusal_declares_for_nobody(self):
        self._declare(partner_id=self.volunteer.id, hours=23)
        wizard = (
            self.env["volunteer.task.declare"]
            .with_context(active_id=self.task.id)
            .create({"date": date(2025, 3, 12), "hours": 2})
        )
        self.assertIn("a day has 24", self._find_refusal(wizard.action_declare))
        self.assertFalse(self.task.volunteer_entry_ids)
