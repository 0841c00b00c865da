from datetime import date

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tools import html2plaintext

from .common import CecCommon


class TestAssociation(CecCommon):
    """What the law asks of the association, and what to do where it lacks."""

    def _get_missing(self, year=2025):
        checklist = self.association._get_cec_checklist(year)
        return [requirement for requirement in checklist if not requirement.is_met]

    def _miss(self, **values):
        """The only thing that is missing once the association is so."""
        self.association.write(values)
        (requirement,) = self._get_missing()
        return requirement.advice

    def test_all_is_there(self):
        self.assertFalse(self._get_missing())

    def test_each_thing_that_is_missing_tells_what_to_do(self):
        for values, words in (
            ({"cec_legal_form": False}, "legal form"),
            ({"cec_legal_form": "other"}, "legal form"),
            ({"cec_declared_on": False}, "when it was declared"),
            ({"cec_is_of_general_interest": False}, "rescrit"),
            ({"volunteer_rna": False}, "récépissé"),
            ({"company_registry": False}, "INSEE"),
            ({"company_registry": "73282932000075"}, "not a SIRET"),
            ({"company_registry": "732829320"}, "not a SIRET"),
            ({"cec_validator_id": False}, "Name one"),
            ({"cec_validator_id": self.manager_user.id}, "needs the right"),
        ):
            with self.subTest(values=values), self.env.cr.savepoint() as savepoint:
                self.assertIn(words, self._miss(**values))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_alsace_moselle_has_no_rna(self):
        self.association.write(
            {"cec_legal_form": "alsace_moselle", "volunteer_rna": False}
        )
        self.assertFalse(self._get_missing())

    def test_valideur_sits_on_the_board(self):
        engagement = (
            self.association.cec_validator_id.partner_id.volunteer_engagement_ids
        )
        engagement.mandate_ids.date_end = date(2026, 3, 31)
        with freeze_time("2026-03-31"):
            self.assertFalse(self._get_missing())
        with freeze_time("2026-04-01"):
            (requirement,) = self._get_missing()
            self.assertIn("mandate", requirement.advice)

    def test_valideur_belongs_to_the_association(self):
        with self.assertRaises(ValidationError):
            self.other_association.cec_validator_id = self.validator_user

    @freeze_time("2026-05-10")
    def test_a_year_of_existence(self):
        self.association.cec_declared_on = date(2025, 5, 10)
        self.assertFalse(self._get_missing())
        self.assertIn("05/10/2025", self._miss(cec_declared_on=date(2025, 5, 11)))

    @freeze_time("2024-05-10")
    def test_three_years_of_existence_before_the_law_changed(self):
        self.association.cec_declared_on = date(2021, 5, 10)
        self.assertFalse(self._get_missing(2023))
        self.association.cec_declared_on = date(2021, 5, 11)
        self.assertTrue(self._get_missing(2023))

    @freeze_time("2028-02-29")
    def test_leap_day(self):
        self.association.cec_declared_on = date(2027, 2, 28)
        self.assertFalse(self._get_missing(2027))

    @freeze_time("2026-11-01")
    def test_existence_counts_until_the_last_day_to_declare(self):
        self.association.cec_declared_on = date(2025, 7, 1)
        self.assertTrue(self._get_missing())
        self.env["volunteer.cec.rule"]._get_rule(2025).existence_on = "year_end"
        self.assertIn("12/31/2024", self._get_missing()[0].advice)

    def test_shown_as_a_checklist(self):
        self.association.company_registry = False
        checklist = str(self.association.cec_checklist)
        self.assertEqual(checklist.count("fa-times"), 1)
        self.assertEqual(checklist.count("fa-check"), 5)
        self.assertIn("INSEE", checklist)

    def test_campaign_tells_dates_and_what_waits(self):
        def tell(day):
            with freeze_time(day):
                self.association.invalidate_recordset(["cec_checklist"])
                words = html2plaintext(self.association.cec_checklist).replace("*", "")
                return " ".join(words.split())

        self.assertIn("June 30, 2026 – days left: 107", tell("2026-03-15"))
        self.assertIn("June 30, 2026 – today is the last day", tell("2026-06-30"))
        self.assertIn("June 30, 2026 – over", tell("2026-07-01"))
        self.assertIn("December 31, 2026 – days left: 183", tell("2026-07-01"))
        self.assertIn("Waiting: 0, attested: 0", tell("2026-07-01"))
