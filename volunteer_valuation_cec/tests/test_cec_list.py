import base64
import io
from unittest import skipUnless

from freezegun import freeze_time
from lxml import html
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader

from odoo.addons.volunteer_valuation.tests.test_yearly_sheet_files import (
    has_wkhtmltopdf,
    squeeze,
)

from .common import DeclarationCommon

REPORT = "volunteer_valuation_cec.report_cec_list"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 10:00")
class TestCecList(DeclarationCommon):
    """The valideur's list of a year."""

    def setUp(self):
        super().setUp()
        given = self._give(100)
        given.engagement_id.mandate_ids = [
            Command.create(
                {
                    "kind": "supervision",
                    "office": "Repair team",
                    "date_start": "2024-01-01",
                    "date_end": "2025-06-30",
                }
            ),
            Command.create(
                {
                    "office": "Secretary",
                    "date_start": "2010-01-01",
                    "date_end": "2011-12-31",
                }
            ),
        ]
        self.declaration = self._declare(90)
        self.line = self.declaration.line_ids.filtered("company_id")

    def _open(self, user=None, **values):
        lists = self.env["volunteer.cec.list"].with_user(user or self.validator_user)
        return lists.create({"company_id": self.association.id, "year": 2025} | values)

    def _read_sheet(self, wizard):
        content = base64.b64decode(wizard.workbook)
        [sheet] = load_workbook(io.BytesIO(content)).worksheets
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    def _attest(self):
        self.declaration.action_ask()
        with freeze_time("2026-04-02 23:30"):
            self.line.with_user(self.validator_user).action_attest()

    def _declare_many(self, count):
        """As many other people, who asked."""
        for number in range(count):
            partner = self.env["res.partner"].create(
                {"name": f"Person {number:02} with a rather long name of their own"}
            )
            self._engage(partner, office="Member of the board in charge of " + "x" * 40)
            declaration = self.env["volunteer.cec.declaration"].create(
                {"partner_id": partner.id, "year": 2025}
            )
            declaration.line_ids._start(
                declaration,
                self.association,
                self.env["volunteer.time.entry"],
            )
            declaration.line_ids._apply(
                {
                    "engagement_id": partner.volunteer_engagement_ids.id,
                    "hours": 10,
                    "state": "asked",
                    "asked_on": "2026-03-01 10:00:00",
                }
            )

    def test_who_asked_and_what_was_answered(self):
        self._attest()
        rows = self._read_sheet(self._open())
        self.assertEqual(
            rows[0],
            ["Person", "Functions", "Hours", "State", "Asked On", "Answered On"],
        )
        person, functions, hours, state, asked_on, answered_on = rows[1]
        self.assertEqual(person, self.volunteer.name)
        self.assertEqual(
            functions,
            "Treasurer (since 01/01/2020); Repair team (01/01/2024 – 06/30/2025)",
        )
        self.assertEqual((hours, state), (100, "Attested"))
        self.assertEqual(str(asked_on.date()), "2026-03-15")
        # Half past eleven in the evening UTC is the next day in France.
        self.association.partner_id.country_id = self.env.ref("base.fr")
        self.assertEqual(str(answered_on.date()), "2026-04-03")
        self.assertEqual(rows[2][0::2][:2], ["Attested: 1 of 1", 100])

    def test_only_what_was_asked_of_the_association(self):
        with self.assertRaisesRegex(UserError, "Nobody asked"):
            self._open().action_download()
        self._attest()
        self._open().action_download()
        self._open().action_print()
        text = str(self._read_sheet(self._open()))
        # Nothing of what the person did elsewhere.
        for unwanted in ("Association 0", "90", "190"):
            self.assertNotIn(unwanted, text)
        with self.assertRaisesRegex(UserError, "of 2024"):
            self._open(year=2024).action_print()

    def test_refused_hours_are_in_no_sum(self):
        self.declaration.action_ask()
        self.line.with_user(self.validator_user).action_refuse("No")
        wizard = self._open()
        self.assertEqual((wizard.people_count, wizard.attested_count), (1, 0))
        self.assertEqual(wizard.attested_hours, 0)
        self.assertEqual(self._read_sheet(wizard)[2][2], 0)

    def test_for_valideurs_of_the_association_only(self):
        self._attest()
        elsewhere = self._create_user(
            "elsewhere",
            "volunteer_valuation_cec.group_cec_validator",
            company=self.other_association,
        )
        for user in (
            self.manager_user,
            self.treasurer_user,
            self.approver_user,
            self.volunteer_user,
            elsewhere,
        ):
            for act in (
                lambda wizard: wizard.action_print(),
                lambda wizard: wizard.action_download(),
                lambda wizard: wizard.people_count,
                lambda wizard: wizard.workbook,
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    act(self._open(user))
        wizard = self._open()
        other = self._create_user(
            "second_validator", "volunteer_valuation_cec.group_cec_validator"
        )
        with self.assertRaises(AccessError):
            wizard.with_user(other).read(["year"])

    def test_a_year_that_cannot_be(self):
        for year in (0, -1, 9999):
            with self.subTest(year=year), self.assertRaises(UserError):
                self._open(year=year).action_print()

    def test_the_paper_tells_the_same(self):
        self._attest()
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            REPORT, self._open().ids
        )
        text = squeeze(html.fromstring(content).text_content())
        for told in (
            "Compte d'engagement citoyen 2025",
            "Les Ateliers du Canal",
            "RNA W442012345",
            "Treasurer (since 01/01/2020)",
            "Repair team (01/01/2024 – 06/30/2025)",
            "100:00",
            "Attested: 1 of 1",
        ):
            self.assertIn(told, text)
        self.assertNotIn("Secretary", text)

    def test_queries_do_not_grow_with_the_people(self):
        counts = []
        # The first time also fills what Odoo remembers.
        for more in (2, 1, 8):
            self._declare_many(more)
            wizard = self._open().sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard._build_workbook()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    @skipUnless(has_wkhtmltopdf(), "wkhtmltopdf is not installed: no PDF to look at")
    def test_the_pdf_has_the_pages_that_were_planned(self):
        self._declare_many(50)
        wizard = self._open()
        planned, _widths = wizard._get_pages()
        self.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:1")
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            content, _kind = reports._render_qweb_pdf(REPORT, wizard.ids)
        pages = [
            squeeze(page.extract_text())
            for page in PdfReader(io.BytesIO(content)).pages
        ]
        self.assertGreaterEqual(len(pages), 2)
        self.assertEqual(len(pages), len(planned))
        for text, rows in zip(pages, planned, strict=True):
            for row in rows:
                self.assertIn(row.person[:9], text)
        self.assertIn("Attested: 0 of 50", pages[-1])


