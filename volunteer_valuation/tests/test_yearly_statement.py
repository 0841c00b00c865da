from datetime import date

from freezegun import freeze_time
from lxml import html
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .yearly_statement_common import YearlyStatementCommon

FOOT = "Foot of the Income Statement (€)"
RESOURCES = "Resources and Subsidies (€)"


@tagged("post_install", "-at_install")
class TestYearlyStatementScreen(YearlyStatementCommon):
    """What the screen tells of 2025, beside 2024."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_two_years()

    def test_a_new_one_is_of_ones_association_and_its_last_year(self):
        self.association.write(
            {"fiscalyear_last_month": "6", "fiscalyear_last_day": 30}
        )
        with freeze_time("2026-03-05"):
            statement = self.env["volunteer.yearly.statement"].create({})
        self.assertEqual(statement.company_ids, self.association)
        self.assertEqual(statement.date_from, date(2024, 7, 1))
        self.assertEqual(statement.date_to, date(2025, 6, 30))
        self.assertEqual(statement.display_name, "Les Ateliers du Canal, 2024/2025")

    def test_key_figures_stand_beside_those_of_the_year_before(self):
        rows = self._read_screen()["Key Figures"]
        self.assertEqual(rows[0], ["", "2025", "2024", "Change", "in %"])
        for name, *told in [
            ("Hours given", "12.00", "8.00", "+4.00", "+50.0%"),
            ("of which valued", "10.00", "8.00", "+2.00", "+25.0%"),
            ("of which estimated", "4.00", "0.00", "+4.00", ""),
            ("Share of estimated hours", "33.3%", "0.0%", "+33.3%", ""),
            (
                "Hours waiting for approval, not counted above",
                "5.00",
                "0.00",
                "+5.00",
                "",
            ),
            ("People", "1", "1", "0", "0.0%"),
            ("Value (€)", "350.00", "200.00", "+150.00", "+75.0%"),
            ("of which volunteer time", "250.00", "200.00", "+50.00", "+25.0%"),
            ("of which contributions in kind", "100.00", "0.00", "+100.00", ""),
            ("Booked (€)", "0.00", "0.00", "0.00", ""),
            ("Not booked (€)", "350.00", "200.00", "+150.00", "+75.0%"),
        ]:
            with self.subTest(name=name):
                self.assertEqual(self._find_row(rows, name), told)

    def test_people_of_both_kinds_of_status_are_told_to_count_in_both(self):
        note = "Who gave time under both kinds of status counts in both."
        self.assertNotIn(note, self._make().screen)
        self._approve(status_id=self.civic_service.id)
        statement = self._make()
        self.assertIn(note, statement.screen)
        rows = self._read_tables(statement.screen)["Key Figures"]
        for name in ("People", "of whom volunteers", "of whom under another status"):
            self.assertEqual(self._find_row(rows, name)[0], "1")

    def test_lines_of_both_years_stand_side_by_side_and_add_up(self):
        rows = self._read_screen()["By Project"]
        # fmt: off
        self.assertEqual(rows, [
            ["", "Hours 2025", "Hours 2024", "Change", "in %",
             "€ 2025", "€ 2024", "Change", "in %"],
            ["Repair Café", "6.00", "0.00", "+6.00", "",
             "250.00", "0.00", "+250.00", ""],
            ["No project", "6.00", "0.00", "+6.00", "",
             "100.00", "0.00", "+100.00", ""],
            ["Festival", "0.00", "8.00", "-8.00", "-100.0%",
             "0.00", "200.00", "-200.00", "-100.0%"],
            ["Total", "12.00", "8.00", "+4.00", "+50.0%",
             "350.00", "200.00", "+150.00", "+75.0%"],
        ])
        # fmt: on

    def test_every_way_of_sharing_out_is_there_with_the_same_total(self):
        tables = self._read_screen()
        total = self._find_row(tables["By Nature"], "Total")
        for way in ("Project", "Activity", "Destination", "Level", "Origin", "Status"):
            with self.subTest(way=way):
                self.assertEqual(self._find_row(tables[f"By {way}"], "Total"), total)

    def test_the_foot_of_the_income_statement_has_both_sides_equal(self):
        rows = self._read_screen()[FOOT]
        # fmt: off
        self.assertEqual([row[:4] for row in rows[1:]], [
            ["871000", "Given", "100.00", "0.00"],
            ["875000", "875000 credit", "250.00", "200.00"],
            ["", "Contributions in kind, by source", "350.00", "200.00"],
            ["862000", "Services", "100.00", "0.00"],
            ["864000", "864000 debit", "250.00", "200.00"],
            ["", "Use of contributions in kind", "350.00", "200.00"],
        ])
        # fmt: on

    def test_what_is_not_or_only_disclosed_says_so(self):
        booked, disclosed = (
            "Not all of it is booked yet.",
            "Only disclosed in the annex",
        )
        self.assertIn(booked, self._make().screen)
        self._book()
        self.assertNotIn(booked, self._make().screen)
        self.assertNotIn(disclosed, self._make().screen)
        self.association.volunteer_booking = "disclose"
        self.assertIn(disclosed, self._make().screen)

    def test_why_hours_are_not_valued_is_told(self):
        rows = self._read_screen()["Hours That Are Not Valued, and Why"]
        self.assertEqual(rows[1:], [["“Board” is not valued", "1", "2.00"]])

    def test_late_time_is_told_apart_in_both_years(self):
        self._book()
        self._approve(hours=3.0, late_reason="Found later")
        given = "Given in This Period, Late: Not Counted Above"
        taken = "Given in Earlier Periods, Booked in This One: Counted Above"
        rows = self._read_screen()[given]
        self.assertEqual(rows[1], ["2025", "Not booked.", "3.00", "75.00"])
        later = {"first": date(2026, 1, 1), "last": date(2026, 6, 30)}
        self._book(**later, books_late=True, late_reason="A sheet was found")
        rows = self._read_screen()[given]
        said = "Booked in a later period. A sheet was found"
        self.assertEqual(rows[1], ["2025", said, "3.00", "75.00"])
        rows = self._read_screen(date_from=later["first"], date_to=later["last"])[taken]
        self.assertEqual(rows[1], ["2025", "A sheet was found", "3.00", "75.00"])

    def test_resources_of_books_kept_elsewhere_are_typed_in(self):
        self.assertNotIn(RESOURCES, self._read_screen())
        rows = self._read_screen(
            resources=650.0, subsidies=400.0, previous_resources=300.0
        )[RESOURCES]
        for name, *told in [
            ("Resources", "650.00", "300.00", "+350.00", "+116.7%"),
            ("of which subsidies", "400.00", "0.00", "+400.00", ""),
            ("Share of subsidies", "61.5%", "0.0%", "+61.5%", ""),
            (
                "Resources with contributions in kind",
                "1,000.00",
                "500.00",
                "+500.00",
                "+100.0%",
            ),
            ("Share of subsidies in them", "40.0%", "0.0%", "+40.0%", ""),
        ]:
            with self.subTest(name=name):
                self.assertEqual(self._find_row(rows, name), told)

    def test_subsidies_are_part_of_resources(self):
        for values in (
            {"subsidies": 1.0},
            {"resources": 10.0, "subsidies": 10.01},
            {"resources": -1.0},
            {"previous_subsidies": 1.0},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._make(**values)

    def test_bars_are_told_apart_without_colour_and_have_their_numbers(self):
        statement = self._make()
        rows = self._read_tables(statement.screen)["By Project (Hours)"]
        self.assertIn(["Festival"], rows)
        self.assertIn(["2024", "", "8.00"], rows)
        bars = html.fromstring(statement.screen).xpath(
            "//table[@aria-label='By Project (Hours)']//rect"
        )
        widths = [bar.get("width") for bar in bars]
        # Three projects, each with this year's bar and that of the year before.
        self.assertEqual(
            widths, ["73.5%", "0.0%", "73.5%", "0.0%", "0.0%", "98.0%"], "one scale"
        )
        for now, before in zip(bars[::2], bars[1::2], strict=True):
            self.assertNotEqual(now.get("fill"), before.get("fill"))
            self.assertEqual(before.get("fill"), "#ffffff")

    def test_many_projects_are_added_up_at_the_end_of_the_picture(self):
        projects = self.env["project.project"].create(
            [
                {"name": f"Project {number}", "company_id": self.association.id}
                for number in range(12)
            ]
        )
        for project in projects:
            self._approve(hours=0.5, project_id=project.id)
        rows = self._read_screen()["By Project (Hours)"]
        names = [row[0] for row in rows if len(row) == 1]
        self.assertEqual(len(names), 10)
        self.assertEqual(names[-1], "6 others")
        self.assertEqual(rows[-2:], [["2025", "", "3.00"], ["2024", "", "0.00"]])

    def test_as_many_queries_for_many_lines_as_for_few(self):
        statement = self._make()
        few = self._count_queries(statement)
        for number in range(20):
            project = self.project.copy({"name": f"Project {number}"})
            activity = self.activity.copy({"name": f"Activity {number}"})
            self._approve(hours=0.25, project_id=project.id, activity_id=activity.id)
        self.assertLessEqual(self._count_queries(statement), few)

    def _count_queries(self, statement):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertTrue(statement.screen)
        return self.env.cr.sql_log_count - before

    def test_nobody_is_named(self):
        self.association.volunteer_shows_value = True
        self._book()
        statement = self._make()
        for name in ("Maëlys", "Lefèvre", "Desk with"):
            self.assertNotIn(name, statement.screen)

    def test_the_form_shows_figures_as_the_period_is_chosen(self):
        form = Form(
            self.env["volunteer.yearly.statement"].with_user(self.treasurer_user)
        )
        form.date_from, form.date_to = date(2024, 1, 1), date(2024, 12, 31)
        rows = self._read_tables(form.screen)["Key Figures"]
        self.assertEqual(self._find_row(rows, "Hours given")[0], "8.00")
        form.date_to = date(2023, 1, 1)
        self.assertIn("The period ends before it starts.", form.screen)

    def test_a_year_without_anything_is_a_statement_too(self):
        tables = self._read_screen(date_from="2020-01-01", date_to="2020-12-31")
        rows = tables["Key Figures"]
        self.assertEqual(
            self._find_row(rows, "Hours given"), ["0.00", "0.00", "0.00", ""]
        )
        self.assertNotIn("By Project", tables)

    def test_days_at_the_ends_of_the_calendar_are_no_error(self):
        for first, last in [
            ("0001-01-01", "0001-12-31"),
            ("0001-01-01", "9999-12-31"),
            ("9999-01-01", "9999-12-31"),
        ]:
            with self.subTest(first=first, last=last):
                statement = self._make(date_from=first, date_to=last)
                self.assertTrue(statement.display_name)
                self.assertTrue(statement.screen)

    def test_periods_are_written_as_people_say_them(self):
        for first, last, words in [
            ("2024-07-01", "2025-06-30", "Hours 2024/2025"),
            ("2024-03-01", "2025-02-28", "Hours 2024/2025"),
            ("2025-03-01", "2025-03-31", "Hours 03/01/2025 – 03/31/2025"),
        ]:
            with self.subTest(first=first):
                rows = self._read_screen(date_from=first, date_to=last)["By Project"]
                self.assertEqual(rows[0][1], words)


@tagged("post_install", "-at_install")
class TestYearlyStatementRights(YearlyStatementCommon):
    """Whose statements somebody makes and reads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_two_years()
        cls.branch = cls.env["res.company"].create(
            {"name": "Les Ateliers du Canal – Rezé", "parent_id": cls.association.id}
        )
        cls.env.user.company_ids += cls.branch
        cls.both = cls._create_user(
            "both", "volunteer_valuation.group_volunteer_treasurer"
        )
        cls.both.company_ids += cls.other_association

    def test_managers_read_what_treasurers_read(self):
        statement = self._make()
        self.assertEqual(
            statement.with_user(self.manager_user).screen, statement.screen
        )

    def test_others_neither_read_nor_make_one(self):
        statement = self._make()
        for user in (self.volunteer_user, self.approver_user, self.stranger_user):
            with self.subTest(user=user.name):
                for method in ("action_print", "action_download"):
                    with self.assertRaises(AccessError):
                        self._call(user, statement, method)
                with self.assertRaises(AccessError):
                    self._call(user, statement, "read", ["screen"])
                with self.assertRaises(AccessError):
                    self._make(user)

    def test_of_all_its_associations_or_not_at_all(self):
        companies = self.association + self.other_association
        statement = self._make(self.both, company_ids=[Command.set(companies.ids)])
        self.assertIn("Le Hangar", statement.screen)
        self.env.invalidate_all()
        self.assertFalse(
            self._call(
                self.treasurer_user,
                statement.browse(),
                "search",
                [("id", "=", statement.id)],
            )
        )
        with self.assertRaises(AccessError):
            self._call(self.treasurer_user, statement, "read", ["screen"])
        with self.assertRaises(AccessError):
            self._call(
                self.both,
                statement,
                "read",
                ["screen"],
                context={"allowed_company_ids": self.association.ids},
            )

    def test_no_statement_of_an_association_that_is_not_ones_own(self):
        for companies in (
            self.other_association,
            self.association + self.other_association,
        ):
            with self.subTest(companies=companies), self.assertRaises(AccessError):
                self._make(company_ids=[Command.set(companies.ids)])
        statement = self._make()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            statement.company_ids += self.other_association
            self.env.flush_all()

    def test_nothing_of_an_association_that_is_only_tried(self):
        """A form that is not saved computes too: its client chooses what it asks for."""
        elsewhere = self.env["res.company"].create(
            {"name": "Le Hangar – Nord", "parent_id": self.other_association.id}
        )
        for companies in (self.other_association, elsewhere):
            with (
                self.subTest(companies=companies.name),
                self.assertRaises(AccessError) as caught,
            ):
                self._call(
                    self.treasurer_user,
                    self.env["volunteer.yearly.statement"],
                    "onchange",
                    {
                        "company_ids": [Command.set(companies.ids)],
                        "include_branches": True,
                        "date_from": "2025-01-01",
                        "date_to": "2025-12-31",
                    },
                    [],
                    {"screen": {}, "company_ids": {}},
                )
            self.assertNotIn("Hangar", str(caught.exception))

    def test_branches_are_added_up_where_they_are_ones_own(self):
        self._approve(hours=5.0, company_id=self.branch.id)
        statement = self._make(include_branches=True)
        self.assertIn(
            "ask to be let into Les Ateliers du Canal – Rezé.", statement.screen
        )
        self.treasurer_user.company_ids += self.branch
        # Not switched on, and added up all the same.
        statement = statement.with_user(self.treasurer_user).with_context(
            allowed_company_ids=self.association.ids
        )
        statement.invalidate_recordset()
        tables = self._read_tables(statement.screen)
        hours = self._find_row(tables["Key Figures"], "Hours given")
        self.assertEqual(hours[0], "17.00")
        self.assertEqual(
            [row[:2] for row in tables["By Branch"][1:]],
            [
                ["Les Ateliers du Canal", "12.00"],
                ["Les Ateliers du Canal – Rezé", "5.00"],
                ["Total", "17.00"],
            ],
        )

    def test_a_branch_that_is_missing_is_named(self):
        self.treasurer_user.company_ids += self.branch
        statement = self._make(include_branches=True)
        self.assertIn(
            "No time came from: Les Ateliers du Canal – Rezé.", statement.screen
        )
