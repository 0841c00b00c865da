from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form

from odoo.addons.volunteer_valuation.tests.common import VolunteerCommon


class TestCapacity(VolunteerCommon):
    """A member of the board since 1 June 2025, who also looks after the reception team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board.capacity = "governance"
        cls.entries = cls.env["volunteer.time.entry"]
        cls.engagement = cls.env["volunteer.engagement"].create(
            {
                "partner_id": cls.volunteer.id,
                "company_id": cls.association.id,
                "mandate_ids": [
                    Command.create({"office": "Treasurer", "date_start": "2025-06-01"})
                ],
            }
        )
        cls.mandate = cls.engagement.mandate_ids

    def _give(self, **values):
        return self.entries.create(
            {
                "partner_id": self.volunteer.id,
                "company_id": self.association.id,
                "activity_id": self.board.id,
                "date": "2025-06-15",
                "hours": 2,
            }
            | values
        )

    def test_proposed_from_mandate_and_activity(self):
        self.assertEqual(self._give().capacity, "governance")
        self.assertEqual(self._give(activity_id=self.activity.id).capacity, "none")
        self.assertEqual(self._give(partner_id=self.person.id).capacity, "none")
        self.assertEqual(self._give(date="2025-05-31").capacity, "none")

    def test_proposed_on_the_form(self):
        with Form(self.entries.with_user(self.manager_user)) as form:
            form.partner_id = self.volunteer
            form.date = "2025-06-15"
            form.hours = 2
            form.activity_id = self.board
            self.assertEqual(form.capacity, "governance")
            form.activity_id = self.activity
            form.capacity = "supervision"
        self.assertEqual(form.record.capacity, "supervision")

    def test_correcting_a_day_leaves_what_was_chosen(self):
        entry = self._give(capacity="none")
        entry.date = "2025-06-16"
        self.assertEqual(entry.capacity, "none")
        entry.capacity = "governance"
        entry.date = "2025-06-17"
        self.assertEqual(entry.capacity, "governance")

    def test_told_by_other_software(self):
        entry = self.entries.with_user(self.volunteer_user).declare(
            {
                "name": "Team meeting",
                "date": "2025-06-15",
                "hours": 2,
                "capacity": "supervision",
                "company_id": self.association.id,
            }
        )
        self.assertEqual(entry.capacity, "supervision")
        self.assertEqual(entry.state, "submitted")

    def test_independent_of_value(self):
        self.assertFalse(self.board.valued)
        entry = self._give()
        entry.action_submit()
        entry.action_approve()
        self.assertEqual(entry.capacity, "governance")
        self.assertFalse(entry.rule_id)

    def test_governance_outside_a_mandate_is_refused_with_the_reason(self):
        with self.assertRaisesRegex(ValidationError, "no mandate.*05/31/2025"):
            self._give(date="2025-05-31", capacity="governance")
        entry = self._give()
        with self.assertRaisesRegex(ValidationError, "no mandate"):
            entry.date = "2025-05-31"
            entry.capacity = "governance"

    def test_several_days_lie_all_within_it(self):
        self.mandate.date_end = "2025-06-20"
        values = {"date": "2025-06-19", "capacity": "governance"}
        self._give(date_end="2025-06-20", **values)
        with self.assertRaisesRegex(ValidationError, "no mandate"):
            self._give(date_end="2025-06-21", **values)

    def test_supervising_needs_no_mandate(self):
        entry = self._give(date="2025-05-31", capacity="supervision")
        self.assertEqual(entry.capacity, "supervision")

    def test_a_group_holds_no_mandate(self):
        for values in ({"headcount": 3}, {"partner_id": False}):
            with self.assertRaisesRegex(ValidationError, "group"):
                self._give(capacity="supervision", **values)

    def test_mandate_is_not_taken_from_time_given_in_it(self):
        entry = self._give()
        for change in (
            {"date_start": "2025-06-16"},
            {"date_end": "2025-06-14"},
            {"kind": "supervision"},
        ):
            with self.subTest(change=change), self.env.cr.savepoint() as savepoint:
                with self.assertRaisesRegex(ValidationError, "no mandate"):
                    self.mandate.write(change)
                savepoint.rollback()
        with self.assertRaisesRegex(ValidationError, "no mandate"):
            self.mandate.unlink()
        entry.capacity = "none"
        self.mandate.unlink()

    def test_changing_it_after_approval_asks_for_approval_again(self):
        entry = self._give()
        entry.action_submit()
        entry.action_approve()
        entry.with_user(self.volunteer_user).capacity = "none"
        self.assertEqual(entry.state, "submitted")
        self.assertIn("Administration or direction", entry.message_ids[0].body)

    def test_constant_queries(self):
        def count(number):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.entries.create(
                [
                    {
                        "partner_id": self.volunteer.id,
                        "company_id": self.association.id,
                        "activity_id": self.board.id,
                        "date": "2025-06-15",
                        "hours": 0.1,
                    }
                ]
                * number
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(5), count(50))
