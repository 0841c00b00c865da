from odoo import api, fields, models


class AccountAccount(models.Model):
    _inherit = "account.account"

    volunteer_contribution = fields.Boolean(
        string="Contribution in Kind",
        help="Class 8 restarts at zero every year: the balance of this account is not "
        "carried into the next year (FEC, balance reports).",
    )

    @api.depends("volunteer_contribution")
    def _compute_include_initial_balance(self):
        # Off-balance accounts carry their balance over; ANC 2018-06 has class 8 start anew.
        contributions = self.filtered("volunteer_contribution")
        contributions.include_initial_balance = False
        return super(
            AccountAccount, self - contributions
        )._compute_include_initial_balance()

    def _search_include_initial_balance(self, operator, value):
        domain = super()._search_include_initial_balance(operator, value)
        if domain is NotImplemented:
            return domain
        return [*domain, ("volunteer_contribution", "!=", True)]
