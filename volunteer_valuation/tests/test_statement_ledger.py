from collections import Counter
from datetime import date, timedelta
from random import Random

from odoo.tests import tagged

from .statement_common import YEAR
from .yearly_statement_common import YearlyStatementCommon

ENTRIES = 10_000
CONTRIBUTIONS = 400


@tagged("post_install", "-at_install")
class TestStatementLedger(YearlyStatementCommon):
    """To the cent, on ten thousand random entries: statement, booking and ledger agree.

    And so do the screen, the paper and the workbook on which the statement is read.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = Random(20250312)
        rules = cls.env["volunteer.valuation.rule"]
        cls.levels = cls.env["volunteer.level"].create(
            [{"name": f"Level {number}"} for number in range(4)]
        )
        rules.create(
            [
                {
                    "name": level.name,
                    "level_id": level.id,
                    "company_id": cls.association.id,
                    "sequence": 1,
                    "amount": 11.3333 * (number + 1),
                    "charge_rate": 0.4217,
                }
                for number, level in enumerate(cls.levels)
            ]
        )
        cls.activities = cls.activity + cls.board
        for destination in ("missions", "fundraising", "operation"):
            cls.activities += cls.activity.copy({"destination": destination})
        cls.projects = cls.project
        for number in range(5):
            cls.projects += cls.project.copy({"name": f"Project {number}"})
        cls.people = cls.env["res.partner"].create(
            [{"name": f"Somebody {number}"} for number in range(40)]
        )

    def _choose(self, records):
        """One of the records, or none of them."""
        return self.random.choice([False, *records.ids])

    def _choose_day(self, year):
        return date(year, 1, 1) + timedelta(days=self.random.randrange(365))

    def _declare_randomly(self, count, year, **values):
        choice = self.random.choice
        entries = self.env["volunteer.time.entry"].create(
            [
                {
                    "name": "Something",
                    "company_id": self.association.id,
                    "date": self._choose_day(year),
                    "hours": self.random.randrange(1, 40) / 60,
                    "headcount": choice([1, 2, 7, 30]),
                    "is_estimate": choice([True, False]),
                    "partner_id": self._choose(self.people),
                    "project_id": self._choose(self.projects),
                    "activity_id": self._choose(self.activities),
                    "level_id": self._choose(self.levels),
                    "status_id": self._choose(self.civic_service),
                    "structure_id": self._choose(self.member_organisation),
                }
                | values
                for _number in range(count)
            ]
        )
        entries.action_submit()
        entries[: count * 9 // 10].action_approve()

    def _give_randomly(self, count, year):
        choice = self.random.choice
        contributions = self.env["volunteer.inkind.contribution"].create(
            [
                {
                    "name": "Something",
                    "company_id": self.association.id,
                    "date": self._choose_day(year),
                    "nature_id": self.services.id,
                    "project_id": self._choose(self.projects),
                    "destination": choice(["missions", "fundraising", "operation"]),
                    "origin": choice(["public", "private", "government"]),
                    "amount": self.random.randrange(1, 100_000) / 100,
                }
                for _number in range(count)
            ]
        )
        contributions.action_submit()
        contributions.action_approve()

    def _get_cents(self, statement, partition):
        return Counter(
            {
                row["id"]: round(row["amount"] * 100)
                for row in statement[partition]
                if row["amount"]
            }
        )

    def _sum_cents(self, lines, field_name):
        cents = Counter()
        for line in lines.filtered("amount"):
            value = line[field_name]
            cents[getattr(value, "id", value)] += round(line.amount * 100)
        return cents

    def assertLedgerAgrees(self, statement, booking):
        """Totals and each account, project and destination, in the order of the money."""
        lines = booking.line_ids
        moves = booking.move_id.line_ids
        cents = round(statement["amount"] * 100)
        self.assertEqual(statement["booked_amount"], statement["amount"])
        self.assertEqual(sum(round(line.amount * 100) for line in lines), cents)
        self.assertEqual(sum(round(line.debit * 100) for line in moves), cents)
        self.assertEqual(sum(round(line.credit * 100) for line in moves), cents)
        for partition, field_name in (
            ("by_nature", "nature_id"),
            ("by_project", "project_id"),
            ("by_destination", "destination"),
        ):
            with self.subTest(partition=partition):
                self.assertEqual(
                    self._get_cents(statement, partition),
                    self._sum_cents(lines, field_name),
                )
        for row in statement["by_nature"]:
            for side in ("debit", "credit"):
                with self.subTest(nature=row["name"], side=side):
                    booked = moves.filtered(
                        lambda line, code=row[f"{side}_code"]: (
                            line.account_id.code == code
                        )
                    )
                    self.assertEqual(
                        sum(round(line[side] * 100) for line in booked),
                        round(row["amount"] * 100),
                    )

    def test_statement_booking_and_ledger_agree(self):
        self._declare_randomly(ENTRIES // 2, 2024)
        self._declare_randomly(ENTRIES // 2, 2025)
        self._give_randomly(CONTRIBUTIONS // 2, 2024)
        self._give_randomly(CONTRIBUTIONS // 2, 2025)
        expected = self._compute()
        self.assertGreater(expected["amount"], 0)
        self.assertAddsUp(expected)

        before = self._book(date(2024, 1, 1), date(2024, 12, 31))
        self._declare_randomly(500, 2024, late_reason="Found")
        booking = self._book(books_late=True, late_reason="Found in a drawer")
        statement = self._compute()
        self.assertAddsUp(statement)
        self.assertAddsUp(statement["previous"])
        self.assertLedgerAgrees(statement, booking)
        self.assertLedgerAgrees(statement["previous"], before)
        self.assertFilesTell(statement)
        (late,) = statement["late_booked"]
        self.assertGreater(late["amount"], 0)
        self.assertEqual(
            round(statement["amount"] * 100),
            round(expected["amount"] * 100) + round(late["amount"] * 100),
        )

    def test_figures_are_those_of_the_entries_one_by_one(self):
        self._declare_randomly(1_000, 2025)
        self._give_randomly(50, 2025)
        statement = self._compute()
        entries = self.env["volunteer.time.entry"].search(
            [
                ("company_id", "=", self.association.id),
                ("state", "=", "approved"),
                ("date", ">=", YEAR[0]),
                ("date", "<=", YEAR[1]),
            ]
        )
        self.assertAlmostEqual(
            statement["hours"], sum(entries.mapped("total_hours")), places=6
        )
        self.assertAlmostEqual(
            statement["estimated_hours"],
            sum(entries.filtered("is_estimate").mapped("total_hours")),
            places=6,
        )
        self.assertAlmostEqual(
            statement["valued_hours"],
            sum(entries.filtered("rule_id").mapped("total_hours")),
            places=6,
        )
        self.assertAlmostEqual(
            sum(line["hours"] for line in statement["unvalued"]),
            statement["hours"] - statement["valued_hours"],
            places=6,
        )
        self.assertEqual(statement["people"], len(entries.partner_id))
        self.assertEqual(
            statement["group_headcount"],
            sum(
                entry.headcount
                for entry in entries
                if entry.headcount > 1 or not entry.partner_id
            ),
        )
        for partition, field_name in (
            ("by_activity", "activity_id"),
            ("by_level", "level_id"),
            ("by_status", "status_id"),
        ):
            with self.subTest(partition=partition):
                cents = self._get_cents(statement, partition)
                self.assertEqual(
                    cents.pop("inkind"), round(statement["inkind_amount"] * 100)
                )
                self.assertEqual(cents, self._sum_cents(entries, field_name))
