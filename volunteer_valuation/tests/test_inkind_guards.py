from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .inkind_common import InkindCommon
from .rights_common import RightsCommon


@tagged("post_install", "-at_install")
class TestInkindGuards(InkindCommon, RightsCommon):
    """What is refused on every way in, in one sentence."""

    def assertGuarded(self, sentence, **values):
        """Neither created nor written, not even by the superuser."""
        with self.subTest(**values):
            with self.assertRaisesRegex(ValidationError, sentence):
                self._record(**values)
            self.env.invalidate_all()
            contribution = self._record(date=date(2024, 3, 1))
            with self.assertRaisesRegex(ValidationError, sentence):
                contribution.sudo().write(values)
            self.env.invalidate_all()

    def test_amounts(self):
        for amount in (float("nan"), float("inf"), float("-inf"), "ten"):
            self.assertGuarded("“Amount” is not a number", amount=amount)
        for amount in (-0.01, 1e9, 1e300):
            self.assertGuarded("“Amount” lies between 0 and", amount=amount)

    def test_amounts_are_rounded_by_the_currency(self):
        contribution = self._record(amount=100.005)
        self.assertEqual(contribution.amount, 100.01)
        contribution.amount = 0.1 + 0.2
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(contribution.amount, 0.3)

    def test_hours(self):
        self.assertGuarded(
            "not a number", hours=float("nan"), nature_id=self.services.id
        )
        for hours in (-1, 1e6):
            self.assertGuarded("“Hours” lies", hours=hours, nature_id=self.services.id)
        self.assertGuarded("Hours are those of people lent: “Premises”", hours=2)

    def test_what_is_needed(self):
        for name in (
            "name",
            "date",
            "company_id",
            "nature_id",
            "destination",
            "origin",
        ):
            self.assertGuarded("is needed", **{name: False})
        self.assertGuarded("what was given", name="  ")

    def test_volunteer_time_is_no_contribution_in_kind(self):
        nature = self.env.ref("volunteer_valuation.nature_volunteering")
        self.assertGuarded("declared as time entries", nature_id=nature.id)

    def test_dates(self):
        tomorrow = fields.Date.today() + timedelta(days=2)
        self.assertGuarded("still to come", date=tomorrow)
        self.association.volunteer_oldest_date = date(2020, 1, 1)
        self.assertGuarded("is before", date=date(2019, 12, 31))
        self.assertTrue(self._record(date=date(2020, 1, 1)))

    @freeze_time("2025-06-30 22:30:00")
    def test_today_is_that_of_the_association(self):
        self.association.partner_id.tz = "Europe/Paris"
        self.env.user.tz = False
        self.assertTrue(self._record(date=date(2025, 7, 1)))
        self.association.partner_id.tz = "America/New_York"
        self.assertGuarded("still to come", date=date(2025, 7, 1))

    def test_projects_of_others(self):
        self.assertGuarded("another association", project_id=self.foreign_project.id)
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.association.id}
        )
        # The projects of a parent are those of its branches.
        self.assertTrue(self._record(company_id=branch.id, project_id=self.project.id))

    def test_a_booked_period_wants_its_reason(self):
        self._book_year()
        self.assertGuarded("already booked", date=date(2025, 3, 1))
        self.assertGuarded("already booked", date=date(2025, 3, 1), late_reason="  ")
        late = self._record(late_reason="The agreement came in February")
        self.assertTrue(late.is_late)
        late.action_submit()
        late.with_user(self.manager_user).action_approve()
        self.assertFalse(late.valuation_id)

    def test_a_draft_of_a_period_that_was_booked_since(self):
        contribution = self._record()
        self._book_year()
        self.assertRegex(
            self._find_refusal(contribution.action_submit), "already booked"
        )

    def test_nothing_worth_nothing_is_approved(self):
        contribution = self._record_submitted(amount=0)
        self.assertIn("is worth", contribution.missing)
        sentence = self.assertRefused(self.manager_user, contribution, "action_approve")
        self.assertIn("is worth", sentence)

    def test_what_is_certified_has_its_certificate(self):
        contribution = self._record_submitted(is_certified=True)
        sentence = self.assertRefused(self.manager_user, contribution, "action_approve")
        self.assertIn("attach the certificate", sentence)
        self._write(
            contribution,
            evidence_ids=[Command.link(self._upload(self.manager_user).id)],
        )
        self.assertFalse(contribution.missing)
        self._call(self.manager_user, contribution, "action_approve")
        self.assertEqual(contribution.state, "approved")

    def test_people_lent_are_certified(self):
        lent = {"nature_id": self.services.id, "hours": 14, "amount": 924}
        contribution = self._record_submitted(**lent)
        sentence = self.assertRefused(self.manager_user, contribution, "action_approve")
        self.assertIn("the lender certifies", sentence)
        self.assertEqual(
            self._record_approved(**lent, **self._certify()).state, "approved"
        )

    def test_who_trusts_still_wants_the_certificate(self):
        self.association.volunteer_approval = "none"
        contribution = self._record(is_certified=True)
        self.assertRegex(
            self._find_refusal(contribution.action_submit), "attach the certificate"
        )
        self.assertEqual(contribution.state, "draft")
