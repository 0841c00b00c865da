from odoo import api, fields, models
from odoo.exceptions import MissingError, UserError


class VolunteerCecDeclaration(models.Model):
    """One's own declarations, from the portal's pages.

    Portal users hold no access on the model: these methods find what is the user's own, by
    year, and act past their rights. There is no number of anything in an address.
    """

    _inherit = "volunteer.cec.declaration"

    @api.model
    def _get_own(self):
        """The user's own declarations, with rights past theirs."""
        return self.sudo().search([("partner_id", "=", self.env.user.partner_id.id)])

    @api.model
    def _find_own(self, year):
        """The user's own declaration of that year.

        :raises MissingError: where there is none
        """
        declaration = self._get_own().filtered(lambda own: own.year == year)
        if not declaration:
            raise MissingError(self.env._("You have no declaration for this year."))
        return declaration

    @api.model
    def _get_years_to_start(self):
        """The years that one may start now: this one, to see, and the last, to declare."""
        this_year = fields.Date.context_today(self).year
        started = self._get_own().mapped("year")
        rules = self.env["volunteer.cec.rule"].sudo()
        first = rules.search([], order="year_from", limit=1).year_from
        return [
            year
            for year in (this_year - 1, this_year)
            if year not in started and first and first <= year
        ]

    @api.model
    def _start_own(self, year):
        """Start one's own declaration of that year; what is started already stays.

        :raises UserError: for a year that cannot be started now
        """
        if year not in self._get_years_to_start():
            try:
                return self._find_own(year)
            except MissingError:
                raise UserError(
                    self.env._("This year cannot be declared now.")
                ) from None
        own = self.env.user.partner_id
        self._lock_person(own)
        return self.sudo().create({"partner_id": own.id, "year": year})

    @api.model
    def _wants_reminder(self):
        return self.env.user.partner_id.sudo().cec_wants_reminder

    @api.model
    def _set_reminder(self, on):
        """Switch the user's own yearly reminder on or off."""
        self.env.user.partner_id.sudo().cec_wants_reminder = on

    def _tell_elsewhere(self, name, rna, hours):
        """Add what was given to another association: the person's own word."""
        self.write(
            {
                "line_ids": [
                    fields.Command.create(
                        {"association_name": name, "rna": rna, "hours": hours}
                    )
                ]
            }
        )

    def _find_elsewhere(self, line_id):
        """The line of another association, told by the person.

        :raises MissingError: for any other
        """
        line = self.line_ids.filtered(
            lambda line: line.id == line_id and line.state == "told"
        )
        if not line:
            raise MissingError(self.env._("This association was not found."))
        return line
