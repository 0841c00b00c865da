from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .rights_common import RightsCommon
from .yearly_sheet_common import YearlySheetCommon


@tagged("post_install", "-at_install")
class TestYearlySheet(YearlySheetCommon):
    """What the sheets tell, and whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_time()

    def test_one_sheet_each_with_the_approved_time_of_the_year(self):
        anne, maelys = self._make()._get_sheets()
        self.assertEqual((anne.person, maelys.person), (self.other_person, self.person))
        self.assertEqual(anne.entries, self.others)
        self.assertEqual(maelys.entries, self.desk + self.workshop + self.statutory)
        self.assertEqual((anne.waiting_hours, maelys.waiting_hours), (0.0, 1.25))

    def test_sums_are_those_of_the_lines(self):
        _anne, maelys = self._make()._get_sheets()
        self.assertAlmostEqual(maelys.hours, 95 / 60 + 3.0 + 0.5)
        # 39.58 + 75.00; what is not valued adds nothing.
        self.assertEqual(maelys.amount, 114.58)

    def test_the_dialog_tells_what_will_be_printed(self):
        wizard = self._make()
        self.assertEqual(wizard.people_count, 2)
        self.assertAlmostEqual(wizard.approved_hours, 95 / 60 + 3.0 + 0.5 + 2.0 + 120.0)
        self.assertEqual(wizard.waiting_hours, 1.25)
        self.assertEqual(wizard.nobody_hours, 120.0)
        wizard.partner_ids = self.other_person
        self.assertEqual((wizard.people_count, wizard.approved_hours), (1, 2.0))
        self.assertEqual((wizard.waiting_hours, wizard.nobody_hours), (0.0, 0.0))

    def test_chosen_people_only(self):
        [sheet] = self._make(partner_ids=self.other_person.ids)._get_sheets()
        self.assertEqual(sheet.person, self.other_person)

    def test_people_of_the_same_name_are_two(self):
        namesake = self.env["res.partner"].create({"name": self.person.name})
        self._approve(partner_id=namesake.id, hours=1.0)
        sheets = self._make()._get_sheets()
        self.assertEqual(
            {sheet.person: len(sheet.entries) for sheet in sheets},
            {self.other_person: 1, self.person: 3, namesake: 1},
        )

    def test_what_somebody_gave_stays_when_they_are_archived(self):
        self.other_person.active = False
        people = [sheet.person for sheet in self._make()._get_sheets()]
        self.assertIn(self.other_person, people)

    def test_nothing_to_print_is_said(self):
        wizard = self._make(date_from=date(2023, 1, 1), date_to=date(2023, 12, 31))
        self.assertEqual((wizard.people_count, wizard.approved_hours), (0, 0.0))
        for action in (wizard.action_print, wizard.action_download):
            with self.assertRaisesRegex(UserError, "No time of theirs was approved"):
                action()

    @freeze_time("2026-05-10")
    def test_the_fiscal_year_that_is_over_is_proposed(self):
        self.association.write(
            {"fiscalyear_last_month": "8", "fiscalyear_last_day": 31}
        )
        form = Form(self.env["volunteer.yearly.sheet"].with_user(self.manager_user))
        self.assertEqual(
            (form.date_from, form.date_to), (date(2024, 9, 1), date(2025, 8, 31))
        )
        form.date_from = date(2025, 3, 1)
        wizard = form.save()
        self.assertEqual(wizard.date_from, date(2025, 3, 1))
        [_anne, maelys] = wizard._get_sheets()
        self.assertEqual(maelys.entries, self.desk + self.workshop)

    def test_from_engagements_to_their_people(self):
        engagements = self.desk.engagement_id + self.others.engagement_id
        context = {
            "active_model": "volunteer.engagement",
            "active_ids": engagements.ids,
            "active_id": engagements.ids[0],
        }
        wizards = self.env["volunteer.yearly.sheet"].with_context(**context)
        form = Form(wizards.with_user(self.manager_user))
        self.assertEqual(set(form.partner_ids), set(self.person + self.other_person))
        self.assertEqual(form.save().company_id, self.association)

    def test_people_of_two_associations_are_refused(self):
        engagements = self.env["volunteer.engagement"].search(
            [("partner_id", "=", self.person.id)]
        )
        self.assertEqual(len(engagements.company_id), 2)
        wizards = self.env["volunteer.yearly.sheet"].with_context(
            active_model="volunteer.engagement", active_ids=engagements.ids
        )
        with self.assertRaisesRegex(UserError, "one association at a time"):
            wizards.default_get(["partner_ids", "company_id"])

    def test_a_period_that_is_being_typed_tells_nothing_yet(self):
        form = Form(self._make())
        form.date_from = False
        self.assertEqual((form.people_count, form.approved_hours), (0, 0.0))
        form.date_from, form.date_to = date(2025, 3, 12), date(2025, 3, 12)
        self.assertEqual((form.people_count, form.waiting_hours), (2, 1.25))

    def test_dates_are_in_order(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._make(date_to=date(2024, 1, 1))

    def test_the_file_bears_the_period_and_one_name(self):
        wizard = self._make()
        self.assertEqual(wizard._get_file_name(), "Volunteer Time 2025")
        wizard.partner_ids = self.person
        self.assertEqual(wizard._get_file_name(), "Volunteer Time 2025 Maëlys Lefèvre")
        wizard.date_from = date(2024, 9, 1)
        self.assertEqual(
            wizard._get_file_name(),
            "Volunteer Time 2024-09-01 – 2025-12-31 Maëlys Lefèvre",
        )
        self.assertIn(
            "filename=Volunteer+Time+2024-09-01", wizard.action_download()["url"]
        )

    def test_many_people_and_entries_cost_as_many_queries_as_few(self):
        def measure(count):
            people = self.env["res.partner"].create(
                [{"name": f"Person {number}"} for number in range(count)]
            )
            entries = self.env["volunteer.time.entry"].create(
                [
                    {
                        "name": f"Desk {day}",
                        "date": date(2025, 5, day),
                        "hours": 1.0,
                        "partner_id": person.id,
                        "activity_id": self.activity.id,
                        "project_id": self.project.id,
                    }
                    for person in people
                    for day in (1, 2)
                ]
            )
            entries.action_submit()
            entries.action_approve()
            wizard = self._make(partner_ids=people.ids)
            costs = []
            for function in (
                lambda: wizard.workbook,
                lambda: (
                    self.env["ir.actions.report"]
                    .with_user(self.manager_user)
                    ._render_qweb_html(
                        "volunteer_valuation.report_yearly_sheet", wizard.ids
                    )
                ),
            ):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                function()
                costs.append(self.env.cr.sql_log_count - before)
            return costs

        self.association.volunteer_shows_value = True
        measure(1)  # what is cached for good
        few, many = measure(5), measure(50)
        for cheap, dear in zip(few, many, strict=True):
            self.assertLessEqual(dear, cheap + 2)


@tagged("post_install", "-at_install")
class TestYearlySheetRights(YearlySheetCommon, RightsCommon):
    """Managers and treasurers, of their own associations; checked in the model."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_time()

    def test_managers_and_treasurers_see_the_same(self):
        told = [
            [
                (sheet.person.id, sheet.entries.ids, sheet.waiting_hours)
                for sheet in sheets
            ]
            for sheets in (
                self._make(user)._get_sheets()
                for user in (self.manager_user, self.treasurer_user)
            )
        ]
        self.assertEqual(len(told[0]), 2)
        self.assertEqual(told[0], told[1])

    def test_others_have_no_access(self):
        wizards = self.env["volunteer.yearly.sheet"]
        values = {"date_from": "2025-01-01", "date_to": "2025-12-31"}
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.portal_user,
            self.public_user,
        ):
            self.assertRefused(user, wizards, "create", [values], error=AccessError)
            self.assertRefused(user, self._make(), "action_print", error=AccessError)

    def test_the_report_itself_checks(self):
        """A report is rendered for whoever knows its address."""
        for user in (self.volunteer_user, self.approver_user, self.other_manager):
            with self.subTest(user=user.login), self.assertRaises(Exception) as caught:
                self.env["ir.actions.report"].with_user(user)._render_qweb_html(
                    "volunteer_valuation.report_yearly_sheet", self._make().ids
                )
            self.assertIsInstance(
                caught.exception.__cause__ or caught.exception, AccessError
            )

    def test_nobody_prints_for_an_association_that_is_not_theirs(self):
        for user in (self.other_manager, self.other_treasurer):
            wizard = self._make(user)
            self.assertEqual(wizard.company_id, self.other_association)
            wizard.sudo().company_id = self.association
            for method in ("action_print", "action_download"):
                self.assertRefused(user, wizard, method, error=AccessError)
            for field in ("workbook", "approved_hours"):
                self.assertRefused(user, wizard, "read", [field], error=AccessError)

    def test_everybody_has_only_their_own(self):
        wizard = self._make(self.manager_user)
        self.assertRefused(
            self.treasurer_user, wizard, "read", ["partner_ids"], error=AccessError
        )
        self.assertRefused(
            self.treasurer_user, wizard, "action_print", error=AccessError
        )

    def test_people_are_offered_to_treasurers_too(self):
        form = Form(self.env["volunteer.yearly.sheet"].with_user(self.treasurer_user))
        form.date_from, form.date_to = date(2025, 1, 1), date(2025, 12, 31)
        form.partner_ids.add(self.person)
        wizard = form.save()
        self.assertEqual(wizard.partner_ids, self.person)
        domain = [
            (
                "volunteer_entry_ids",
                "any",
                [
                    ("company_id", "=", self.association.id),
                    ("state", "=", "approved"),
                    ("date", ">=", "2025-01-01"),
                    ("date", "<=", "2025-12-31"),
                ],
            )
        ]
        offered = self._call(
            self.treasurer_user, self.env["res.partner"], "search", domain
        )
        self.assertEqual(set(offered), set((self.person + self.other_person).ids))

    def test_who_finds_it_on_the_screens(self):
        menu = self.env.ref("volunteer_valuation.menu_reports_yearly_sheets")
        action = self.env.ref("volunteer_valuation.action_volunteer_yearly_sheet")
        for user, sees in (
            (self.manager_user, True),
            (self.treasurer_user, True),
            (self.approver_user, False),
            (self.volunteer_user, False),
        ):
            with self.subTest(user=user.login):
                menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                self.assertEqual(menu.id in menus, sees)
                bound = self.env["ir.actions.actions"].with_user(user)
                bound = bound.get_bindings("volunteer.engagement").get("action", ())
                self.assertEqual(action.id in [item["id"] for item in bound], sees)
        views = self.env["volunteer.engagement"]
        for user, sees in ((self.manager_user, 1), (self.approver_user, 0)):
            arch = views.with_user(user).get_view(view_type="form")["arch"]
            self.assertEqual(arch.count(f'name="{action.id}"'), sees)
