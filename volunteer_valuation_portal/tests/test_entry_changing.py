from datetime import date

from odoo.exceptions import MissingError, UserError
from odoo.tests import tagged

from .entry_common import EntryCommon


@tagged("post_install", "-at_install")
class TestEntryChanging(EntryCommon):
    """Changing one's own time: what may change, what follows, what is refused."""

    def _approve_entry(self, **values):
        self.entry.write(values)
        self.entry.action_submit()
        self.entry.action_approve()

    def _book(self):
        self._set_up_books()
        self._approve_entry()
        self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        ).action_post()
        self.assertTrue(self.entry.valuation_id)

    def test_a_draft_changes_and_is_sent_in_one_go(self):
        page = self._change(hours="3h15", name="Close the doors", send="1")
        self.assertEqual(
            (self.entry.hours, self.entry.name, self.entry.state),
            (3.25, "Close the doors", "submitted"),
        )
        self.assertIn("3 h 15", page.text)

    def test_a_draft_stays_one_until_they_send_it(self):
        self._change(hours="3h")
        self.assertEqual((self.entry.hours, self.entry.state), (3.0, "draft"))

    def test_a_refusal_is_corrected_and_sent_again(self):
        self.entry.action_submit()
        self.entry.action_refuse("Was it not two hours?")
        self.assertIn("Was it not two hours?", self._see().text)
        self.assertIn("Was it not two hours?", self._see(path="/edit").text)
        self._change(hours="2h")
        self.assertEqual((self.entry.hours, self.entry.state), (2.0, "submitted"))
        self.assertFalse(self.entry.refusal_reason)

    def test_changing_approved_time_sends_it_back_and_says_so(self):
        self._approve_entry()
        warning = "somebody has to approve it again"
        self.assertIn(warning, self._see().text)
        self.assertIn(warning, self._see(path="/edit").text)
        page = self._change(hours="4h")
        self.assertEqual((self.entry.hours, self.entry.state), (4.0, "submitted"))
        self.assertIn("somebody looks at it again", page.text)
        # The approver reads who changed it.
        note = self.entry.message_ids[0]
        self.assertEqual(note.author_id, self.volunteer)

    def test_where_people_are_trusted_a_change_is_approved_at_once(self):
        self.association.volunteer_approval = "none"
        self._approve_entry()
        self.assertIn("approved at once", self._see(path="/edit").text)
        page = self._change(hours="4h")
        self.assertEqual((self.entry.hours, self.entry.state), (4.0, "approved"))
        self.assertIn("approved already", page.text)

    def test_saving_the_same_changes_nothing(self):
        # 2 h 20, but for a second.
        self._approve_entry(hours=2.3331, is_estimate=True, description="a\nb")
        page = self._change(hours="2 h 20", description="a\r\nb")
        self.assertEqual((self.entry.hours, self.entry.state), (2.3331, "approved"))
        self.assertTrue(self.entry.is_estimate)
        self.assertIn("Nothing was changed", page.text)

    def test_what_was_typed_stays_where_it_is_refused(self):
        page = self._change(hours="2h75", name="Half a day")
        self.assertEqual(self.entry.hours, 2.5)
        self.assertIn("2h75", page.text)
        self.assertIn('value="Half a day"', page.text)
        page = self._change(date="2999-01-01", name="Half a day")
        self.assertIn("is still to come", page.text)
        self.assertIn('value="Half a day"', page.text)
        self.assertEqual(self.entry.date, date(2025, 3, 12))

    def test_days_to_tap_save_nothing(self):
        page = self._change(shortcut="2025-03-01", name="Half a day")
        self.assertIn('value="2025-03-01"', page.text)
        self.assertIn('value="Half a day"', page.text)
        self.assertEqual(self.entry.date, date(2025, 3, 12))

    def test_booked_time_stays(self):
        self._book()
        page = self._see()
        self.assertIn("it can no longer be changed", page.text)
        self.assertNotIn("/edit", page.text)
        self.assertNotIn("/edit", self._see(path="/edit").url)
        page = self._change(hours="4h")
        self.assertIn("is booked and can no longer be changed", page.text)
        self.assertEqual(self.entry.hours, 2.5)

    def test_only_what_is_offered_can_be_chosen(self):
        for project in (self.foreign_project, self.project.browse(99999999)):
            page = self._change(project_id=str(project.id))
            self.assertIn("“Project” is not understood", page.text)
        self.assertFalse(self.entry.project_id)
        self.project.volunteer_declarable = True
        self._change(project_id=str(self.project.id))
        self.assertEqual(self.entry.project_id, self.project)

    def test_a_project_that_is_offered_no_more_stays(self):
        self.project.volunteer_declarable = False
        self.entry.project_id = self.project
        self._change(hours="3h")
        self.assertEqual(self.entry.project_id, self.project)
        self.assertEqual(self.entry.hours, 3)

    def test_another_project_leaves_the_task(self):
        other = self.project.copy({"volunteer_declarable": True})
        task = self.env["project.task"].create(
            {"name": "Solder", "project_id": self.project.id}
        )
        self.entry.task_id = task
        self._change(project_id=str(other.id))
        self.assertEqual(self.entry.project_id, other)
        self.assertFalse(self.entry.task_id)

    def test_nothing_else_is_told(self):
        self._as_person()._change_own(
            {
                "partner_id": self.person.id,
                "company_id": self.other_association.id,
                "state": "approved",
                "origin": "import",
                "headcount": 40,
                "level_id": self.level.id,
            }
        )
        self.assertEqual(self.entry.partner_id, self.volunteer)
        self.assertEqual(self.entry.company_id, self.association)
        self.assertEqual(self.entry.state, "draft")
        self.assertEqual(self.entry.origin, "backend")
        self.assertEqual(self.entry.headcount, 1)
        self.assertFalse(self.entry.level_id)

    def test_a_group_has_a_number_and_an_estimate(self):
        self.volunteer.parent_id = self.member_organisation
        group = self._declare(
            partner_id=self.member_organisation.id, headcount=30, is_estimate=True
        )
        self.assertIn("Amicale du Quai", self._see(group).text)
        self._change(group, headcount="25", hours="4h")
        self.assertEqual((group.headcount, group.total_hours), (25, 100))
        self.assertFalse(group.is_estimate)
        self._change(headcount="25")
        self.assertEqual(self.entry.headcount, 1)

    def test_each_method_looks_again_at_whose_time_it_is(self):
        entry = self.others.with_user(self.portal_user).sudo()
        for method, *args in (
            ("_change_own", {"hours": 3}),
            ("_submit_own",),
            ("_withdraw_own",),
            ("_delete_own",),
        ):
            with self.subTest(method), self.assertRaises(MissingError):
                getattr(entry, method)(*args)

    def test_the_model_itself_stays_closed(self):
        for method, *args in (("write", {"hours": 3}), ("unlink",), ("action_submit",)):
            with self.subTest(method), self.assertRaises(UserError):
                self._call(self.portal_user, self.entry, method, *args)
