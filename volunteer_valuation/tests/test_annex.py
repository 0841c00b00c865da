from datetime import date

from odoo.tests import tagged

from .annex_common import AnnexCommon


@tagged("post_install", "-at_install")
class TestAnnex(AnnexCommon):
    """The annex tells what was really given, by which rules, and what is not known."""

    def test_nature_quantities_and_the_year_before(self):
        self._approve(hours=10)
        self._approve(hours=6.07, partner_id=self.volunteer.id, is_estimate=True)
        self._approve(hours=12, headcount=1, date=date(2024, 5, 1))
        self._give(amount=300)
        sections = self._generate()
        quantities = sections["Nature and importance"]
        for words in (
            "From January 1, 2025 to December 31, 2025, Les Ateliers du Canal received",
            "Quantity 2025 2024",
            "Hours of volunteer time 16.07 12.00",
            "People who gave time 2 1",
            "Full-time equivalents (1,607 hours a year) 0.01 0.01",
            "37.77 % of the hours of the period were estimated",
        ):
            self.assertIn(words, quantities)
        self.assertNotIn("people lent", quantities)
        value = sections["Value by nature"]
        self.assertIn("Volunteering 401.75 € 300.00 €", value)
        self.assertIn("Total 701.75 € 300.00 €", value)

    def test_rates_in_force_with_their_dates_only_those_applied(self):
        self.rule.write(
            {
                "name": "SMIC × 1.5",
                "method": "reference",
                "reference_id": self.smic.id,
                "coefficient": 1.5,
                "charge_rate": 0.42,
                "decision_date": date(2024, 2, 3),
                "decision_text": "The board values reception at one and a half SMIC.",
            }
        )
        self._approve(hours=2, date=date(2025, 1, 2))
        self._approve(hours=4, date=date(2025, 5, 31))
        self._approve(hours=1, date=date(2025, 10, 1))
        rule = self._generate()["Rule “SMIC × 1.5”"]
        self.assertIn(
            "Decided on February 3, 2024: “The board values reception at one and a half "
            "SMIC.”",
            rule,
        )
        self.assertIn(
            "January 2, 2025 to May 31, 2025: SMIC of 11.88 € (in force since "
            "November 1, 2024) × 1.5, plus 42 % of employer's charges "
            "25.3044 € 6.00 151.83 €",
            rule,
        )
        self.assertIn("October 1, 2025: SMIC of 12.50 €", rule)
        # In force in the year, but not on a day that somebody worked.
        self.assertNotIn("12.00", rule)
        self.assertNotIn("11.52", rule)

    def test_the_rates_add_up_to_the_value_of_time(self):
        for day, hours in ((1, 0.35), (2, 1.27), (3, 7.77)):
            self._approve(hours=hours, date=date(2025, 3, day))
        self.rule.amount = 13.13
        self._approve(hours=3.33, date=date(2025, 8, 1))
        rule = self._generate()["Rule “25 an hour”"]
        statement = self._compute()
        self.assertIn(
            f"Total {statement['hours']:.2f} {statement['amount']:.2f} €", rule
        )

    def test_a_rule_changed_since_does_not_explain_what_it_gave(self):
        self._approve(hours=2)
        self.rule.amount = 30
        self._approve(hours=1, date=date(2025, 4, 1))
        rule = self._generate()["Rule “25 an hour”"]
        self.assertIn(
            "March 12, 2025: the rule as it was when this time was approved 25.00 € 2.00",
            rule,
        )
        self.assertIn("April 1, 2025: 30.00 € 30.00 € 1.00", rule)
        self.assertIn("is not recorded", rule)

    def test_evidence_of_other_contributions(self):
        self._give(amount=100)
        self._give(amount=150.5)
        self._give(amount=1000, date=date(2024, 12, 31))
        self._give(
            amount=2450,
            hours=70,
            partner_id=self.member_organisation.id,
            is_certified=True,
            evidence_ids=[(0, 0, {"name": "certificate.pdf", "raw": b"70 h"})],
        )
        sections = self._generate()
        evidence = sections["How other contributions are valued"]
        self.assertIn(
            "Services and skills sponsorship, certified by the donor 1 70.00 2,450.00 €",
            evidence,
        )
        self.assertIn(
            "Services and skills sponsorship, estimated by the association 2 250.50 €",
            evidence,
        )
        self.assertIn("people lent by other", sections["Nature and importance"])

    def test_a_branch_that_told_nothing_is_missed(self):
        self.association.volunteer_structure_ids = self.member_organisation
        sentence = "Nothing was told for Amicale du Quai."
        self.assertIn(sentence, self._generate()["Nature and importance"])
        self._approve(hours=2, structure_id=self.member_organisation.id)
        self.assertNotIn(sentence, self._generate()["Nature and importance"])

    def test_accounts_and_journal_entry_of_what_is_booked(self):
        self._approve(hours=2)
        booking = self._book()
        self._approve(hours=4, partner_id=False, late_reason="Found in a drawer")
        accounts = self._generate()["In the accounts"]
        self.assertIn(f"journal entry {booking.move_id.name} of December 31", accounts)
        self.assertIn(
            "Volunteering: use on account 864000 864000 debit, source on account 875000",
            accounts,
        )
        self.assertNotIn("862000", accounts)
        self.assertNotIn("Not booked", accounts)

    def test_several_associations_each_with_its_own_books(self):
        self._approve(hours=2)
        booking = self._book()
        self.other_association.write(
            {
                "volunteer_booking": "disclose",
                "volunteer_disclosure_reason": "It is small.",
                "volunteer_fte_hours": 1820,
            }
        )
        both = self.association + self.other_association
        self.treasurer_user.company_ids += self.other_association
        sections = self._generate(company_ids=both.ids)
        accounts = sections["In the accounts"]
        self.assertIn("Le Hangar discloses", accounts)
        self.assertIn("It is small.", accounts)
        self.assertIn(f"{booking.move_id.name} of", accounts)
        self.assertIn("(Les Ateliers du Canal)", accounts)
        self.assertNotIn("864000", accounts)
        self.assertIn("(1,607, 1,820 hours a year)", sections["Nature and importance"])

    def test_what_is_not_booked_yet(self):
        self._approve(hours=2)
        self.assertIn(
            "Not booked when this text was written: 50.00 €",
            self._generate()["In the accounts"],
        )

    def test_booked_in_other_software(self):
        self._approve(hours=2)
        self._draft().with_user(self.treasurer_user).action_book_elsewhere()
        self.assertIn(
            "in other accounting software", self._generate()["In the accounts"]
        )

    def test_an_association_that_only_discloses_says_why(self):
        self._approve(hours=2)
        self.association.volunteer_booking = "disclose"
        self.assertIn(
            "without booking them: the reason is not recorded",
            self._generate()["In the accounts"],
        )
        self.association.volunteer_disclosure_reason = "Open days cannot be counted."
        accounts = self._generate()["In the accounts"]
        self.assertIn("without booking them: Open days cannot be counted.", accounts)
        self.assertNotIn("Not booked when", accounts)

    def test_what_is_not_valued_and_why(self):
        self._approve(hours=3, activity_id=self.board.id)
        self._declare(hours=5).action_submit()
        unvalued = self._generate()["What is not valued, and why"]
        self.assertIn("“Board” is not valued (3.00 hours)", unvalued)
        self.assertIn("in none of these figures (5.00 hours)", unvalued)

    def test_late_time_in_both_years(self):
        self._approve(hours=1, date=date(2024, 3, 1))
        self._book(date(2024, 1, 1), date(2024, 12, 31))
        self._approve(hours=4, date=date(2024, 3, 2), late_reason="Found in a drawer")
        title = "Time told after its year was booked"
        year = {"date_from": date(2024, 1, 1), "date_to": date(2024, 12, 31)}
        self.assertIn(
            "and not booked: 4.00 hours, 100.00 €", self._generate(**year)[title]
        )
        self._approve(hours=2)
        self._book(books_late=True, late_reason="A sheet was found")
        self.assertIn(
            "and booked in a later one: 4.00 hours, 100.00 € (A sheet was found)",
            self._generate(**year)[title],
        )
        self.assertIn(
            "Given from January 1, 2024 to December 31, 2024 and booked in this period, "
            "in whose figures it is: 4.00 hours, 100.00 € (A sheet was found)",
            self._generate()[title],
        )

    def test_nobody_is_named(self):
        self._approve(hours=2, name="Help from Maëlys Lefèvre")
        self._give(partner_id=self.member_organisation.id, name="Van of the Amicale")
        text = str(self._generate())
        for word in ("Maëlys", "Lefèvre", "Amicale"):
            self.assertNotIn(word, text)

    def test_an_empty_year(self):
        sections = self._generate(
            date_from=date(2020, 1, 1), date_to=date(2020, 12, 31)
        )
        self.assertEqual(
            sections["How volunteer time is valued"], "No volunteer time was valued."
        )
        self.assertNotIn("What is not valued, and why", sections)

    def test_many_rules_and_entries_cost_as_many_queries_as_few(self):
        statement = self._make()

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            statement.action_generate_annex()
            return self.env.cr.sql_log_count - before

        january = {"valid_from": date(2025, 1, 1)}

        def fill(numbers):
            for number in numbers:
                activity = self.activity.copy()
                self.rule.copy(
                    {
                        "sequence": 1,
                        "activity_id": activity.id,
                        "method": "reference",
                        "reference_id": self.smic.copy(
                            {"value_ids": [(0, 0, january | {"amount": number})]}
                        ).id,
                    }
                )
                self._approve(activity_id=activity.id, date=date(2025, number, 1))
                self._give(date=date(2025, number, 2))

        fill([1, 2])
        count()  # what is cached for good
        few = count()
        fill(range(3, 12))
        self.assertLessEqual(count(), few + 2)
