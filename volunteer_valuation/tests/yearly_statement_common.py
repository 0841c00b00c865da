import base64
import io
import re
from datetime import date

from lxml import html
from openpyxl import load_workbook

from .statement_common import PARTITIONS, YEAR, StatementCommon


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def to_number(value):
    """A number as it is in a workbook, or as people write it in English."""
    return float(value.replace(",", "")) if isinstance(value, str) else value


class YearlyStatementCommon(StatementCommon):
    """Two years of the association: time and gifts, some not valued, some waiting, all named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.festival = cls.env["project.project"].create(
            {"name": "Festival", "company_id": cls.association.id}
        )

    @classmethod
    def _give_two_years(cls):
        """2025: 12 h, of which 10 are worth 250, and a gift of 100; 2024: 8 h worth 200."""
        told = {"name": "Desk with Maëlys Lefèvre"}
        cls._approve(hours=6.0, project_id=cls.project.id, **told)
        cls._approve(hours=2.0, headcount=2, is_estimate=True, partner_id=False, **told)
        cls._approve(hours=2.0, activity_id=cls.board.id, **told)
        cls._declare(hours=5.0, **told).action_submit()
        cls._approve(
            hours=8.0, date=date(2024, 5, 4), project_id=cls.festival.id, **told
        )
        cls._give(partner_id=cls.person.id, project_id=cls.project.id, **told)

    @classmethod
    def _make(cls, user=None, **values):
        """The statement that ``user`` makes, the treasurer unless told otherwise, of 2025."""
        user = user or cls.treasurer_user
        statements = cls.env["volunteer.yearly.statement"].with_user(user)
        return statements.with_context(allowed_company_ids=user.company_ids.ids).create(
            {"date_from": YEAR[0], "date_to": YEAR[1]} | values
        )

    def _read_tables(self, content):
        """{title: rows of texts} of what a screen or a page of paper shows."""
        tables = {}
        for table in html.fromstring(str(content)).xpath("//table[@aria-label]"):
            rows = [
                [squeeze(cell.text_content()) for cell in row.xpath("th|td")]
                for row in table.xpath(".//tr")
            ]
            tables.setdefault(table.get("aria-label"), []).extend(rows)
        return tables

    def _read_screen(self, **values):
        return self._read_tables(self._make(**values).screen)

    def assertFilesTell(self, figures):
        """Screen, paper and workbook hold every amount and hour of ``figures``, to the cent."""
        statement = self._make(
            date_from=figures["date_from"], date_to=figures["date_to"]
        )
        report = "volunteer_valuation.report_yearly_statement"
        reports = self.env["ir.actions.report"].with_user(self.treasurer_user)
        paper, _kind = reports._render_qweb_html(report, statement.ids)
        book = load_workbook(io.BytesIO(base64.b64decode(statement.workbook)))
        shown = {
            "screen": self._read_tables(statement.screen),
            "paper": self._read_tables(paper.decode()),
            "workbook": {
                sheet["A4"].value: list(sheet.iter_rows(values_only=True))
                for sheet in book
            },
        }
        for partition in PARTITIONS[:-1]:
            title = f"By {partition.removeprefix('by_').capitalize()}"
            whole = {key: figures[key] for key in ("hours", "amount")}
            for line in [*figures[partition], whole | {"name": "Total"}]:
                for place, tables in shown.items():
                    with self.subTest(place=place, title=title, line=line["name"]):
                        self._assert_told(tables[title], line)

    def _assert_told(self, rows, line):
        """Hours and amount of ``line`` are in one of the rows of its name."""
        wanted = round(line["hours"], 2), line["amount"]
        self.assertIn(
            wanted,
            [
                (round(to_number(row[1]), 2), to_number(row[5]))
                for row in rows
                if row[0] == line["name"] and len(row) > 5 and row[5] is not None
            ],
        )

    def _find_row(self, rows, name):
        """What follows ``name`` in its row."""
        [row] = [row for row in rows if name in row]
        return row[row.index(name) + 1 :]
