"""A year's statement as it is shown: the same content on screen, paper and in a workbook."""

from typing import NamedTuple

from odoo.tools import format_date

from .volunteer_statement_accounts import Accounts
from .volunteer_statement_apart import SetApart
from .volunteer_statement_cells import Bar, Cell, Picture, Piece, show_cell
from .volunteer_statement_key_figures import KeyFigures
from .volunteer_statement_pages import get_widths, paginate
from .volunteer_statement_partitions import Partitions

TABLE_MAKERS = (KeyFigures, Partitions, Accounts, SetApart)


class Half(NamedTuple):
    """One of the two periods that a bar compares."""

    period: str
    cell: Cell


class StatementContent:
    """What a ``volunteer.yearly.statement`` tells, in the reader's language.

    Made from its figures at one moment: whoever reads this sees what belongs together.
    """

    get_widths = staticmethod(get_widths)

    def __init__(self, statement):
        self.statement = statement
        self.env = statement.env
        figures = statement._get_figures()
        makers = [maker(statement, figures) for maker in TABLE_MAKERS]
        self.currency, self.periods = makers[0].currency, makers[0].periods
        #: All tables that have something to tell, in the order they are read.
        self.tables = [
            table
            for maker in makers
            for table in maker.get_tables()
            if table and table.rows
        ]

    def get_pieces(self) -> list[Piece]:
        """All tables and pictures, whole."""
        return [Piece.whole(block) for block in self._get_blocks()]

    def get_pages(self) -> list[list[Piece]]:
        """The pieces of each page on paper."""
        return paginate(self._get_blocks())

    def get_halves(self, bar: Bar, picture: Picture) -> list[Half]:
        """Both periods of a bar, this one first."""
        values = zip(self.periods, (bar.now, bar.before), strict=True)
        return [Half(period, Cell(value, picture.kind)) for period, value in values]

    def show(self, cell: Cell) -> str:
        """``cell`` as people write it."""
        return show_cell(self.env, cell, self.currency)

    def get_identities(self) -> list[str]:
        """Who the statement is of: one association with its address, or several names."""
        partners = self.statement.company_ids.sudo().partner_id
        lines = [", ".join(partners.mapped("name"))]
        if len(partners) == 1:
            lines += partners._display_address(without_company=True).splitlines()
            number = partners.company_registry
            lines += [f"{partners.company_registry_label} {number}"] if number else []
        branches = self.statement._get_companies() - self.statement.company_ids
        if branches:
            lines.append(self.env._("with %(count)s branches", count=len(branches)))
        return [line.strip() for line in lines if line.strip()]

    def describe_days(self) -> str:
        """The first and the last day, as people write them."""
        days = self.statement.date_from, self.statement.date_to
        return " – ".join(
            format_date(self.env, day, date_format="d MMMM y") for day in days
        )

    def describe_page(self, number: int, count: int) -> str:
        return self.env._("page %(number)s of %(count)s", number=number, count=count)

    def _get_blocks(self):
        for table in self.tables:
            yield table
            if table.picture:
                yield table.picture
