import re
from datetime import date

from lxml import html

from .statement_common import YEAR, StatementCommon


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


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

    def _find_row(self, rows, name):
        """What follows ``name`` in its row."""
        [row] = [row for row in rows if name in row]
        return row[row.index(name) + 1 :]
