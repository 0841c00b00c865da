from datetime import date

from odoo import fields
from odoo.tests import tagged

from .statement_common import StatementCommon


@tagged("post_install", "-at_install")
class TestStatementResources(StatementCommon):
    """Resources and subsidies in the books, with volunteering and without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.association.volunteer_subsidy_prefix = "74"
        cls.bank = cls._create_account("512000", "asset_cash")
        cls.subsidies = cls._create_account("741000", "income_other")
        cls.sales = cls._create_account("706000", "income")
        cls.purchases = cls._create_account("607400", "expense")
        cls.journal = cls.env["account.journal"].create(
            {
                "name": "Other",
                "code": "OD1",
                "type": "general",
                "company_id": cls.association.id,
            }
        )

    @classmethod
    def _create_account(cls, code, account_type):
        return cls.env["account.account"].create(
            {
                "name": code,
                "code": code,
                "account_type": account_type,
                "company_ids": [fields.Command.set(cls.association.ids)],
            }
        )

    def _earn(self, account, amount, day=date(2025, 5, 5), company=None, post=True):
        lines = [(self.bank, amount), (account, -amount)]
        move = self.env["account.move"].create(
            {
                "journal_id": self.journal.id,
                "company_id": (company or self.association).id,
                "date": day,
                "line_ids": [
                    fields.Command.create({"account_id": booked.id, "balance": balance})
                    for booked, balance in lines
                ],
            }
        )
        if post:
            move.action_post()
        return move

    def test_without_books_there_are_no_shares(self):
        statement = self._compute()
        for key in (
            "resources",
            "subsidies",
            "subsidy_share",
            "subsidy_share_with_volunteering",
        ):
            with self.subTest(key=key):
                self.assertEqual(statement[key], 0)

    def test_subsidies_in_proportion(self):
        self._earn(self.subsidies, 600)
        self._earn(self.sales, 400)
        self._approve(hours=20, headcount=2)
        statement = self._compute()
        self.assertEqual(statement["resources"], 1000)
        self.assertEqual(statement["subsidies"], 600)
        self.assertEqual(statement["subsidy_share"], 0.6)
        self.assertEqual(statement["subsidy_share_with_volunteering"], 0.3)

    def test_booking_volunteering_adds_no_resources(self):
        self._earn(self.subsidies, 600)
        self._approve(hours=24)
        self._book()
        statement = self._compute()
        self.assertEqual(statement["resources"], 600)
        self.assertEqual(statement["subsidy_share_with_volunteering"], 0.5)

    def test_only_posted_income_of_the_period(self):
        self._earn(self.sales, 1, date(2025, 1, 1))
        self._earn(self.sales, 2, date(2025, 12, 31))
        self._earn(self.sales, 4, date(2024, 12, 31))
        self._earn(self.sales, 8, date(2026, 1, 1))
        self._earn(self.sales, 16, post=False)
        self._earn(self.purchases, -32)
        statement = self._compute()
        self.assertEqual(statement["resources"], 3)
        self.assertEqual(statement["previous"]["resources"], 4)

    def test_a_refund_lowers_them(self):
        self._earn(self.sales, 100)
        self._earn(self.sales, -30)
        self.assertEqual(self._compute()["resources"], 70)

    def test_the_prefix_is_a_setting(self):
        self._earn(self.subsidies, 600)
        for prefix, subsidies in (("741", 600), ("742", 0), ("7%", 0), (False, 0)):
            with self.subTest(prefix=prefix):
                self.association.volunteer_subsidy_prefix = prefix
                self.assertEqual(self._compute()["subsidies"], subsidies)

    def test_branches_use_the_numbers_of_their_parent(self):
        branch = self.env["res.company"].create(
            {"name": "Nantes", "parent_id": self.association.id}
        )
        self.env.user.company_ids += branch
        self.treasurer_user.company_ids += branch
        self._earn(self.subsidies, 600, company=branch)
        self.assertEqual(self._compute(companies=branch)["subsidies"], 600)
        self.assertEqual(self._compute()["subsidies"], 0)
        both = self.association + branch
        self.assertEqual(self._compute(companies=both)["subsidies"], 600)

    def test_a_project_has_no_resources_of_its_own(self):
        self._earn(self.subsidies, 600)
        statement = self.env["volunteer.statement"]._compute_statement(
            self.association, date(2025, 1, 1), date(2025, 12, 31), self.project
        )
        self.assertEqual(statement["resources"], 0)
        self.assertEqual(statement["subsidy_share"], 0)

    def test_the_french_chart_knows_its_subsidies(self):
        company = self.env["res.company"].create({"name": "Chart"})
        self.assertFalse(company.volunteer_subsidy_prefix)
        company.chart_template = "fr"
        self.assertEqual(company.volunteer_subsidy_prefix, "74")
        company.volunteer_subsidy_prefix = "741"
        company.chart_template = False
        self.assertEqual(company.volunteer_subsidy_prefix, "741")
