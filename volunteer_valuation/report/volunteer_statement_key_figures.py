"""The key figures of a year: hours, people, value."""

from odoo.tools.misc import formatLang

from .volunteer_statement_cells import Cell, Row, Table
from .volunteer_statement_table_maker import TableMaker


class KeyFigures(TableMaker):
    """Hours, people and value, in all."""

    def get_tables(self):
        return [self._get_key_figures()]

    def _get_key_figures(self):
        env, money = self.env, self.currency.symbol
        figures = [
            (env._("Hours given"), "hours", "hours", False),
            (env._("of which valued"), "valued_hours", "hours", True),
            (env._("of which estimated"), "estimated_hours", "hours", True),
            (
                env._("Hours waiting for approval, not counted above"),
                "waiting_hours",
                "hours",
                False,
            ),
            (env._("People"), "people", "count", False),
            (env._("of whom volunteers"), "volunteers", "count", True),
            (env._("of whom under another status"), "volontaires", "count", True),
            (
                env._("Members of groups, of whom some may be counted several times"),
                "group_headcount",
                "count",
                False,
            ),
            (self._describe_fte(), "fte", "number", False),
            (env._("Value (%s)", money), "amount", "money", False),
            (env._("of which volunteer time"), "time_amount", "money", True),
            (env._("of which contributions in kind"), "inkind_amount", "money", True),
            (env._("Hours of seconded people"), "lent_hours", "hours", False),
            (env._("Booked (%s)", money), "booked_amount", "money", False),
            (env._("Not booked (%s)", money), "unbooked_amount", "money", False),
        ]
        rows = [
            Row(
                [Cell(label), *self._compare(kind, self.now[key], self.before[key])],
                is_part=is_part,
            )
            for label, key, kind, is_part in figures
        ]
        rows.insert(
            3, self._get_share_row(env._("Share of estimated hours"), "estimated_share")
        )
        return Table(
            env._("Key Figures"),
            ["", *self._get_headings()],
            rows,
            notes=[self._describe_points(), *self._describe_statuses()],
        )

    def _describe_statuses(self):
        """Why people may be fewer than the parts they are told in."""
        if self.now["volunteers"] + self.now["volontaires"] == self.now["people"]:
            return []
        return [self.env._("Who gave time under both kinds of status counts in both.")]

    def _describe_fte(self):
        companies = self.statement._get_companies().sudo()
        bases = set(companies.mapped("volunteer_fte_hours"))
        if len(bases) > 1:
            return self.env._("Full-time equivalents")
        hours = formatLang(self.env, bases.pop(), digits=0)
        return self.env._("Full-time equivalents of %(hours)s h", hours=hours)
