from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class VolunteerContributionNature(models.Model):
    """Nature of a contribution in kind and the pair of accounts it is booked on.

    ANC 2018-06, art. 211-2: 86x (use) against 87x (source). The accounts belong to the
    association, so branches read those of their root company.
    The grant codes are the numbers that Cerfa 12156 still prints (CRC 99-01).
    """

    _name = "volunteer.contribution.nature"
    _description = "Nature of Contribution in Kind"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    debit_account_id = fields.Many2one(
        "account.account",
        company_dependent=True,
        check_company=True,
        string="Use Account",
        domain="[('account_type', '=', 'off_balance')]",
        help="Debited: how the contribution was used (86x).",
    )
    credit_account_id = fields.Many2one(
        "account.account",
        company_dependent=True,
        check_company=True,
        string="Source Account",
        domain="[('account_type', '=', 'off_balance')]",
        help="Credited: where the contribution came from (87x).",
    )
    grant_debit_code = fields.Char(help="Number on the grant form, use side.")
    grant_credit_code = fields.Char(help="Number on the grant form, source side.")
    counts_hours = fields.Boolean(
        default=True,
        help="What is given of this nature may tell hours: people lent, not premises.",
    )
    accounting_company_id = fields.Many2one(
        "res.company",
        compute="_compute_accounting_company_id",
        help="The company whose accounts serve the current one.",
    )

    @api.depends_context("company")
    def _compute_accounting_company_id(self):
        self.accounting_company_id = self.env.company.root_id

    @api.constrains("debit_account_id", "credit_account_id")
    def _check_accounts(self):
        for nature in self:
            accounts = nature.debit_account_id | nature.credit_account_id
            if any(account.account_type != "off_balance" for account in accounts):
                raise ValidationError(
                    self.env._(
                        "Contributions in kind stay outside the result: choose accounts "
                        "of the type Off-Balance Sheet."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        natures = super().create(vals_list)
        natures._mark_accounts()
        return natures

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"debit_account_id", "credit_account_id"}:
            self._mark_accounts()
        return result

    def _mark_accounts(self):
        """Let the chosen accounts restart at zero every year, as class 8 does."""
        accounts = (self.debit_account_id | self.credit_account_id).sudo()
        accounts.filtered(lambda account: not account.volunteer_contribution).write(
            {"volunteer_contribution": True}
        )

    def _get_accounts(self, company):
        """Debit and credit account of this nature for ``company`` or its root.

        :raises UserError: where one of them is not set, or entered the result since
        """
        self.ensure_one()
        nature = self.sudo().with_company(company.root_id)
        if not nature.debit_account_id or not nature.credit_account_id:
            raise UserError(
                self.env._(
                    "%(company)s has no accounts for “%(nature)s”: choose them under "
                    "Configuration, Natures of Contribution.",
                    company=company.root_id.name,
                    nature=self.name,
                )
            )
        nature._check_accounts()
        return nature.debit_account_id, nature.credit_account_id

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        lines = self.env["volunteer.valuation.line"].sudo()
        contributions = self.env["volunteer.inkind.contribution"].sudo()
        domain = [("nature_id", "in", self.ids)]
        if lines.search_count(domain, limit=1) or contributions.search_count(
            domain, limit=1
        ):
            raise UserError(self.env._("This nature is in use: archive it instead."))
