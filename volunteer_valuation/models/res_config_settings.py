from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    volunteer_approval = fields.Selection(
        related="company_id.volunteer_approval", readonly=False
    )
    volunteer_self_approval = fields.Boolean(
        related="company_id.volunteer_self_approval", readonly=False
    )
    volunteer_booking = fields.Selection(
        related="company_id.volunteer_booking", readonly=False
    )
    volunteer_disclosure_reason = fields.Text(
        related="company_id.volunteer_disclosure_reason", readonly=False
    )
    volunteer_oldest_date = fields.Date(
        related="company_id.volunteer_oldest_date", readonly=False
    )
    volunteer_fte_hours = fields.Float(
        related="company_id.volunteer_fte_hours", readonly=False
    )
    volunteer_day_hours = fields.Float(
        related="company_id.volunteer_day_hours", readonly=False
    )
    volunteer_journal_id = fields.Many2one(
        related="company_id.volunteer_journal_id", readonly=False
    )
    volunteer_shows_value = fields.Boolean(
        related="company_id.volunteer_shows_value", readonly=False
    )
    volunteer_message = fields.Text(
        related="company_id.volunteer_message", readonly=False
    )
    volunteer_evidence_years = fields.Integer(
        related="company_id.volunteer_evidence_years", readonly=False
    )
    volunteer_anonymise_years = fields.Integer(
        related="company_id.volunteer_anonymise_years", readonly=False
    )
    volunteer_structure_ids = fields.Many2many(
        related="company_id.volunteer_structure_ids", readonly=False
    )
    volunteer_subsidy_prefix = fields.Char(
        related="company_id.volunteer_subsidy_prefix", readonly=False
    )
    volunteer_rna = fields.Char(related="company_id.volunteer_rna", readonly=False)
    volunteer_signatory_name = fields.Char(
        related="company_id.volunteer_signatory_name", readonly=False
    )
    volunteer_signatory_office = fields.Char(
        related="company_id.volunteer_signatory_office", readonly=False
    )
    volunteer_signature = fields.Image(
        related="company_id.volunteer_signature", readonly=False
    )
    is_volunteer_rule_missing = fields.Boolean(
        compute="_compute_is_volunteer_rule_missing"
    )

    @api.depends("company_id")
    def _compute_is_volunteer_rule_missing(self):
        rules = self.env["volunteer.valuation.rule"]
        for settings in self:
            settings.is_volunteer_rule_missing = rules._is_missing(settings.company_id)
