from odoo import fields, models

from .volunteer_activity import DESTINATIONS


class VolunteerValuationLine(models.Model):
    """A sum of a booking: one nature, one project, one destination, one year.

    The year is told where it is an earlier one, whose period was booked before.
    Written when the booking is posted, kept when it is reversed.
    """

    _name = "volunteer.valuation.line"
    _description = "Line of a Booking of Volunteer Time"
    _order = (
        "valuation_id, nature_id, project_id, destination, late_from NULLS FIRST, id"
    )

    valuation_id = fields.Many2one(
        "volunteer.valuation", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="valuation_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    nature_id = fields.Many2one(
        "volunteer.contribution.nature", required=True, ondelete="restrict"
    )
    project_id = fields.Many2one("project.project", ondelete="restrict")
    destination = fields.Selection(DESTINATIONS)
    debit_account_id = fields.Many2one(
        "account.account",
        string="Use Account",
        ondelete="restrict",
        help="What it was booked on: choosing other accounts later changes nothing here.",
    )
    credit_account_id = fields.Many2one(
        "account.account", string="Source Account", ondelete="restrict"
    )
    late_from = fields.Date(
        help="First day of the earlier year that this was given in."
    )
    late_to = fields.Date(help="Last day of the earlier year that this was given in.")
    hours = fields.Float(help="Hours that volunteers gave.")
    lent_hours = fields.Float(help="Hours of people whom others lent and pay.")
    amount = fields.Monetary()
    entry_count = fields.Integer(
        string="Number", help="How many entries of time, or contributions in kind."
    )

    def _add_up(self, volunteering):
        """Hours, amount, amount in kind and number of contributions of these lines."""
        gifts = self.filtered(lambda line: line.nature_id != volunteering)
        return (
            sum(self.mapped("hours")),
            sum(self.mapped("amount")),
            sum(gifts.mapped("amount")),
            sum(gifts.mapped("entry_count")),
        )

    def _get_accounts(self):
        """The pair of accounts that this was booked on; that of its nature where none was yet.

        :raises UserError: where there is none either
        """
        self.ensure_one()
        if self.debit_account_id and self.credit_account_id:
            return self.debit_account_id, self.credit_account_id
        return self.nature_id._get_accounts(self.company_id)