@tagged("post_install", "-at_install")
class TestCecListDownload(DeclarationCommon, HttpCase):
    """The files as a browser gets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = cls._create_user("cec_portal", "base.group_portal")

    @mute_logger("odoo.http")
    def test_only_who_opened_the_list_downloads_it(self):
        self._give(20)
        self._declare().line_ids._ask()
        wizard = (
            self.env["volunteer.cec.list"]
            .with_user(self.validator_user)
            .create({"year": 2025, "company_id": self.association.id})
        )
        self.env.flush_all()
        workbook = wizard.action_download()["url"]
        paper = f"/report/html/{REPORT}/{wizard.id}"
        self.authenticate("vv_validator", "vv_validator")
        self.assertTrue(self.url_open(workbook).content.startswith(b"PK"))
        self.assertIn(self.volunteer.name, self.url_open(paper).text)
        for login in ("vv_manager", "vv_volunteer", "vv_cec_portal", None):
            self.authenticate(login, login)
            for address in (workbook, paper, paper.replace("html", "pdf")):
                with self.subTest(login=login, address=address):
                    answer = self.url_open(address)
                    self.assertNotIn(b"PK", answer.content[:2])
                    self.assertNotIn(b"PDF", answer.content[:9])
                    self.assertNotIn("Treasurer", answer.text)


@tagged("post_install", "-at_install")
class TestSheet(DeclarationCommon, HttpCase):
    """What the person types into Le Compte Bénévole."""

    def setUp(self):
        super().setUp()
        clock = freeze_time("2026-03-15 10:00", tick=True)
        clock.start()
        self.addCleanup(clock.stop)
        self._give(20)
        self.declaration = self._declare(90)
        self.line = self.declaration.line_ids.filtered("company_id")
        self.authenticate("vv_volunteer", "vv_volunteer")

    def _read(self):
        self.env.flush_all()
        page = html.fromstring(self.url_open("/my/cec/2025/sheet").text)
        [sheet] = page.xpath("//*[hasclass('o_cec_sheet')]")
        return squeeze(sheet.text_content())

    def test_each_association_with_its_numbers(self):
        text = self._read()
        for told in (
            self.volunteer.name,
            "RNA W442012345 SIREN 732829320 Function Treasurer (since 01/01/2020)",
            "Hours 20 h",
            "Association 0 RNA – SIREN – Function – Hours 90 h",
        ):
            self.assertIn(told, text)

    def test_siren_as_it_is_written(self):
        for written, told in (
            ("732 829 320 00074", "732829320"),
            ("732 829 320", "732829320"),
            ("123", "–"),
            (False, "–"),
        ):
            self.association.company_registry = written
            with self.subTest(written=written):
                self.assertIn(f"SIREN {told} Function Treasurer", self._read())

    def test_a_branch_has_the_number_of_its_parent(self):
        branch = self.env["res.company"].create(
            {"name": "Antenne de Rezé", "parent_id": self.association.id}
        )
        self.line._apply({"company_id": branch.id})
        self.assertEqual(self.line._get_rna(), "W442012345")
        branch.volunteer_rna = "W442000001"
        self.assertEqual(self.line._get_rna(), "W442000001")
