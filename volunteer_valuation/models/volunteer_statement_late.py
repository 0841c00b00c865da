from odoo import api, models
from odoo.tools import SQL


class VolunteerStatement(models.AbstractModel):
    """Late time: approved for a period that was booked before, told in both periods.

    The reason told is that of the booking which takes it: what people wrote themselves on
    their entries may say more about them than a statement should.
    """

    _inherit = "volunteer.statement"

    @api.model
    def _compute_late(self, scope):
        """Late time by the fiscal year it was given in.

        ``late_given`` was given in the period and is not in its figures, ``late_booked``
        is in its figures and was given before.
        """
        rows = self._read_late(scope)
        bookings = self.env["volunteer.valuation"].browse(
            {booking_id for _company, _day, booking_id, *_sums in rows if booking_id}
        )
        bookings.fetch(["late_reason"])
        given, booked = {}, {}
        for company_id, day, booking_id, is_counted, hours, amount in rows:
            booking = bookings.browse(booking_id)
            company = scope.companies.browse(company_id)
            years = booked if is_counted else given
            key = (
                *self._get_fiscal_year(company, day),
                bool(booking),
                booking.late_reason or "",
            )
            known_hours, known_amount = years.get(key, (0.0, 0.0))
            years[key] = (known_hours + hours, known_amount + float(amount))
        return {
            "late_given": self._get_late_rows(scope, given),
            "late_booked": self._get_late_rows(scope, booked),
        }

    @api.model
    def _get_late_rows(self, scope, years):
        return [
            {
                "date_from": first,
                "date_to": last,
                "is_booked": is_booked,
                "reason": reason,
                "hours": hours,
                "amount": scope.companies.currency_id.round(amount),
            }
            for (first, last, is_booked, reason), (hours, amount) in sorted(
                years.items()
            )
        ]

    @api.model
    def _read_late(self, scope):
        """What one period has and another one counts, by company, day and booking."""
        return self.env.execute_query(
            SQL(
                """
                SELECT company_id, date, valuation_id, is_counted,
                       SUM(hours), SUM(amount)
                  FROM (SELECT *, %s AS is_counted FROM (%s) fact) fact
                 WHERE is_counted <> (date BETWEEN %s AND %s)
              GROUP BY company_id, date, valuation_id, is_counted
                """,
                self._is_counted(scope),
                self._get_facts(scope),
                scope.date_from,
                scope.date_to,
            )
        )
