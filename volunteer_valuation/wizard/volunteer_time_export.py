from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# As many records as the web client tells where more are chosen, unless set otherwise.
ACTIVE_IDS_LIMIT = 20_000


class VolunteerTimeExport(models.TransientModel):
    """Choose time and a format, and download what one may read of it.

    From a list: the entries chosen there. From the menu: those of a period.
    """

    _name = "volunteer.time.export"
    _description = "Export Volunteer Time"

    chosen_domain = fields.Char(
        default=lambda self: self._default_chosen_domain(),
        help="The entries chosen in a list; empty: those of the period.",
    )
    company_ids = fields.Many2many(
        "res.company",
        string="Associations",
        required=True,
        default=lambda self: self.env.companies,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    date_from = fields.Date(
        string="From", default=lambda self: self._default_year()["date_from"]
    )
    date_to = fields.Date(
        string="To", default=lambda self: self._default_year()["date_to"]
    )
    state = fields.Selection(
        selection="_get_states", help="Empty: all time, whatever its state."
    )
    file_format = fields.Selection(
        [
            ("xlsx", "XLSX, for spreadsheets"),
            ("csv", "CSV, for any software"),
            ("json", "JSON, for programs"),
        ],
        required=True,
        default="xlsx",
    )
    entry_count = fields.Integer(string="Entries", compute="_compute_totals")
    total_hours = fields.Float(compute="_compute_totals")

    # ------------------------------------------------------------------
    # Defaults and computes
    # ------------------------------------------------------------------
    @api.model
    def _default_chosen_domain(self):
        """The entries that a list tells; all that it searches where it cannot tell all."""
        context = self.env.context
        if context.get("active_model") != "volunteer.time.entry":
            return False
        chosen = context.get("active_ids") or []
        limit = self.env["ir.config_parameter"].sudo().get_param("web.active_ids_limit")
        if len(chosen) >= int(limit or ACTIVE_IDS_LIMIT) and "active_domain" in context:
            return repr(context["active_domain"])
        return repr([("id", "in", chosen)])

    @api.model
    def _default_year(self):
        today = fields.Date.context_today(self)
        return self.env.company.compute_fiscalyear_dates(today)

    @api.model
    def _get_states(self):
        state = self.env["volunteer.time.entry"]._fields["state"]
        return state._description_selection(self.env)

    @api.depends("chosen_domain", "company_ids", "date_from", "date_to", "state")
    def _compute_totals(self):
        for export in self:
            entries, domain = export._get_selection()
            [(export.entry_count, export.total_hours)] = entries._read_group(
                domain, [], ["__count", "total_hours:sum"]
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_export(self):
        """Download the file.

        :raises UserError: where nothing is chosen
        """
        self.ensure_one()
        if not self.entry_count:
            raise UserError(self.env._("No time to export: choose something else."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer_valuation/time_export/{self.id}",
            "target": "self",
        }

    # ------------------------------------------------------------------
    # What is chosen
    # ------------------------------------------------------------------
    def _get_selection(self):
        """The entries of the associations that are chosen, and a domain for them.

        Nobody reads more through it than through a list: rights apply where it is searched.
        """
        companies = self.company_ids._origin
        entries = self.env["volunteer.time.entry"].with_context(
            allowed_company_ids=companies.ids
        )
        if not companies:
            return entries, Domain.FALSE
        if self.chosen_domain:
            return entries, Domain(literal_eval(self.chosen_domain))
        domain = Domain("company_id", "in", companies.ids)
        if self.date_from:
            domain &= Domain("date", ">=", self.date_from)
        if self.date_to:
            domain &= Domain("date", "<=", self.date_to)
        if self.state:
            domain &= Domain("state", "=", self.state)
        return entries, domain

    def _get_file_name(self):
        days = [self.date_from, self.date_to]
        if self.chosen_domain:
            days = [fields.Date.context_today(self)]
        name = [self.env._("Volunteer Time"), *(str(day) for day in days if day)]
        return f"{' '.join(name)}.{self.file_format}"
