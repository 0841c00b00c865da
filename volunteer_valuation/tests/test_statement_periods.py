from datetime import date

from odoo.tests import tagged

from .statement_common import StatementCommon


@tagged("post_install", "-at_install")
class TestStatementPeriods(StatementCommon):
    """The period before: the preceding fiscal year, or the same dates a year earlier."""

    def _get_before(self, first, last, companies=None):
        before = self._compute(first, last, companies)["previous"]
        return before["date_from"], before["date_to"]

    def _set_year_end(self, month, day, company=None):
        (company or self.association).write(
            {"fiscalyear_last_month": str(month), "fiscalyear_last_day": day}
        )

    def test_a_calendar_year(self):
        self.assertEqual(
            self._get_before(date(2025, 1, 1), date(2025, 12, 31)),
            (date(2024, 1, 1), date(2024, 12, 31)),
        )

    def test_a_school_year(self):
        self._set_year_end(8, 31)
        self.assertEqual(
            self._get_before(date(2024, 9, 1), date(2025, 8, 31)),
            (date(2023, 9, 1), date(2024, 8, 31)),
        )

    def test_a_year_that_ends_in_february(self):
        self._set_year_end(2, 28)
        for year, first_before, last_before in (
            (2024, date(2022, 3, 1), date(2023, 2, 28)),
            (2025, date(2023, 3, 1), date(2024, 2, 29)),
        ):
            with self.subTest(year=year):
                last = date(2024, 2, 29) if year == 2024 else date(2025, 2, 28)
                self.assertEqual(
                    self._get_before(date(year - 1, 3, 1), last),
                    (first_before, last_before),
                )

    def _let_years_be_long(self, companies):
        """As with addons that keep fiscal years as records: one of 18 months."""
        company_class = self.env.registry["res.company"]
        usual = company_class.compute_fiscalyear_dates
        long_year = {"date_from": date(2023, 7, 1), "date_to": date(2024, 12, 31)}

        def compute_fiscalyear_dates(company, day):
            is_long = long_year["date_from"] <= day <= long_year["date_to"]
            return (
                long_year if is_long and company in companies else usual(company, day)
            )

        self.patch(company_class, "compute_fiscalyear_dates", compute_fiscalyear_dates)

    def test_the_year_before_may_be_a_long_one(self):
        self._let_years_be_long(self.association)
        self.assertEqual(
            self._get_before(date(2025, 1, 1), date(2025, 12, 31)),
            (date(2023, 7, 1), date(2024, 12, 31)),
        )

    def test_associations_that_do_not_agree_on_the_year_before(self):
        self._let_years_be_long(self.association)
        self.treasurer_user.company_ids += self.other_association
        self.assertEqual(
            self._get_before(
                date(2025, 1, 1),
                date(2025, 12, 31),
                self.association + self.other_association,
            ),
            (date(2024, 1, 1), date(2024, 12, 31)),
        )

    def test_a_quarter_and_a_leap_february(self):
        self.assertEqual(
            self._get_before(date(2025, 1, 1), date(2025, 3, 31)),
            (date(2024, 1, 1), date(2024, 3, 31)),
        )
        self.assertEqual(
            self._get_before(date(2024, 2, 29), date(2024, 2, 29)),
            (date(2023, 2, 28), date(2023, 2, 28)),
        )

    def test_associations_whose_years_differ(self):
        self._set_year_end(8, 31, self.other_association)
        self.treasurer_user.company_ids += self.other_association
        self.assertEqual(
            self._get_before(
                date(2024, 9, 1),
                date(2025, 8, 31),
                self.association + self.other_association,
            ),
            (date(2023, 9, 1), date(2024, 8, 31)),
        )

    def test_figures_of_the_year_before(self):
        self._set_year_end(8, 31)
        self._approve(hours=1, date=date(2023, 8, 31))
        self._approve(hours=2, date=date(2023, 9, 1))
        self._approve(hours=4, date=date(2024, 8, 31))
        self._approve(hours=8, date=date(2024, 9, 1))
        statement = self._compute(date(2024, 9, 1), date(2025, 8, 31))
        self.assertEqual(statement["hours"], 8)
        self.assertEqual(statement["previous"]["hours"], 6)
        self.assertAddsUp(statement["previous"])

    def test_the_day_that_comes_every_four_years_counts(self):
        self._approve(hours=1, date=date(2024, 2, 29))
        for first, last in (
            (date(2024, 2, 1), date(2024, 2, 29)),
            (date(2024, 1, 1), date(2024, 12, 31)),
        ):
            with self.subTest(first=first):
                self.assertEqual(self._compute(first, last)["hours"], 1)
        before = self._compute(date(2025, 2, 1), date(2025, 2, 28))["previous"]
        self.assertEqual(before["hours"], 1)
