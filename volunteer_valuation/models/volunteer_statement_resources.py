from odoo import api, models
from odoo.tools import SQL


class VolunteerStatement(models.AbstractModel):
    """The association's resources in its books, and how much of them are subsidies.

    Valuing volunteering puts subsidies in proportion: their share is told with it and
    without it.
    """

    _inherit = "volunteer.statement"

    @api.model
    def _compute_resources(self, scope, amount):
        resources, subsidies = self._read_resources(scope)
        return {
            "resources": resources,
            "subsidies": subsidies,
            "subsidy_share": self._get_share(subsidies, resources),
            "subsidy_share_with_volunteering": self._get_share(
                subsidies, resources + amount
            ),
        }

    @api.model
    def _read_resources(self, scope):
        """Posted income of the period, and that of the accounts of subsidies.

        A project has no books of its own: its statement tells no resources.
        """
        if scope.project is not None:
            return 0.0, 0.0
        ((resources, subsidies),) = self.env.execute_query(
            SQL(
                """
                SELECT -SUM(line.balance),
                       -SUM(line.balance) FILTER (
                           WHERE root.volunteer_subsidy_prefix <> ''
                             AND STARTS_WITH(
                                account.code_store ->> root.id::text,
                                root.volunteer_subsidy_prefix
                             )
                       )
                  FROM account_move_line line
                  JOIN account_account account ON account.id = line.account_id
                  JOIN res_company company ON company.id = line.company_id
                  JOIN res_company root
                    ON root.id = SPLIT_PART(company.parent_path, '/', 1)::int
                 WHERE line.company_id = ANY(%s) AND line.parent_state = 'posted'
                   AND line.date BETWEEN %s AND %s
                   AND account.account_type IN ('income', 'income_other')
                """,
                scope.companies.ids,
                scope.date_from,
                scope.date_to,
            )
        )
        currency = scope.companies.currency_id
        return currency.round(float(resources or 0)), currency.round(
            float(subsidies or 0)
        )
