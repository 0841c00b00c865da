from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    volunteer_joining = fields.Selection(
        related="company_id.volunteer_joining", readonly=False
    )
    volunteer_certificate_own = fields.Boolean(
        related="company_id.volunteer_certificate_own", readonly=False
    )
    volunteer_welcome_id = fields.Many2one(
        related="company_id.volunteer_welcome_id", readonly=False
    )
