from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from .statement_common import StatementCommon

YEARS = (2023, 2024, 2025)
GIVEN = st.lists(
    st.tuples(
        st.sampled_from(["time", "unvalued", "gift"]),
        st.sampled_from(YEARS),
        st.integers(1, 90),
    ),
    max_size=5,
)


@tagged("post_install", "-at_install")
class TestStatementYears(StatementCommon):
    """Three years given, booked, booked late and reversed, whatever they hold.

    Nothing is counted twice or lost, and each year's figures are those of its ledger.
    """

    @settings(
        max_examples=6,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
    )
    @given(
        given_first=GIVEN,
        booked=st.lists(st.sampled_from(YEARS[:2]), min_size=1, unique=True),
        given_late=GIVEN,
        booked_late=st.sampled_from(YEARS[1:]),
        reversed_year=st.sampled_from([1999, *YEARS]),
    )
    def test_nothing_is_counted_twice_or_lost(
        self, given_first, booked, given_late, booked_late, reversed_year
    ):
        savepoint = self.env.cr.savepoint()
        try:
            self._give_all([("time", 2023, 1), ("time", 2024, 1), *given_first])
            for year in booked:
                self._book_if_there_is_something(year)
            self._give_all([("time", booked[0], 2), *given_late])
            self._check_years()
            self._book_if_there_is_something(
                booked_late, books_late=True, late_reason="Found in a drawer"
            )
            self._check_years()
            self._get_bookings(reversed_year).action_reverse()
            self._check_years()
        finally:
            savepoint.close(rollback=True)

    def _give_all(self, given_things):
        for kind, year, number in given_things:
            told = {"date": date(year, 3, 1 + number % 28), "late_reason": "Found"}
            if kind == "gift":
                self._give(amount=number / 7, **told)
                continue
            activity = self.activity if kind == "time" else self.board
            told |= {"activity_id": activity.id, "partner_id": False}
            self._approve(hours=number / 60, **told)

    def _book_if_there_is_something(self, year, **values):
        booking = self._draft(date(year, 1, 1), date(year, 12, 31), **values)
        savepoint = self.env.cr.savepoint()
        try:
            booking.action_post()
        except UserError:
            savepoint.close(rollback=True)
        else:
            savepoint.close(rollback=False)

    def _get_bookings(self, year):
        return self.env["volunteer.valuation"].search(
            [
                ("company_id", "=", self.association.id),
                ("state", "=", "posted"),
                ("date_to", "=", f"{year:04}-12-31"),
            ]
        )

    def _check_years(self):
        statements = [
            self._compute(date(year, 1, 1), date(year, 12, 31)) for year in YEARS
        ]
        for year, statement in zip(YEARS, statements, strict=True):
            self.assertAddsUp(statement)
            moves = self._get_bookings(year).move_id
            self.assertEqual(
                round(statement["booked_amount"] * 100),
                sum(round(line.debit * 100) for line in moves.line_ids),
            )
        late = [line for statement in statements for line in statement["late_given"]]
        waiting = [line for line in late if not line["is_booked"]]
        self._assert_counted_once(statements, waiting)
        for key in ("hours", "amount"):
            self.assertAlmostEqual(
                self._sum(key, (line for line in late if line["is_booked"])),
                sum(
                    self._sum(key, statement["late_booked"]) for statement in statements
                ),
            )

    def _assert_counted_once(self, statements, waiting):
        domain = [("company_id", "=", self.association.id), ("state", "=", "approved")]
        entries = self.env["volunteer.time.entry"].search(domain)
        contributions = self.env["volunteer.inkind.contribution"].search(domain)
        self.assertAlmostEqual(
            self._sum("hours", statements) + self._sum("hours", waiting),
            sum(entries.mapped("total_hours")),
        )
        self.assertAlmostEqual(
            self._sum("amount", statements) + self._sum("amount", waiting),
            sum(entries.mapped("amount")) + sum(contributions.mapped("amount")),
        )

    def _sum(self, key, lines):
        return sum(line[key] for line in lines)
