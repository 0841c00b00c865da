from odoo import fields, models

from ..tools.valuation import RateSeries


class VolunteerReferenceRate(models.Model):
    """A published hourly rate that changes over time, such as the French SMIC."""

    _name = "volunteer.reference.rate"
    _description = "Volunteer Reference Rate"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    country_id = fields.Many2one("res.country")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    source = fields.Char(translate=True, help="Where the values are published.")
    value_ids = fields.One2many("volunteer.reference.rate.value", "reference_id")

    def _get_series(self):
        """The dated values (currency per hour) as a series to look a day up in.

        Empty while no reference is chosen yet on the form of a rule.
        """
        return RateSeries((v.valid_from, v.amount) for v in self.value_ids)
