from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

# The path of time and of contributions in kind, as people and reports call it.
STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("refused", "Refused"),
]


class VolunteerBookable(models.AbstractModel):
    """What a booking holds: time and contributions in kind, which it freezes."""

    _name = "volunteer.bookable"
    _description = "What a Booking Holds"

    is_booked = fields.Boolean(compute="_compute_is_booked")
    is_late = fields.Boolean(
        compute="_compute_is_late",
        help="The day lies in a period that is already booked.",
    )

    @api.depends("valuation_id")
    def _compute_is_booked(self):
        for given in self:
            given.is_booked = bool(given.valuation_id)

    @api.depends("date", "company_id")
    def _compute_is_late(self):
        booked = self._find_booked_periods()
        for given in self:
            given.is_late = given in booked

    @api.constrains("date", "company_id", "late_reason")
    def _check_booked_period(self):
        unexplained = self.filtered(
            lambda given: (
                not (given.late_reason or "").strip() and not given.valuation_id
            )
        )
        for given, period in unexplained._find_booked_periods().items():
            raise ValidationError(
                self._describe_booked(given.date, period.date_from, period.date_to)
            )

    def _is_manager(self):
        """Whether the user manages the association that this was given to."""
        self.ensure_one()
        user = self.env.user
        return (
            user.has_group("volunteer_valuation.group_volunteer_manager")
            and self.sudo().company_id in user.company_ids
        )

    def _find_booked_periods(self):
        """The bookings whose periods hold the days of these: {given: booking}."""
        dated = self.filtered("date")
        if not dated:
            return {}
        days = dated.mapped("date")
        bookings = (
            self.env["volunteer.valuation"]
            .sudo()
            .search_fetch(
                [
                    ("state", "=", "posted"),
                    ("company_id", "in", dated.company_id.ids),
                    ("date_from", "<=", max(days)),
                    ("date_to", ">=", min(days)),
                ],
                ["company_id", "date_from", "date_to"],
            )
        )
        return {
            given: booking
            for given in dated
            for booking in bookings
            if booking.company_id == given.company_id
            and booking.date_from <= given.date <= booking.date_to
        }

    def _check_not_booked(self):
        """:raises UserError: where one of these is booked"""
        booked = self.filtered("valuation_id")[:1]
        if booked:
            raise UserError(
                self.env._(
                    "“%(entry)s” is booked and can no longer be changed; a treasurer can "
                    "reverse the booking first.",
                    entry=booked.display_name,
                )
            )

    @api.model
    def _describe_booked(self, day, first, last):
        return self.env._(
            "%(day)s lies in the period %(first)s – %(last)s, which is already booked: "
            "say why this time comes so late.",
            day=format_date(self.env, day),
            first=format_date(self.env, first),
            last=format_date(self.env, last),
        )
