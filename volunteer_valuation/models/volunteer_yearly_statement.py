import base64
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..report.volunteer_statement_table_maker import describe_period
from ..report.volunteer_yearly_statement import StatementContent
from ..report.volunteer_yearly_statement_xlsx import StatementWorkbook
from ..tools.variance import compute_share


class VolunteerYearlyStatement(models.Model):
    """The year's statement of volunteering and contributions in kind of associations.

    Its figures come from ``volunteer.statement`` each time it is read; what is kept here is
    what a person added: the text of the annex and, where the books are elsewhere, the
    resources of the year. It names nobody.

    Managers and treasurers make and read those of their own associations: all of a
    statement's associations, or it does not exist for them.
    """

    _name = "volunteer.yearly.statement"
    _description = "Year Statement of Volunteering"
    _order = "date_to desc, id desc"

    company_ids = fields.Many2many(
        "res.company",
        string="Associations",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
        help="Several of them are added up.",
    )
    include_branches = fields.Boolean(
        help="Add up the branches of these associations too.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env["volunteer.valuation"]._default_period()[0],
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: self.env["volunteer.valuation"]._default_period()[1],
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    resources = fields.Monetary(
        help="All income of the period, where the books are kept in other software. "
        "Empty: read from the books here.",
    )
    subsidies = fields.Monetary(help="Those among these resources (74x).")
    previous_resources = fields.Monetary(string="Resources of the Period Before")
    previous_subsidies = fields.Monetary(string="Subsidies of the Period Before")
    screen = fields.Html(compute="_compute_screen", sanitize=False)
    workbook = fields.Binary(compute="_compute_workbook")

    _dates_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The period ends before it starts."
    )
    _subsidies_among_resources = models.Constraint(
        """CHECK(
            COALESCE(subsidies, 0) BETWEEN 0 AND COALESCE(resources, 0)
            AND COALESCE(previous_subsidies, 0) BETWEEN 0 AND COALESCE(previous_resources, 0)
            AND COALESCE(resources, 0) < 'Infinity'
            AND COALESCE(previous_resources, 0) < 'Infinity'
        )""",
        "Subsidies are part of the resources: type these in too.",
    )

    @api.depends("company_ids", "date_from", "date_to")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = self.env._(
                "%(associations)s, %(period)s",
                associations=", ".join(statement.company_ids.mapped("name")),
                period=statement.date_from
                and statement.date_to
                and describe_period(self.env, statement.date_from, statement.date_to),
            )

    @api.depends("company_ids")
    def _compute_currency_id(self):
        for statement in self:
            statement.currency_id = statement.company_ids[:1].currency_id

    @api.depends(lambda self: self._get_asked())
    def _compute_screen(self):
        for statement in self:
            statement.screen = statement._render_screen()

    @api.depends(lambda self: self._get_asked())
    def _compute_workbook(self):
        for statement in self:
            content = StatementWorkbook(statement._get_content()).build()
            statement.workbook = base64.b64encode(content)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_print(self):
        """Print the statement.

        :raises AccessError: for anyone but managers and treasurers of these associations
        """
        # Said here, where it can be put right, rather than by a download.
        self._get_content()
        report = self.env.ref("volunteer_valuation.action_report_yearly_statement")
        return report.report_action(self, config=False)

    def action_download(self):
        """Download the same as a workbook.

        :raises AccessError: for anyone but managers and treasurers of these associations
        """
        self._get_content()
        query = urlencode(
            {"filename": f"{self._get_file_name()}.xlsx", "download": "true"}
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/workbook?{query}",
            "target": "self",
        }

    # ------------------------------------------------------------------
    # The figures
    # ------------------------------------------------------------------
    @api.model
    def _get_asked(self):
        """The fields that the figures depend on."""
        return (
            "company_ids",
            "include_branches",
            "date_from",
            "date_to",
            "resources",
            "subsidies",
            "previous_resources",
            "previous_subsidies",
        )

    def _get_companies(self):
        """The associations that are added up, with their branches where it is wished."""
        companies = self.company_ids._origin
        if self.include_branches:
            branches = self.env["res.company"].sudo()
            companies |= branches.search([("id", "child_of", companies.ids)])
        return companies.sudo(False)

    def _get_figures(self):
        """The dict of ``volunteer.statement``, the same for screen, paper and workbook.

        :raises AccessError: for anyone but managers and treasurers of these associations
        """
        self.ensure_one()
        companies = self._get_companies()
        self._check_branches(companies)
        # Branches need not be among those that are switched on, but among one's own.
        statements = self.env["volunteer.statement"].with_context(
            allowed_company_ids=companies.ids
        )
        figures = statements.compute_statement(
            companies.ids, self.date_from, self.date_to
        )
        self._tell_resources(figures, self.resources, self.subsidies)
        self._tell_resources(
            figures["previous"], self.previous_resources, self.previous_subsidies
        )
        return figures

    def _check_branches(self, companies):
        """:raises AccessError: where a branch is not among the user's associations"""
        others = set(companies.ids).difference(self.env.user._get_company_ids())
        if others and not self.env.su:
            raise AccessError(
                self.env._(
                    "You do not work with all branches: ask to be let into %(branches)s.",
                    branches=", ".join(companies.sudo().browse(others).mapped("name")),
                )
            )

    def _tell_resources(self, figures, resources, subsidies):
        """Those that were typed in go before those of the books."""
        if resources:
            figures |= {
                "resources": resources,
                "subsidies": subsidies,
                "subsidy_share": compute_share(subsidies, resources),
                "subsidy_share_with_volunteering": compute_share(
                    subsidies, resources + figures["amount"]
                ),
            }

    def _render_screen(self):
        if not (self.company_ids and self.date_from and self.date_to):
            return False
        try:
            content = self._get_content()
        except UserError as refusal:
            # Said on the form, where it can be put right.
            return self.env["ir.qweb"]._render(
                "volunteer_valuation.yearly_statement_refusal", {"refusal": refusal}
            )
        return self.env["ir.qweb"]._render(
            "volunteer_valuation.yearly_statement_screen",
            {"content": content},
        )

    def _get_content(self):
        """What is shown of it: see :class:`StatementContent`."""
        return StatementContent(self)

    def _get_file_name(self):
        """What the file is called: the statement and its period."""
        period = describe_period(self.env, self.date_from, self.date_to)
        return self.env._("Statement of Volunteering %s", period)
