from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .statement_common import StatementCommon


@tagged("post_install", "-at_install")
class TestStatement(StatementCommon):
    """What the year's figures count, and how they are shared out."""

    def test_an_empty_year_has_all_keys_and_no_figures(self):
        statement = self._compute()
        self.assertEqual(statement["hours"], 0.0)
        self.assertEqual(statement["amount"], 0.0)
        self.assertEqual(statement["estimated_share"], 0.0)
        self.assertEqual(statement["people"], 0)
        self.assertEqual(statement["unvalued"], [])
        self.assertAddsUp(statement)
        self.assertEqual(statement.keys() - statement["previous"].keys(), {"previous"})

    def test_only_approved_time_of_the_period_counts(self):
        self._approve(hours=2.5)
        self._approve(hours=4, date=date(2024, 12, 31))
        self._approve(hours=8, date=date(2026, 1, 1))
        self._declare(hours=7)
        self._declare(hours=3).action_submit()
        self._declare(hours=6).action_submit()
        refused = self._approve(hours=5)
        refused.action_refuse("Twice")
        statement = self._compute()
        self.assertEqual(statement["hours"], 2.5)
        self.assertEqual(statement["amount"], 62.5)
        self.assertEqual(statement["waiting_hours"], 9)
        self.assertEqual(statement["previous"]["hours"], 4)
        self.assertEqual(statement["previous"]["amount"], 100)

    def test_the_first_and_the_last_day_count(self):
        self._approve(hours=1, date=date(2025, 1, 1))
        self._approve(hours=2, date=date(2025, 12, 31))
        self.assertEqual(self._compute()["hours"], 3)

    def test_time_of_another_association_does_not_count(self):
        self._approve(
            company_id=self.other_association.id,
            activity_id=False,
        )
        self.assertEqual(self._compute()["hours"], 0)

    def test_contributions_in_kind_add_their_amount_not_their_hours(self):
        self._approve(hours=2)
        self._give(hours=35, amount=1400.4)
        statement = self._compute()
        self.assertEqual(statement["hours"], 2)
        self.assertEqual(statement["lent_hours"], 35)
        self.assertEqual(statement["time_amount"], 50)
        self.assertEqual(statement["inkind_amount"], 1400.4)
        self.assertEqual(statement["amount"], 1450.4)
        self.assertAddsUp(statement)
        services = next(
            row for row in statement["by_nature"] if row["id"] == self.services.id
        )
        self.assertEqual(services["hours"], 0)
        self.assertEqual(services["lent_hours"], 35)
        for partition in ("by_activity", "by_level", "by_status"):
            with self.subTest(partition=partition):
                last = statement[partition][-1]
                self.assertEqual(last["id"], "inkind")
                self.assertEqual(last["name"], "Contributions in kind")
                self.assertEqual(last["amount"], 1400.4)

    def test_contributions_that_are_not_approved_do_not_count(self):
        contribution = self._give()
        contribution.action_refuse("Not ours")
        self.assertEqual(self._compute()["amount"], 0)

    def test_rows_bear_names_in_their_own_order(self):
        self.board.sequence = 1
        self.activity.sequence = 2
        self._approve(hours=1, project_id=self.project.id, level_id=self.level.id)
        self._approve(hours=2, activity_id=self.board.id)
        self._approve(hours=4, activity_id=False, status_id=self.civic_service.id)
        statement = self._compute()
        self.assertEqual(
            self._get_rows(statement, "by_activity"),
            {"Board": (2, 0), "Reception": (1, 25), "No activity": (4, 0)},
        )
        self.assertEqual(
            [row["name"] for row in statement["by_activity"]],
            ["Board", "Reception", "No activity"],
        )
        self.assertEqual(
            self._get_rows(statement, "by_project"),
            {"Repair Café": (1, 25), "No project": (6, 0)},
        )
        self.assertEqual(
            self._get_rows(statement, "by_level"),
            {"Expert": (1, 25), "No level": (6, 0)},
        )
        self.assertEqual(
            self._get_rows(statement, "by_destination"),
            {"Missions": (1, 25), "Operation": (2, 0), "Not told": (4, 0)},
        )
        self.assertEqual(
            self._get_rows(statement, "by_status")["Civic service"], (4, 0)
        )
        self.assertAddsUp(statement)

    def test_names_are_in_the_language_of_who_reads(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.activity.with_context(lang="fr_FR").name = "Accueil"
        self._approve()
        self.treasurer_user.lang = "fr_FR"
        self.assertEqual(self._compute()["by_activity"][0]["name"], "Accueil")

    def test_what_is_archived_since_keeps_its_row(self):
        self._approve(project_id=self.project.id)
        self.project.active = False
        self.activity.active = False
        statement = self._compute()
        self.assertIn("Repair Café", self._get_rows(statement, "by_project"))
        self.assertIn("Reception", self._get_rows(statement, "by_activity"))
        self.assertAddsUp(statement)

    def test_what_is_booked_keeps_its_destination(self):
        self._approve(hours=2)
        self.activity.destination = "fundraising"
        booking = self._book()
        self.activity.write({"destination": "fundraising", "name": "Desk"})
        with self.assert_refused(UserError, "^Time of “Desk” is booked under its"):
            self.activity.destination = "operation"
        self.assertEqual(
            self._get_rows(self._compute(), "by_destination"), {"Fundraising": (2, 50)}
        )
        booking.with_user(self.treasurer_user).action_reverse()
        self.activity.destination = "operation"

    def test_volunteer_time_is_public_generosity(self):
        self._approve(hours=2)
        self._give(origin="private", amount=30)
        self._give(origin="government", amount=70)
        self._give(origin="public", amount=1)
        self.assertEqual(
            self._get_rows(self._compute(), "by_origin"),
            {
                "Public Generosity": (2, 51),
                "Other Private": (0, 30),
                "Public Bodies": (0, 70),
            },
        )

    def test_people_are_counted_once_and_groups_apart(self):
        self._approve(hours=1)
        self._approve(hours=2, date=date(2025, 3, 13))
        self._approve(hours=1, partner_id=self.volunteer.id)
        self._approve(partner_id=self.member_organisation.id, headcount=30)
        self._approve(partner_id=False, headcount=5)
        self._approve(partner_id=False)
        statement = self._compute()
        self.assertEqual(statement["people"], 2)
        self.assertEqual(statement["group_headcount"], 36)

    def test_volontaires_are_told_from_volunteers(self):
        self._approve()
        self._approve(partner_id=self.volunteer.id, status_id=self.civic_service.id)
        status = self.env.ref("volunteer_valuation.status_benevole")
        self._approve(partner_id=self.stranger_user.partner_id.id, status_id=status.id)
        statement = self._compute()
        self.assertEqual(statement["people"], 3)
        self.assertEqual(statement["volunteers"], 2)
        self.assertEqual(statement["volontaires"], 1)

    def test_full_time_equivalents_follow_the_setting(self):
        self._approve(headcount=10, hours=16.07, partner_id=False)
        self.assertAlmostEqual(self._compute()["fte"], 0.1)
        self.association.volunteer_fte_hours = 1820
        self.assertAlmostEqual(self._compute()["fte"], 160.7 / 1820)

    def test_the_share_of_estimates(self):
        self._approve(hours=3, is_estimate=True)
        self._approve(hours=1)
        statement = self._compute()
        self.assertEqual(statement["estimated_hours"], 3)
        self.assertEqual(statement["estimated_share"], 0.75)

    def test_what_is_not_valued_says_why(self):
        self._approve(hours=2)
        self._approve(hours=4, activity_id=self.board.id)
        self._approve(hours=1, activity_id=self.board.id, date=date(2025, 4, 1))
        self.rule.date_from = date(2025, 1, 1)
        self._approve(hours=3, date=date(2024, 6, 1))
        statement = self._compute()
        self.assertEqual(statement["valued_hours"], 2)
        self.assertEqual(
            statement["unvalued"],
            [{"reason": "“Board” is not valued", "count": 2, "hours": 5}],
        )
        self.assertEqual(
            statement["previous"]["unvalued"],
            [{"reason": "no rule on 1 June 2024", "count": 1, "hours": 3}],
        )

    def test_natures_tell_both_numberings(self):
        self._approve(hours=2)
        volunteering = self._compute()["by_nature"][0]
        self.assertEqual(volunteering["debit_code"], "864000")
        self.assertEqual(volunteering["credit_code"], "875000")
        self.assertEqual(volunteering["grant_debit_code"], "864")
        self.assertEqual(volunteering["grant_credit_code"], "870")
        self.assertEqual((volunteering["hours"], volunteering["amount"]), (2, 50))

    def test_one_project_alone(self):
        self._approve(hours=2, project_id=self.project.id)
        self._approve(hours=4)
        self._give(project_id=self.project.id, amount=11)
        self._give(amount=13)
        self._declare(hours=8, project_id=self.project.id).action_submit()
        self._declare(hours=5).action_submit()
        statement = self.env["volunteer.statement"]._compute_statement(
            self.association, date(2025, 1, 1), date(2025, 12, 31), self.project
        )
        self.assertEqual(statement["hours"], 2)
        self.assertEqual(statement["amount"], 61)
        self.assertEqual(statement["waiting_hours"], 8)
        self.assertEqual(
            self._get_rows(statement, "by_project"), {"Repair Café": (2, 61)}
        )
        self.assertAddsUp(statement)

    def test_nobody_is_named(self):
        self._approve(structure_id=self.person.id, late_reason="Maëlys was ill")
        donor = self.env["res.partner"].create({"name": "Ida Donor"})
        self._give(partner_id=donor.id)
        told = str(self._compute())
        self.assertNotIn("Maëlys", told)
        self.assertNotIn("Ida", told)
        self.assertAddsUp(self._compute())
