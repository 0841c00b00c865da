from datetime import date

from odoo import fields
from odoo.tests import tagged

from .booking_common import BookingCommon


@tagged("post_install", "-at_install")
class TestBookingTrialBalance(BookingCommon):
    """Two years of contributions in a trial balance: each on its own, as in the statement.

    Read by a query of our own, and by the one of OCA's ``account_financial_report`` where
    that addon is installed beside ours, as `make test` does in a step of its own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_gift_accounts()
        cls.env["account.account"].create(
            {
                "name": "Result of the year",
                "code": "999999",
                "account_type": "equity_unaffected",
                "company_ids": [fields.Command.set(cls.association.ids)],
            }
        )
        cls._approve(date=date(2024, 3, 12), hours=2.0)
        cls._give("services", date=date(2024, 4, 2), amount=250.25, hours=8.0)
        cls._book(*cls._get_year(2024))
        cls._approve(date=date(2025, 3, 12), hours=95 / 60)
        cls._give(date=date(2025, 6, 2), amount=100.1)
        cls._give("use_of_goods", date=date(2025, 1, 1), amount=960.0)
        cls._approve(date=date(2024, 5, 2), hours=4.0, late_reason="Found since")
        cls._book(
            *cls._get_year(2025), books_late=True, late_reason="Told at the meeting"
        )

    @classmethod
    def _get_year(cls, year):
        return date(year, 1, 1), date(year, 12, 31)

    def _read_own_balance(self, first, last):
        """{account: (opening balance, debit, credit)}, as accountants add it up."""
        lines = self.env["account.move.line"]
        posted = [
            ("company_id", "=", self.association.id),
            ("parent_state", "=", "posted"),
        ]
        openings = lines._read_group(
            [
                *posted,
                ("date", "<", first),
                ("account_id.include_initial_balance", "=", True),
            ],
            ["account_id"],
            ["balance:sum"],
        )
        openings = {account.code: balance for account, balance in openings}
        return {
            account.code: (openings.pop(account.code, 0.0), debit, credit)
            for account, debit, credit in lines._read_group(
                [*posted, ("date", ">=", first), ("date", "<=", last)],
                ["account_id"],
                ["debit:sum", "credit:sum"],
            )
        } | {code: (balance, 0.0, 0.0) for code, balance in openings.items()}

    def _read_oca_balance(self, first, last):
        wizard = self.env["trial.balance.report.wizard"].create(
            {
                "company_id": self.association.id,
                "date_from": first,
                "date_to": last,
                "target_move": "posted",
                "hide_account_at_0": True,
            }
        )
        report = self.env["report.account_financial_report.trial_balance"]
        values = report._get_report_values(wizard.ids, wizard._prepare_report_data())
        return {
            row["code"]: (row["initial_balance"], row["debit"], row["credit"])
            for row in values["trial_balance"]
            if row["code"][0] == "8"
        }

    def assert_agrees(self, read_balance):
        """Nothing is carried over, and each pair holds what the statement tells of it."""
        for year, pairs in (
            (2024, {"864000": 50.0, "862000": 250.25}),
            (2025, {"864000": 139.58, "861000": 960.0, "860000": 100.1}),
        ):
            period = self._get_year(year)
            balance = {
                code: tuple(round(value, 2) for value in sums)
                for code, sums in read_balance(*period).items()
            }
            statement = self.env["volunteer.statement"].compute_statement(
                self.association.ids, *period
            )
            expected = {}
            for row in statement["by_nature"]:
                for code, side in (("debit", 1), ("credit", 2)):
                    sums = list(expected.get(row[f"{code}_code"], (0.0, 0.0, 0.0)))
                    sums[side] = round(sums[side] + row["amount"], 2)
                    if row["amount"]:
                        expected[row[f"{code}_code"]] = tuple(sums)
            self.assertEqual(balance, expected)
            self.assertEqual(
                {code: sums[1] for code, sums in balance.items() if sums[1]}, pairs
            )
            self.assertEqual(
                round(sum(debit for _opening, debit, _credit in balance.values()), 2),
                statement["amount"],
            )

    def test_our_own(self):
        self.assert_agrees(self._read_own_balance)

    def test_that_of_the_oca(self):
        if "trial.balance.report.wizard" not in self.env:
            self.skipTest(
                "account_financial_report is not installed: see setup/oca_addons.py"
            )
        self.assert_agrees(self._read_oca_balance)

    def test_without_our_mark_the_first_year_would_be_carried_over(self):
        """What the others rest on."""
        self.env["account.account"].search(
            [("volunteer_contribution", "=", True)]
        ).volunteer_contribution = False
        balance = self._read_own_balance(*self._get_year(2025))
        self.assertEqual(balance["864000"][0], 50.0)
