from typing import NamedTuple

from odoo import api, models

from ..tools.own_totals import Sum, Totals


class OwnSum(NamedTuple):
    """What somebody gave an association in a year; an organisation's time is told apart.

    Without an association: what the person gave all of theirs together.
    """

    association: str
    organisation: str
    sum: Sum


class VolunteerTimeEntry(models.Model):
    """One's own time summed up: by year and association, and a picture of the year.

    An entry over two years, or two months, belongs to that of its first day.
    """

    _inherit = "volunteer.time.entry"

    @api.model
    def _read_own_totals(self):
        """All of one's own time by month, place and state, in one query."""
        rows = self.sudo()._read_group(
            self._get_own_domain(),
            ["date:month", "company_id", "partner_id", "state"],
            ["total_hours:sum", "__count"],
        )
        return Totals(
            (month, (company, person), state, hours, count)
            for month, company, person, state, hours, count in rows
        )

    @api.model
    def _prepare_own_overview(self, totals, year=None):
        """What the top of the page tells of ``year``, by default the latest one."""
        years = totals.years
        year = year or next(iter(years), None)
        return {
            "counts": totals.counts,
            "year": year,
            "sums": year and self._prepare_own_sums(totals, year),
            "bars": year and self._draw_own_year(totals, year),
            "sums_by_year": [(y, self._prepare_own_sums(totals, y)) for y in years],
        }

    @api.model
    def _prepare_own_sums(self, totals, year):
        """A year's sums by association: the person's, then those of whom they represent."""
        me = self.env.user.partner_id
        sums = [
            OwnSum(company.name, "" if person == me else person.name, told)
            for (company, person), told in totals.sum_places(year).items()
        ]
        sums.sort(key=lambda row: (row.organisation, row.association))
        own = [row.sum for row in sums if not row.organisation]
        if len(own) > 1:
            sums.insert(len(own), OwnSum("", "", sum(own, Sum())))
        return sums

    @api.model
    def _draw_own_year(self, totals, year):
        """The person's own months: thirty people's time would leave nothing to see of them.

        Those of the organisation where the person gave none.
        """
        me = self.env.user.partner_id
        own = {place for place in totals.sum_places(year) if place[1] == me}
        return totals.draw(year, self._get_today(), own or totals.places)
