from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class VolunteerValuation(models.Model):
    """Late: approved once the period of its day was booked, so that nothing books it.

    The booked year does not move any more. Booking such time and contributions in a later
    period is the treasurer's choice, with its reason; the ledger tells the year they are of.
    """

    _inherit = "volunteer.valuation"

    books_late = fields.Boolean(
        string="Book Late Time Too",
        copy=False,
        tracking=True,
        help="Book here what was given in earlier periods that are booked, and approved "
        "only since.",
    )
    late_reason = fields.Char(
        string="Why It Is Booked Only Now",
        copy=False,
        tracking=True,
        help="Told in the annex of the accounts.",
    )

    def _check_late_reason(self):
        """:raises UserError: where earlier years are booked without a word on why"""
        if self.books_late and not (self.late_reason or "").strip():
            raise UserError(
                self.env._("Tell why time of earlier years is booked only now.")
            )

    def _get_late_days(self):
        """The days before each of these whose period is booked: {valuation: domain}."""
        booked = defaultdict(list)
        for other in self.sudo().search(
            [("company_id", "in", self.company_id.ids), ("state", "=", "posted")]
        ):
            booked[other.company_id].append((other.date_from, other.date_to))
        return {
            valuation: valuation._get_days_before(booked[valuation.company_id])
            for valuation in self
        }

    def _get_days_before(self, periods):
        if not self.date_from:
            return Domain.FALSE
        eve = self.date_from - timedelta(days=1)
        return Domain("company_id", "=", self.company_id.id) & Domain.OR(
            Domain("date", ">=", first) & Domain("date", "<=", min(last, eve))
            for first, last in periods
            if first <= eve
        )

    def _get_fiscal_year(self, day):
        """First and last day of the year of the association that ``day`` lies in."""
        dates = self.company_id.compute_fiscalyear_dates(day)
        return dates["date_from"], dates["date_to"]

    def _read_late(self):
        """What is late before this draft, year by year, whether it books it or not.

        :return: [(first day, last day, hours, amount)]
        """
        days = self._get_late_days()[self]
        years = defaultdict(lambda: [0.0, 0.0])
        for model, read in self._get_readers().items():
            for (*_key, day), values in read(
                self._get_bookable(model) & days, ["date:day"]
            ):
                sums = years[self._get_fiscal_year(day)]
                sums[0] += values.get("hours", 0.0)
                sums[1] += values["amount"]
        return [
            (first, last, hours, self.currency_id.round(amount))
            for (first, last), (hours, amount) in sorted(years.items())
        ]
