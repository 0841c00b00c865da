import io
from base64 import b64decode
from datetime import date

from freezegun import freeze_time
from lxml import html
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .statement_common import StatementCommon


@tagged("post_install", "-at_install")
class TestGrantTable(StatementCommon):
    """The block 86/87 of a grant form: the statement's figures under the form's numbers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.goods = cls.env.ref("volunteer_valuation.nature_goods")
        cls.premises = cls.env.ref("volunteer_valuation.nature_use_of_goods")
        cls._approve(hours=10.1, project_id=cls.project.id)
        cls._approve(hours=4, partner_id=cls.volunteer.id)
        cls._approve(
            hours=20,
            partner_id=cls.stranger_user.partner_id.id,
            status_id=cls.civic_service.id,
        )

    def _make(self, user=None, **values):
        grants = self.env["volunteer.grant.table"].with_user(
            user or self.treasurer_user
        )
        return grants.create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
            | values
        )

    def _get_sides(self, grant):
        """{number of the form: amount} of both sides, as the screen shows them."""
        figures = grant._get_figures()
        return tuple(
            {line.code: float(line.amount) for line in figures[side]}
            for side in ("uses", "sources")
        )

    def test_the_whole_association_as_the_form_numbers_it(self):
        self._give(amount=300.4)
        self._give(nature_id=self.premises.id, amount=1200)
        self._give(nature_id=self.goods.id, amount=80.15)
        self.assertEqual(
            self._get_sides(self._make()),
            (
                {"860": 80.15, "861": 1200, "862": 300.4, "864": 352.5},
                {"870": 352.5, "871": 1500.4, "875": 80.15},
            ),
        )

    def test_totals_are_equal_and_those_of_the_statement(self):
        self._give(amount=300.4)
        figures = self._make()._get_figures()
        self.assertEqual(figures["total_uses"], figures["total_sources"])
        self.assertEqual(figures["total_uses"], self._compute()["amount"])

    def test_one_project(self):
        self._give(amount=300, project_id=self.project.id)
        self._give(amount=500)
        uses, _sources = self._get_sides(self._make(project_id=self.project.id))
        self.assertEqual(uses, {"860": 0, "861": 0, "862": 300, "864": 252.5})

    def test_branches_belong_to_the_association(self):
        branch = self.env["res.company"].create(
            {"name": "Quai Nord", "parent_id": self.association.id}
        )
        self.rule.company_id = False
        self._approve(hours=2, company_id=branch.id)
        self.treasurer_user.company_ids += branch
        grant = self._make()
        self.assertTrue(grant.has_branches)
        uses, _sources = self._get_sides(grant)
        self.assertEqual(uses["864"], 352.5 + 50)
        grant.include_branches = False
        uses, _sources = self._get_sides(grant)
        self.assertEqual(uses["864"], 352.5)
        # Who does not work for the branch does not see it through the association.
        grant = self._make(self.manager_user)
        self.assertFalse(grant.include_branches)
        self.assertIn("352.50", grant.table)
        grant.include_branches = True
        with self.assertRaises(AccessError):
            grant.read(["table"])

    def test_lines_without_anything_stay(self):
        grant = self._make(date_from=date(2023, 1, 1), date_to=date(2023, 12, 31))
        self.assertEqual(
            self._get_sides(grant),
            (
                {"860": 0, "861": 0, "862": 0, "864": 0},
                {"870": 0, "871": 0, "875": 0},
            ),
        )

    def test_what_has_no_number_on_the_form_is_not_lost(self):
        blood = self.env["volunteer.contribution.nature"].create({"name": "Blood"})
        self._give(nature_id=blood.id, amount=40)
        figures = self._make()._get_figures()
        self.assertEqual(
            [line for line in figures["uses"] if line.name == "Blood"],
            [line for line in figures["sources"] if line.name == "Blood"],
        )
        self.assertEqual(figures["total_uses"], 352.5 + 40)
        self.assertEqual(figures["total_sources"], 352.5 + 40)

    def test_benevoles_and_volontaires_with_their_full_time_equivalents(self):
        self.association.volunteer_fte_hours = 1000
        self._approve(hours=2, headcount=30, partner_id=self.member_organisation.id)
        figures = self._make()._get_figures()
        (_name, volunteers, fte), (_name, volontaires, civic_fte) = figures["people"]
        self.assertEqual((volunteers, volontaires), (2, 1))
        self.assertAlmostEqual(fte, 0.0741)
        self.assertAlmostEqual(civic_fte, 0.02)
        full_time, groups = figures["notes"]
        self.assertIn("1,000 hours", full_time)
        self.assertIn("30 more people", groups)

    def test_the_form_names_its_lines_in_french(self):
        figures = self._make().with_context(lang="fr_FR")._get_figures()
        self.assertEqual(
            [(line.code, line.name) for line in figures["uses"]],
            [
                ("860", "Secours en nature"),
                ("861", "Mise à disposition gratuite de biens et services"),
                ("862", "Prestations"),
                ("864", "Personnel bénévole"),
            ],
        )
        self.assertEqual(
            [(line.code, line.name) for line in figures["sources"]],
            [
                ("870", "Bénévolat"),
                ("871", "Prestations en nature"),
                ("875", "Dons en nature"),
            ],
        )

    def test_the_screen_shows_both_sides(self):
        page = html.fromstring(self._make().table)
        uses, sources, _people = page.xpath("//table")
        self.assertEqual(
            uses.xpath("normalize-space(.//tr[td='864'])").split()[:3],
            ["864", "Volunteer", "Work"],
        )
        for side in (uses, sources):
            self.assertIn("352.50", side.xpath("string(tfoot)"))
        # Nobody is named.
        for person in (self.person, self.stranger_user.partner_id):
            self.assertNotIn(person.name, page.text_content())

    def test_the_workbook_tells_the_same(self):
        self._give(amount=300.4)
        grant = self._make(project_id=False)
        workbook = load_workbook(io.BytesIO(b64decode(grant.workbook)))
        sheet = workbook["86-87"]
        rows = list(sheet.iter_rows(values_only=True))
        uses = {
            row[0]: row[2] for row in rows if row[0] in ("860", "861", "862", "864")
        }
        sources = {row[4]: row[6] for row in rows if row[4] in ("870", "871", "875")}
        self.assertEqual((uses, sources), self._get_sides(grant))
        [total] = [row for row in rows if row[1] == "Total"]
        self.assertEqual((total[2], total[6]), (652.9, 652.9))
        [volunteers] = [row for row in rows if str(row[1]).startswith("Volunteers")]
        self.assertEqual(volunteers[2], 2)
        self.assertIn(self.association.name, [row[0] for row in rows])
        self.assertIn("1 January 2025 – 31 December 2025", [row[0] for row in rows])

    def test_a_name_is_no_formula(self):
        self.project.name = "=1+1"
        grant = self._make(project_id=self.project.id)
        sheet = load_workbook(io.BytesIO(b64decode(grant.workbook)))["86-87"]
        [cell] = [cell for cell in sheet["A"] if cell.value == "=1+1"]
        self.assertEqual(cell.data_type, "s")

    @freeze_time("2026-02-01")
    def test_the_year_that_is_over_is_proposed(self):
        form = Form(self.env["volunteer.grant.table"].with_user(self.manager_user))
        self.assertEqual(
            (form.date_from, form.date_to), (date(2025, 1, 1), date(2025, 12, 31))
        )
        form.project_id = self.project
        self.assertIn("252.50", form.table)

    def test_a_project_of_another_association_is_refused(self):
        with self.assertRaises(UserError):
            self._make(project_id=self.foreign_project.id)

    def test_only_managers_and_treasurers_of_the_association(self):
        for user in (self.treasurer_user, self.manager_user):
            self.assertTrue(self._make(user).action_download())
        other_manager = self._create_user(
            "elsewhere",
            "volunteer_valuation.group_volunteer_manager",
            self.other_association,
        )
        portal = new_test_user(self.env, "vv_grant_portal", "base.group_portal")
        for user in (self.volunteer_user, self.approver_user, other_manager, portal):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._make(user).read(["table"])

    def test_somebody_elses_table_is_out_of_reach(self):
        grant = self._make()
        for method, args in (("read", [["table"]]), ("action_download", [])):
            with self.assertRaises(AccessError):
                self._call(self.manager_user, grant, method, *args)
