from odoo import api, fields, models

# Which accounts are subsidies, by chart: 74 in the French ones (ANC 2018-06).
SUBSIDY_PREFIXES = {"fr": "74", "fr_asso": "74"}


class ResCompany(models.Model):
    """What an association's statements need to know about it."""

    _inherit = "res.company"

    volunteer_structure_ids = fields.Many2many(
        "res.partner",
        "res_company_volunteer_structure_rel",
        "company_id",
        "partner_id",
        string="Branches on Other Systems",
        domain=[("is_company", "=", True)],
        help="Local branches and member organisations that keep their time elsewhere and "
        "enter sums here: statements show those of which nothing has come.",
    )
    volunteer_subsidy_prefix = fields.Char(
        string="Accounts of Subsidies",
        compute="_compute_volunteer_subsidy_prefix",
        store=True,
        readonly=False,
        help="Income accounts whose number begins so are subsidies: 74 in France.",
    )

    @api.depends("chart_template")
    def _compute_volunteer_subsidy_prefix(self):
        for company in self:
            company.volunteer_subsidy_prefix = (
                company.volunteer_subsidy_prefix
                or SUBSIDY_PREFIXES.get(company.chart_template)
            )
