from odoo import fields, models


class ResCompany(models.Model):
    """What the annex tells of an association that discloses without booking."""

    _inherit = "res.company"

    volunteer_disclosure_reason = fields.Text(
        string="Why It Is Not Booked",
        translate=True,
        help="The annex gives this reason (ANC 2018-06, art. 211-2).",
    )
