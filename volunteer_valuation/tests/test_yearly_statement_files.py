import base64
import io
from unittest import skipUnless

from lxml import html
from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader

from ..report.volunteer_statement_cells import show_cell
from .test_yearly_sheet_files import has_wkhtmltopdf
from .yearly_statement_common import YearlyStatementCommon, squeeze

REPORT = "volunteer_valuation.report_yearly_statement"
NAMES = ("Maëlys", "Lefèvre", "Desk with")


@tagged("post_install", "-at_install")
class TestYearlyStatementWorkbook(YearlyStatementCommon):
    """The workbook, reopened cell by cell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_two_years()

    def _read(self, **values):
        content = base64.b64decode(self._make(**values).workbook)
        return load_workbook(io.BytesIO(content))

    def _find_line(self, sheet, name):
        [line] = [
            row for row in sheet.iter_rows() if name in (row[0].value, row[1].value)
        ]
        return line

    def test_every_figure_of_the_screen_is_in_the_workbook(self):
        statement = self._make(resources=650.0, subsidies=400.0)
        content = statement._get_content()
        book = load_workbook(io.BytesIO(base64.b64decode(statement.workbook)))
        self.assertEqual(len(book.sheetnames), len(content.tables))
        for sheet, table in zip(book, content.tables, strict=True):
            lines = list(sheet.iter_rows(values_only=True))
            first = [line[: len(table.headings)] for line in lines].index(
                tuple(table.headings)
            )
            for line, row in zip(lines[first + 1 :], table.rows, strict=False):
                for value, cell in zip(line, row.cells, strict=False):
                    with self.subTest(sheet=sheet.title, line=line):
                        self.assertAlmostEqual(
                            value or None, cell.value or None, places=12
                        )

    def test_figures_are_numbers_that_look_like_what_they_are(self):
        line = self._find_line(self._read()["1 Key Figures"], "Value (€)")
        self.assertEqual([cell.value for cell in line[1:]], [350, 200, 150, 0.75])
        self.assertEqual(
            [cell.number_format for cell in line[1:]],
            [
                "#,##0.00",
                "#,##0.00",
                "+#,##0.00;-#,##0.00;#,##0.00",
                "+0.0%;-0.0%;0.0%",
            ],
        )

    def test_of_whom_and_when(self):
        for sheet in self._read():
            self.assertEqual(sheet["A1"].value, "Les Ateliers du Canal, Belgium")
            self.assertEqual(sheet["A2"].value, "1 January 2025 – 31 December 2025")

    def test_charts_are_the_workbooks_own(self):
        book = self._read()
        charts = {sheet.title: sheet._charts for sheet in book if sheet._charts}
        self.assertEqual(list(charts), ["2 By Nature", "3 By Project", "4 By Activity"])
        [chart] = charts["3 By Project"]
        this_year, before = chart.series
        sheet = book["3 By Project"]
        for series, values in ((this_year, [6, 6, 0]), (before, [0, 0, 8])):
            reference = series.val.numRef.f.rpartition("!")[2].replace("$", "")
            told = [cell.value for [cell] in sheet[reference]]
            self.assertEqual(told, values)
        reference = this_year.cat.strRef or this_year.cat.numRef
        names = sheet[reference.f.rpartition("!")[2].replace("$", "")]
        self.assertEqual(
            [cell.value for [cell] in names], ["Repair Café", "No project", "Festival"]
        )

    def test_what_looks_like_a_formula_stays_text(self):
        self.project.name = "=1+1"
        sheet = self._read()["3 By Project"]
        cells = [cell for [cell] in sheet["A6:A40"] if cell.value == "=1+1"]
        # In the table, and in what its chart is drawn from.
        self.assertEqual([cell.data_type for cell in cells], ["s", "s"])

    def test_nobody_is_named(self):
        for sheet in self._read():
            for row in sheet.iter_rows(values_only=True):
                for name in NAMES:
                    self.assertNotIn(name, " ".join(map(str, row)))


@tagged("post_install", "-at_install")
class TestYearlyStatementPaper(YearlyStatementCommon):
    """The pages, as they are printed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_two_years()

    def _render(self, statement):
        reports = self.env["ir.actions.report"].with_user(self.treasurer_user)
        content, _kind = reports._render_qweb_html(REPORT, statement.ids)
        return content.decode()

    def _give_long_names(self):
        words = "Accompagnement à la scolarité des enfants et adolescents allophones"
        projects = self.env["project.project"].create(
            [
                {
                    "name": f"{words} – groupe {number}",
                    "company_id": self.association.id,
                }
                for number in range(40)
            ]
        )
        entries = self.env["volunteer.time.entry"].create(
            [
                {
                    "name": "Lessons",
                    "date": f"2025-{1 + number % 12:02}-02",
                    "hours": 0.25,
                    "partner_id": self.person.id,
                    "activity_id": self.activity.id,
                    "project_id": project.id,
                }
                for number, project in enumerate(projects)
            ]
        )
        entries.action_submit()
        entries.action_approve()

    def test_paper_tells_what_the_screen_tells(self):
        statement = self._make(resources=650.0, subsidies=400.0)
        screen = self._read_tables(statement.screen)
        self.assertGreater(len(screen), 10)
        self.assertEqual(self._read_tables(self._render(statement)), screen)

    def test_it_says_of_whom_and_when_and_names_nobody(self):
        text = squeeze(html.fromstring(self._render(self._make())).text_content())
        self.assertIn("Statement of Volunteering and Contributions in Kind", text)
        self.assertIn("Les Ateliers du Canal", text)
        self.assertIn("1 January 2025 – 31 December 2025", text)
        for name in NAMES:
            self.assertNotIn(name, text)

    def test_figures_are_written_as_people_of_the_language_do(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        tables = self._make().with_context(lang="fr_FR")._get_content().tables
        cell = tables[0].rows[0].cells[1]
        french = self.env(context={"lang": "fr_FR"})
        self.assertEqual(show_cell(french, cell, self.euro), "12,00")

    @skipUnless(has_wkhtmltopdf(), "wkhtmltopdf is not installed: no PDF to look at")
    def test_the_pdf_has_the_pages_that_were_planned(self):
        self._give_long_names()
        statement = self._make()
        # Nothing is fetched: the statement brings its style along.
        self.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:1")
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            content, kind = (
                self.env["ir.actions.report"]
                .with_user(self.treasurer_user)
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf(REPORT, statement.ids)
            )
        self.assertEqual(kind, "pdf")
        pages = [
            squeeze(page.extract_text())
            for page in PdfReader(io.BytesIO(content)).pages
        ]
        planned = statement._get_content().get_pages()
        self.assertGreaterEqual(len(planned), 3)
        self.assertEqual(len(pages), len(planned))
        for number, (text, pieces) in enumerate(zip(pages, planned, strict=True), 1):
            self.assertIn(f"page {number} of {len(planned)}", text)
            for piece in pieces:
                self.assertIn(piece.block.title, text)
        continued = [piece for page in planned for piece in page if not piece.is_first]
        self.assertTrue(continued, "no table is longer than its page")
        self.assertEqual(
            sum(text.count("(continued)") for text in pages), len(continued)
        )


@tagged("post_install", "-at_install")
class TestYearlyStatementDownload(YearlyStatementCommon, HttpCase):
    """The files as a browser gets them."""

    def test_the_workbook_bears_its_name(self):
        statement = self._make()
        self.authenticate("vv_treasurer", "vv_treasurer")
        answer = self.url_open(statement.action_download()["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertIn(
            "Statement of Volunteering 2025.xlsx",
            answer.headers["Content-Disposition"],
        )
        self.assertEqual(
            load_workbook(io.BytesIO(answer.content)).sheetnames[0], "1 Key Figures"
        )

    def test_others_get_neither_file(self):
        statement = self._make()
        stranger = self._create_user(
            "elsewhere",
            "volunteer_valuation.group_volunteer_treasurer",
            self.other_association,
        )
        for login in (stranger.login, "vv_approver", "vv_volunteer"):
            self.authenticate(login, login)
            for url in (
                statement.action_download()["url"],
                f"/report/html/{REPORT}/{statement.id}",
            ):
                with self.subTest(login=login, url=url):
                    with mute_logger("odoo.http"):
                        answer = self.url_open(url)
                    self.assertGreaterEqual(answer.status_code, 400)
        self.authenticate("vv_manager", "vv_manager")
        answer = self.url_open(f"/report/html/{REPORT}/{statement.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Key Figures", answer.text)
