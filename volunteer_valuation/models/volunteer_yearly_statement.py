from odoo import api, fields, models
from odoo.exceptions import UserError

from ..report.volunteer_statement_tables import describe_period
from ..report.volunteer_yearly_statement import StatementContent


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
    screen = fields.Html(compute="_compute_screen", sanitize=False)

    _dates_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The period ends before it starts."
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

    @api.depends("company_ids", "include_branches", "date_from", "date_to")
    def _compute_screen(self):
        for statement in self:
            statement.screen = statement._render_screen()

    # ------------------------------------------------------------------
    # The figures
    # ------------------------------------------------------------------
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
        # Branches need not be among those that are switched on, but among one's own.
        statements = self.env["volunteer.statement"].with_context(
            allowed_company_ids=companies.ids
        )
        return statements.compute_statement(companies.ids, self.date_from, self.date_to)

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
