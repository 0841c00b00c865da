from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .common import DeclarationCommon


class TestCorrecting(DeclarationCommon):
    """The approver of the project corrects the capacity of the treasurer's time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry = cls.entries.create(
            {
                "partner_id": cls.volunteer.id,
                "company_id": cls.association.id,
                "project_id": cls.project.id,
                "activity_id": cls.activity.id,
                "date": "2025-03-01",
                "hours": 2,
            }
        )
        cls.entry.action_submit()

    def _correct(self, user, capacity):
        self.entry.with_user(user).write({"capacity": capacity})

    def test_submitted_time(self):
        self._correct(self.approver_user, "governance")
        self.assertEqual(self.entry.capacity, "governance")
        self.assertEqual(self.entry.state, "submitted")

    def test_approved_time_stays_approved_and_tells_what_it_was(self):
        self.entry.action_approve()
        for user, capacity in (
            (self.approver_user, "governance"),
            (self.manager_user, "supervision"),
        ):
            self._correct(user, capacity)
            self.assertEqual(self.entry.capacity, capacity)
            self.assertEqual(self.entry.state, "approved")
        note = self.entry.message_ids[0]
        self.assertEqual(note.author_id, self.manager_user.partner_id)
        self.assertIn("Before: Administration or direction.", note.body)
        self.assertIn("Now: Supervising volunteers.", note.body)

    def test_on_the_form(self):
        self.entry.action_approve()
        with Form(self.entry.with_user(self.approver_user)) as form:
            form.capacity = "governance"
        self.assertEqual(self.entry.capacity, "governance")
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.hours = 3

    def test_an_approver_changes_nothing_else(self):
        with self.assertRaises(AccessError):
            self.entry.with_user(self.approver_user).write(
                {"capacity": "governance", "hours": 3}
            )

    def test_not_by_who_does_not_decide(self):
        self.project.user_id = self.manager_user
        for user in (self.approver_user, self.validator_user, self.stranger_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._correct(user, "governance")

    def test_not_a_draft(self):
        self.entry.action_withdraw()
        with self.assertRaises(AccessError):
            self._correct(self.approver_user, "governance")

    def test_ones_own_waits_for_somebody_else(self):
        self.entry.action_approve()
        self.volunteer_user.group_ids += self.env.ref(
            "volunteer_valuation.group_volunteer_manager"
        )
        self._correct(self.volunteer_user, "governance")
        self.assertEqual(self.entry.state, "submitted")

    def test_guards_hold(self):
        self.entry.action_approve()
        self.entry.date = "2019-12-31"
        self.entry.action_approve()
        with self.assertRaisesRegex(ValidationError, "no mandate"):
            self._correct(self.approver_user, "governance")

    def test_booked_time_stays(self):
        self._set_up_books()
        self.entry.action_approve()
        booking = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
            }
        )
        booking.action_post()
        self.assertTrue(self.entry.is_booked)
        for user in (self.approver_user, self.manager_user, self.volunteer_user):
            with self.subTest(user=user.login):
                self.assertFalse(self.entry.with_user(user).can_correct_capacity)
                with self.assertRaises(UserError):
                    self._correct(user, "governance")

    def test_a_declaration_counts_it_no_longer(self):
        self.entry.capacity = "governance"
        self.entry.action_approve()
        declaration = self._declare()
        line = declaration.line_ids
        self.assertEqual(line.hours, 2)
        self._correct(self.manager_user, "none")
        declaration.action_refresh()
        self.assertFalse(declaration.total_hours)
