from datetime import date

from odoo.tests import tagged

from .statement_common import StatementCommon

LAST_YEAR = (date(2024, 1, 1), date(2024, 12, 31))
DAY = date(2024, 6, 3)
REASON = "The notebook was found in April"


@tagged("post_install", "-at_install")
class TestStatementLate(StatementCommon):
    """A booked year does not move; late time is told in both years for what it is."""

    def setUp(self):
        super().setUp()
        self._approve(hours=10, date=DAY)
        self._book(*LAST_YEAR)
        before = self._compute(*LAST_YEAR)
        self.booked_figures = (before["hours"], before["amount"])
        self._approve(hours=2, date=DAY, late_reason="Maëlys was in hospital")

    def _book_late(self):
        return self._book(books_late=True, late_reason=REASON)

    def test_late_time_is_told_beside_the_booked_figures(self):
        statement = self._compute(*LAST_YEAR)
        self.assertEqual((statement["hours"], statement["amount"]), (10, 250))
        self.assertEqual((10, 250), self.booked_figures)
        self.assertEqual(statement["booked_amount"], 250)
        self.assertEqual(
            statement["late_given"],
            [
                {
                    "date_from": LAST_YEAR[0],
                    "date_to": LAST_YEAR[1],
                    "is_booked": False,
                    "reason": "",
                    "hours": 2,
                    "amount": 50,
                }
            ],
        )
        self.assertEqual(statement["late_booked"], [])
        self.assertAddsUp(statement)

    def test_a_booking_that_leaves_late_time_alone_does_not_count_it(self):
        self._approve(hours=1)
        self._book()
        statement = self._compute()
        self.assertEqual(statement["amount"], 25)
        self.assertEqual(statement["late_booked"], [])
        self.assertFalse(statement["previous"]["late_given"][0]["is_booked"])

    def test_late_time_belongs_to_the_year_that_books_it(self):
        self._approve(hours=1)
        booking = self._book_late()
        statement = self._compute()
        self.assertEqual((statement["hours"], statement["amount"]), (3, 75))
        self.assertEqual(statement["booked_amount"], booking.total_amount)
        self.assertEqual(
            statement["late_booked"],
            [
                {
                    "date_from": LAST_YEAR[0],
                    "date_to": LAST_YEAR[1],
                    "is_booked": True,
                    "reason": REASON,
                    "hours": 2,
                    "amount": 50,
                }
            ],
        )
        self.assertEqual(statement["late_given"], [])
        self.assertAddsUp(statement)
        before = statement["previous"]
        self.assertEqual((before["hours"], before["amount"]), self.booked_figures)
        self.assertTrue(before["late_given"][0]["is_booked"])
        self.assertEqual(before["late_given"][0]["reason"], REASON)

    def test_reversing_takes_late_time_back(self):
        self._approve(hours=1)
        self._book_late().with_user(self.treasurer_user).action_reverse()
        statement = self._compute()
        self.assertEqual(statement["hours"], 1)
        self.assertEqual(statement["late_booked"], [])
        self.assertFalse(statement["previous"]["late_given"][0]["is_booked"])

    def test_reversing_the_year_itself_leaves_nothing_late(self):
        booking = self.env["volunteer.valuation"].search(
            [("company_id", "=", self.association.id), ("state", "=", "posted")]
        )
        booking.with_user(self.treasurer_user).action_reverse()
        statement = self._compute(*LAST_YEAR)
        self.assertEqual(statement["hours"], 12)
        self.assertEqual(statement["late_given"], [])

    def test_late_contributions_are_told_alike(self):
        self._give(date=DAY, amount=40, late_reason="Invoice came late")
        self.assertEqual(self._compute(*LAST_YEAR)["late_given"][0]["amount"], 90)
        self._book_late()
        statement = self._compute()
        self.assertEqual(statement["amount"], 90)
        self.assertEqual(statement["inkind_amount"], 40)
        self.assertEqual(statement["late_booked"][0]["amount"], 90)
        self.assertAddsUp(statement)

    def test_late_time_without_value_is_late_too(self):
        self._approve(
            hours=4, date=DAY, activity_id=self.board.id, late_reason="Forgotten"
        )
        statement = self._compute(*LAST_YEAR)
        self.assertEqual(statement["hours"], 10)
        self.assertEqual(statement["unvalued"], [])
        self.assertEqual(statement["late_given"][0]["hours"], 6)
        self.assertEqual(statement["late_given"][0]["amount"], 50)

    def test_what_no_booking_takes_stays_in_its_year(self):
        """Time that is not valued, and was there when its year was booked."""
        day = date(2023, 6, 3)
        self._approve(hours=4, date=day, activity_id=self.board.id)
        self._approve(hours=1, date=day)
        self._book(date(2023, 1, 1), date(2023, 12, 31))
        self._book_late()
        statement = self._compute(date(2023, 1, 1), date(2023, 12, 31))
        self.assertEqual((statement["hours"], statement["amount"]), (5, 25))
        self.assertEqual(statement["unvalued"][0]["hours"], 4)

    def test_a_statement_over_both_years_counts_late_time_once(self):
        self._approve(hours=1)
        self._book_late()
        statement = self._compute(LAST_YEAR[0], date(2025, 12, 31))
        self.assertEqual((statement["hours"], statement["amount"]), (13, 325))
        self.assertEqual(statement["late_given"], [])
        self.assertEqual(statement["late_booked"], [])

    def test_people_of_late_time_are_those_of_the_year_that_books_it(self):
        self._approve(
            hours=3, date=DAY, partner_id=self.volunteer.id, late_reason="Forgotten"
        )
        self.assertEqual(self._compute(*LAST_YEAR)["people"], 1)
        self._book_late()
        statement = self._compute()
        self.assertEqual(statement["people"], 2)
        self.assertEqual(statement["previous"]["people"], 1)

    def test_what_entries_say_about_people_stays_there(self):
        self._book_late()
        self.assertNotIn("hospital", str(self._compute()))
