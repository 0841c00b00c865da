from odoo import fields, models


class VolunteerReferenceRateValue(models.Model):
    """The value of a reference rate from one day on, in currency per hour."""

    _name = "volunteer.reference.rate.value"
    _description = "Volunteer Reference Rate Value"
    _order = "reference_id, valid_from desc"
    _rec_name = "valid_from"

    reference_id = fields.Many2one(
        "volunteer.reference.rate", required=True, index=True, ondelete="cascade"
    )
    valid_from = fields.Date(required=True)
    amount = fields.Float(digits=(16, 4), required=True)
    source = fields.Char()

    _reference_day_uniq = models.Constraint(
        "UNIQUE(reference_id, valid_from)",
        "A reference rate has one value a day.",
    )
    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "A reference rate cannot be negative."
    )
