import base64
import io
import re
from datetime import date, datetime
from unittest import skipUnless

from lxml import html
from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import find_in_path
from odoo.tools.pdf import PdfReader

from ..report.volunteer_yearly_sheet import PAPER_WIDTH
from .yearly_sheet_common import YearlySheetCommon

REPORT = "volunteer_valuation.report_yearly_sheet"


def has_wkhtmltopdf():
    try:
        return bool(find_in_path("wkhtmltopdf"))
    except OSError:
        return False


def settle(row):
    """The values of a row, with days as days and hours without their last bits."""
    return [
        round(value, 9)
        if isinstance(value, float)
        else value.date()
        if isinstance(value, datetime)
        else value
        for value in row
    ]


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


@tagged("post_install", "-at_install")
class TestYearlySheetWorkbook(YearlySheetCommon):
    """The workbook, reopened cell by cell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_time()

    def _read(self, **values):
        return load_workbook(
            io.BytesIO(base64.b64decode(self._make(**values).workbook))
        )

    def _find(self, sheet, text):
        """Row number of the line whose first cell holds ``text``."""
        return next(row[0].row for row in sheet.iter_rows() if row[0].value == text)

    def test_every_cell_of_a_sheet_with_its_value(self):
        self.association.volunteer_shows_value = True
        book = self._read(partner_ids=self.person.ids)
        self.assertEqual(book.sheetnames, ["1 Maëlys Lefèvre"])
        sheet = book.active
        self.assertEqual(sheet["A1"].value, "Volunteer Time")
        self.assertTrue(
            sheet["A2"].value.startswith(
                "Les Ateliers du Canal, 12 quai de la Fosse, 44000 Nantes, Belgium, "
            )
        )
        self.assertTrue(sheet["A2"].value.endswith(" 812 345 678 00014"))
        self.assertEqual(sheet["A3"].value, "Maëlys Lefèvre")
        self.assertEqual(sheet["A4"].value, "1 January 2025 – 31 December 2025")
        heading = self._find(sheet, "Date")
        rows = list(
            map(settle, sheet.iter_rows(heading, heading + 5, values_only=True))
        )
        reason = "“Board” is not valued"
        day = date(2025, 3, 12)
        # fmt: off
        self.assertEqual(
            rows,
            [
                ["Date", "Last Day", "What Was Done", "Activity", "Project",
                 "Estimated", "Hours per Person", "People", "Total Hours",
                 "Hourly Rate", "Amount (EUR)", "Why Not Valued"],
                [date(2025, 3, 1), None, "Welcome desk", "Reception", "Repair Café",
                 None, 1.583333333, 1, 1.583333333, 25, 39.58, None],
                [day, None, "Workshop", "Reception", None,
                 "yes", 1.5, 2, 3, 25, 75, None],
                [date(2025, 12, 31), None, "Welcome desk", "Board", None,
                 None, 0.5, 1, 0.5, None, None, reason],
                ["Total", *[None] * 7, 5.083333333, None, 114.58, None],
                ["Waiting for approval, not counted above", *[None] * 7, 1.25,
                 None, None, None],
            ],
        )
        # fmt: on
        self.assertEqual(rows[4][8], sum(row[8] for row in rows[1:4]))
        self.assertEqual(rows[4][10], sum(row[10] or 0 for row in rows[1:4]))
        self.assertTrue(sheet.cell(heading + 1, 1).is_date)
        self.assertEqual(sheet.cell(heading + 1, 10).number_format, "#,##0.0000")
        self.assertEqual(sheet.print_title_rows, f"${heading}:${heading}")
        self.assertEqual(sheet.freeze_panes, f"A{heading + 1}")
        signatures = [
            sheet[str(place).split(":")[0]].value for place in sheet.merged_cells
        ]
        self.assertEqual(
            sorted(words.split(" confirms")[0] for words in signatures),
            ["Les Ateliers du Canal", "Maëlys Lefèvre"],
        )

    def test_no_value_where_the_association_does_not_show_it(self):
        for sheet in self._read():
            for row in sheet.iter_rows(values_only=True):
                told = [str(cell) for cell in row if cell is not None]
                for unwanted in ("Rate", "Amount", "Valued", "25", "39.58", "114.58"):
                    self.assertNotIn(unwanted, told)

    def test_everybody_is_listed_with_what_nobody_signs(self):
        self.association.volunteer_shows_value = True
        book = self._read()
        self.assertEqual(book.sheetnames, ["People", "1 Anne Ly", "2 Maëlys Lefèvre"])
        sheet = book["People"]
        first = self._find(sheet, "Sheet")
        rows = list(map(settle, sheet.iter_rows(min_row=first, values_only=True)))
        hours = 5.083333333
        # fmt: off
        self.assertEqual(
            rows,
            [
                ["Sheet", "Person", "Entries", "Approved Hours",
                 "Waiting for Approval", "Amount (EUR)"],
                [1, "Anne Ly", 1, 2, 0, 50],
                [2, "Maëlys Lefèvre", 3, hours, 1.25, 114.58],
                [None, "Nobody in particular: on no sheet", 1, 120, 0, 3000],
                ["Total", None, 5, hours + 122, 1.25, 3164.58],
            ],
        )
        # fmt: on
        for number, name in ((1, "1 Anne Ly"), (2, "2 Maëlys Lefèvre")):
            total = self._find(book[name], "Total")
            sums = settle(row.value for row in book[name][total])
            self.assertEqual([sums[8], sums[10]], [rows[number][3], rows[number][5]])

    def test_hostile_names_stay_names(self):
        hostile = '=HYPERLINK("http://x";"[y]")/:*?\\\x01'
        long_name = "Jean-Christophe de La Rochefoucauld-Montbazon-Guéméné 🎪"
        self.person.name = hostile
        self.other_person.name = long_name
        self.desk.sudo()._apply({"name": "<r>=1+1</r>"})
        book = self._read()
        self.assertEqual(len(book.sheetnames), 3)
        for name in book.sheetnames:
            self.assertLessEqual(len(name), 31)
        cells = [
            cell
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        self.assertNotIn("f", {cell.data_type for cell in cells})
        self.assertFalse([cell for cell in cells if cell.hyperlink])
        values = {cell.value for cell in cells}
        self.assertIn(long_name, values)
        self.assertIn("<r>=1+1</r>", values)
        self.assertTrue([v for v in values if str(v).startswith("=HYPERLINK(")])


@tagged("post_install", "-at_install")
class TestYearlySheetPaper(YearlySheetCommon):
    """What is printed: its HTML everywhere, the PDF itself where it can be made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_time()

    def _render(self, wizard, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.manager_user)
        content, _kind = reports._render_qweb_html(REPORT, wizard.ids)
        return html.fromstring(content)

    def _get_rows(self, page):
        return [
            [squeeze(cell.text_content()) for cell in row]
            for row in page.xpath(".//thead/tr | .//tbody/tr")
        ]

    def test_a_sheet_tells_it_all(self):
        self.association.volunteer_shows_value = True
        page = self._render(self._make(partner_ids=self.person.ids))
        parties, rows, signatures = page.xpath("//table")
        self.assertEqual(
            [squeeze(cell.text_content()) for cell in signatures.iter("td")],
            [
                "Maëlys Lefèvre confirms having given this time freely and without pay. "
                "Date and signature:",
                "Les Ateliers du Canal confirms having received it. "
                "Name, office, date and signature:",
            ],
        )
        association, person = (
            squeeze(cell.text_content()) for cell in parties.iter("td")
        )
        self.assertIn("12 quai de la Fosse", association)
        self.assertIn("812 345 678 00014", association)
        self.assertIn("Maëlys Lefèvre", person)
        self.assertEqual(
            self._get_rows(rows),
            [
                # fmt: off
                [
                    "Date",
                    "What Was Done",
                    "Activity",
                    "Project",
                    "Hours",
                    "Hourly Rate",
                    "Amount",
                ],
                [
                    "03/01/2025",
                    "Welcome desk",
                    "Reception",
                    "Repair Café",
                    "01:35",
                    "25.0000",
                    "39.58 €",
                ],
                [
                    "03/12/2025",
                    "Workshop 2 people × 01:30, estimated",
                    "Reception",
                    "",
                    "03:00",
                    "25.0000",
                    "75.00 €",
                ],
                ["12/31/2025", "Welcome desk", "Board", "", "00:30", "not valued"],
                ["Total", "05:05", "", "114.58 €"],
                ["Waiting for approval, not counted above", "01:15", ""],
                # fmt: on
            ],
        )

    def test_no_value_where_the_association_does_not_show_it(self):
        page = self._render(self._make())
        text = squeeze(page.xpath("//main")[0].text_content())
        for unwanted in ("€", "Rate", "Amount", "valued", "39.58"):
            self.assertNotIn(unwanted, text)

    def test_the_columns_take_the_width_of_the_paper(self):
        columns = ["date", "hours", "name", "activity", "project"]
        for shows_value in (False, True):
            self.association.volunteer_shows_value = shows_value
            shown = columns + ["rate", "amount"] * shows_value
            for sheet in self._make()._get_sheets():
                self.assertEqual(sorted(sheet.widths), sorted(shown))
                self.assertAlmostEqual(sum(sheet.widths.values()), PAPER_WIDTH, delta=3)

    def test_everybody_starts_on_a_page_of_their_own(self):
        page = self._render(self._make())
        self.assertEqual(len(page.xpath("//h1")), 2)
        self.assertEqual(len(page.xpath("//*[@class='o_new_page']")), 1)
        self.assertEqual(len(page.xpath("//div[contains(@class, 'article')]")), 1)

    def test_it_speaks_the_language_of_who_prints(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.manager_user.lang = "fr_FR"
        wizard = self._make().with_context(lang="fr_FR")
        self.assertEqual(wizard._describe_days(), "1 janvier 2025 – 31 décembre 2025")

    def _declare_many(self, count):
        words = "Permanence du samedi, rangement de l’atelier et inventaire des pièces"
        entries = self.env["volunteer.time.entry"].create(
            [
                {
                    "name": f"{words} {number}",
                    "date": date(2025, 1 + number % 12, 1 + number % 28),
                    "hours": 0.75,
                    "partner_id": self.volunteer.id,
                    "activity_id": self.activity.id,
                    "project_id": self.project.id,
                }
                for number in range(count)
            ]
        )
        entries.action_submit()
        entries.action_approve()

    def test_each_of_many_pages_says_whose_it_is(self):
        self._declare_many(70)
        wizard = self._make(partner_ids=self.volunteer.ids)
        [sheet] = wizard._get_sheets()
        self.assertGreaterEqual(len(sheet.pages), 3)
        page = self._render(wizard)
        self.assertEqual(len(page.xpath("//thead")), len(sheet.pages))
        self.assertEqual(len(page.xpath("//tbody/tr")), 70 + 1)

    @skipUnless(has_wkhtmltopdf(), "wkhtmltopdf is not installed: no PDF to look at")
    def test_the_pdf_has_the_pages_that_were_planned(self):
        self._declare_many(70)
        self.association.volunteer_shows_value = True
        wizard = self._make()
        # Nothing is fetched: the sheet brings its style along.
        self.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:1")
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            content, kind = (
                self.env["ir.actions.report"]
                .with_user(self.manager_user)
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf(REPORT, wizard.ids)
            )
        self.assertEqual(kind, "pdf")
        reader = PdfReader(io.BytesIO(content))
        pages = [squeeze(page.extract_text()) for page in reader.pages]
        planned = [page for sheet in wizard._get_sheets() for page in sheet.pages]
        self.assertEqual(len(pages), len(planned))
        self.assertGreater(len(pages), 4)
        for text, entries in zip(pages, planned, strict=True):
            self.assertIn("What Was Done", text)
            self.assertIn(entries.partner_id.name, text)
            # Each page holds the lines that were planned for it, and no others.
            days = re.findall(r"\d\d/\d\d/2025", text)
            self.assertEqual(days, [f"{entry.date:%m/%d/%Y}" for entry in entries])
        self.assertEqual(
            sum("Name, office, date and signature" in text for text in pages), 3
        )


@tagged("post_install", "-at_install")
class TestYearlySheetDownload(YearlySheetCommon, HttpCase):
    """The files as a browser gets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_time()

    def test_the_workbook_bears_its_name(self):
        wizard = self._make(partner_ids=self.person.ids)
        self.authenticate("vv_manager", "vv_manager")
        answer = self.url_open(wizard.action_download()["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertIn(
            "Volunteer%20Time%202025%20Ma%C3%ABlys%20Lef%C3%A8vre.xlsx",
            answer.headers["Content-Disposition"],
        )
        book = load_workbook(io.BytesIO(answer.content))
        self.assertEqual(book.sheetnames, ["1 Maëlys Lefèvre"])

    def test_others_get_neither_file(self):
        wizard = self._make()
        for login in ("vv_treasurer", "vv_approver", "vv_volunteer"):
            self.authenticate(login, login)
            for url in (
                wizard.action_download()["url"],
                f"/report/html/{REPORT}/{wizard.id}",
            ):
                with self.subTest(login=login, url=url):
                    with mute_logger("odoo.http"):
                        answer = self.url_open(url)
                    self.assertGreaterEqual(answer.status_code, 400)
                    self.assertNotIn("Maëlys", answer.text)
        self.authenticate("vv_manager", "vv_manager")
        answer = self.url_open(f"/report/html/{REPORT}/{wizard.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Maëlys", answer.text)
