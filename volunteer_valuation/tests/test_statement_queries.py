from datetime import date

from odoo.tests import tagged

from .statement_common import YEAR, StatementCommon


@tagged("post_install", "-at_install")
class TestStatementQueries(StatementCommon):
    """A statement costs as many queries for many rows and branches as for few."""

    def _count(self, companies):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._compute(*YEAR, companies=companies)
        return self.env.cr.sql_log_count - before

    def _fill(self, companies):
        """One row more in each way of sharing out, for each of the companies."""
        for number, company in enumerate(companies):
            common = {
                "company_id": company.id,
                "project_id": self.project.copy({"company_id": company.id}).id,
            }
            self._approve(
                activity_id=self.activity.copy().id,
                level_id=self.level.copy().id,
                status_id=self.civic_service.copy({"valued": True}).id,
                structure_id=self.member_organisation.copy().id,
                partner_id=self.person.copy().id,
                **common,
            )
            self._approve(
                activity_id=self.board.copy({"name": f"Board {number}"}).id,
                **common,
            )
            self._give(**common)
            self._book_late(company)

    def _book_late(self, company):
        """Last year, booked; time of it that came after; this year, which books that."""
        day = {
            "company_id": company.id,
            "date": date(2024, 5, 2),
            "partner_id": False,
        }
        self._approve(**day)
        year = date(2024, 1, 1), date(2024, 12, 31)
        self._draft(*year, company_id=company.id).action_post()
        self._approve(**day, late_reason="Found")
        self._draft(
            company_id=company.id, books_late=True, late_reason=f"Of {company.name}"
        ).action_post()
        self._approve(**day, late_reason="Found again")

    def test_constant_in_rows_and_branches(self):
        branches = self.env["res.company"].create(
            [
                {"name": f"Branch {number}", "parent_id": self.association.id}
                for number in range(12)
            ]
        )
        self.env.user.company_ids += branches
        self.treasurer_user.company_ids += branches
        self.env["volunteer.valuation.rule"].create(
            [
                {"name": "Rule", "company_id": company.id, "amount": 10.0}
                for company in branches
            ]
        )
        self._fill(branches[:2])
        self._count(branches[:2])  # what is cached for good
        few = self._count(branches[:2])
        self._fill(branches[2:])
        many = self._count(branches)
        statement = self._compute(companies=branches)
        self.assertEqual(len(statement["late_booked"]), 12)
        self.assertEqual(statement["previous"]["late_given"][0]["hours"], 12)
        self.assertLessEqual(many, few + 2, f"{few} for 2, {many} for 12")
