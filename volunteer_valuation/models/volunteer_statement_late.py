from odoo import api, models
from odoo.tools import SQL

# What makes a contribution worth booking, in SQL.
IS_VALUED = {
    "volunteer.time.entry": SQL("given.rule_id IS NOT NULL"),
    "volunteer.inkind.contribution": SQL("given.amount > 0"),
}
HOURS = {
    "volunteer.time.entry": SQL("given.total_hours"),
    "volunteer.inkind.contribution": SQL("0"),
}


class VolunteerStatement(models.AbstractModel):
    """Which period counts what: late time is told in two periods and counted in one at most.

    Late is what was approved for a period that was booked before. It belongs to the period
    whose booking takes it, if one does.
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
        for company_id, day, booking_id, is_given, hours, amount in rows:
            booking = bookings.browse(booking_id)
            company = scope.companies.browse(company_id)
            years = given if is_given else booked
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
            SQL(" UNION ALL ").join(
                SQL(
                    """
                    SELECT given.company_id, given.date, given.valuation_id,
                           %(is_in_period)s, SUM(%(hours)s), SUM(given.amount)
                      FROM %(table)s given
                     WHERE given.state = 'approved' AND %(is_of_scope)s
                       AND (%(is_given)s OR %(is_booked)s)
                  GROUP BY given.company_id, given.date, given.valuation_id
                    """,
                    table=SQL.identifier(self.env[model]._table),
                    hours=hours,
                    is_of_scope=self._is_of_scope(scope),
                    is_in_period=self._is_in_period(scope),
                    is_given=SQL(
                        "%s AND NOT %s",
                        self._is_in_period(scope),
                        self._is_counted(scope, model),
                    ),
                    is_booked=SQL(
                        "NOT %s AND %s",
                        self._is_in_period(scope),
                        self._is_booked_late(scope.late_bookings_within),
                    ),
                )
                for model, hours in HOURS.items()
            )
        )

    # ------------------------------------------------------------------
    # Conditions in SQL
    # ------------------------------------------------------------------
    @api.model
    def _is_counted(self, scope, model):
        """What of ``model`` is in the figures of the period."""
        return SQL(
            """
            (given.state = 'approved' AND %(is_of_scope)s
             AND (%(is_in_period)s AND NOT %(is_late)s AND NOT %(is_booked_late)s
                  OR %(is_booked_here)s))
            """,
            is_of_scope=self._is_of_scope(scope),
            is_in_period=self._is_in_period(scope),
            is_late=self._is_late(scope, model),
            is_booked_late=self._is_booked_late(scope.late_bookings),
            is_booked_here=self._is_booked_late(scope.late_bookings_within),
        )

    @api.model
    def _is_of_scope(self, scope):
        return SQL(
            "(given.company_id = ANY(%s) AND %s)",
            scope.companies.ids,
            SQL("TRUE")
            if scope.project is None
            else SQL("given.project_id = %s", scope.project.id),
        )

    @api.model
    def _is_in_period(self, scope):
        return SQL("given.date BETWEEN %s AND %s", scope.date_from, scope.date_to)

    @api.model
    def _is_late(self, scope, model):
        """What came once its period was booked, and no booking has taken."""
        return SQL(
            """
            (given.valuation_id IS NULL
             AND (%s OR TRIM(given.late_reason) <> '') IS TRUE
             AND %s)
            """,
            IS_VALUED[model],
            self._is_any_of(
                SQL(
                    "(given.company_id = %s AND given.date BETWEEN %s AND %s)",
                    booking.company_id.id,
                    booking.date_from,
                    booking.date_to,
                )
                for booking in scope.bookings
            ),
        )

    @api.model
    def _is_booked_late(self, bookings):
        """What these bookings have taken of the days before their periods."""
        return self._is_any_of(
            SQL(
                # Never unknown, so that it can be denied.
                "(given.valuation_id IS NOT NULL"
                " AND given.valuation_id = %s AND given.date < %s)",
                booking.id,
                booking.date_from,
            )
            for booking in bookings
        )

    @api.model
    def _is_any_of(self, conditions):
        conditions = list(conditions)
        return SQL("(%s)", SQL(" OR ").join(conditions)) if conditions else SQL("FALSE")
