"""What all tables of a year's statement are made of."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo.tools import format_date

from ..tools.variance import compute_variance
from .volunteer_statement_cells import Cell, Row


def describe_period(env, first, last) -> str:
    """“2025” for a calendar year, “2024/2025” for another, both days for what is none."""
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return str(first.year)
    # Only then, as no day comes after the last one that a calendar holds.
    if last.year == first.year + 1:
        if first + relativedelta(years=1) - timedelta(days=1) == last:
            return f"{first.year}/{last.year}"
    return f"{format_date(env, first)} – {format_date(env, last)}"


class TableMaker:
    """Lays figures of a ``volunteer.yearly.statement`` out in tables.

    Nothing is computed by those who inherit this but sums, changes and shares of what
    ``volunteer.statement`` tells.
    """

    def __init__(self, statement, figures):
        self.statement = statement
        self.env = statement.env
        self.now, self.before = figures, figures["previous"]
        self.currency = self.env["res.currency"].browse(figures["currency_id"])
        self.periods = [
            self._describe_period(period) for period in (self.now, self.before)
        ]

    def _get_headings(self, measure=""):
        now, before = (f"{measure} {period}".strip() for period in self.periods)
        return [now, before, self.env._("Change"), self.env._("in %")]

    def _compare(self, kind, now, before):
        """Four cells: now, before, the change in units and in percent."""
        digits = self.currency.decimal_places if kind == "money" else 6
        change = compute_variance(now, before, digits)
        return [
            Cell(now, kind),
            Cell(before, kind),
            Cell(change.units, kind, is_change=True),
            Cell(change.share, "share", is_change=True),
        ]

    def _get_share_row(self, label, key):
        """A share of both periods; its change is in points, which have no percentage."""
        now, before = self.now[key], self.before[key]
        return Row(
            [
                Cell(label),
                Cell(now, "share"),
                Cell(before, "share"),
                Cell(compute_variance(now, before, 4).units, "share", is_change=True),
                Cell(None),
            ],
            is_part=True,
        )

    def _describe_points(self):
        return self.env._("The change of a share is in points.")

    def _describe_period(self, period):
        return describe_period(self.env, period["date_from"], period["date_to"])
