from odoo import fields, models

from .volunteer_activity import DESTINATIONS


class VolunteerValuationLine(models.Model):
    """A sum of a booking: one nature, one project, one destination.

    Written when the booking is posted, kept when it is reversed.
    """

    _name = "volunteer.valuation.line"
    _description = "Line of a Booking of Volunteer Time"
    _order = "valuation_id, nature_id, project_id, destination, id"

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
    hours = fields.Float()
    amount = fields.Monetary()
    entry_count = fields.Integer(string="Entries")
