from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cec_legal_form = fields.Selection(
        related="company_id.cec_legal_form", readonly=False
    )
    cec_declared_on = fields.Date(related="company_id.cec_declared_on", readonly=False)
    cec_is_of_general_interest = fields.Boolean(
        related="company_id.cec_is_of_general_interest", readonly=False
    )
    cec_validator_id = fields.Many2one(
        related="company_id.cec_validator_id", readonly=False
    )
    cec_self_attestation = fields.Boolean(
        related="company_id.cec_self_attestation", readonly=False
    )
