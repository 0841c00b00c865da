from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

# What only posting and reversing write, even for the superuser.
FROZEN_FIELDS = frozenset(
    {
        "state",
        "entry_ids",
        "contribution_ids",
        "line_ids",
        "move_id",
        "reversal_move_id",
        "detail_attachment_id",
        "evidence_until",
        "nameless_on",
    }
)

# What a draft covers: fixed once it is booked.
CHOSEN_FIELDS = frozenset(
    {"company_id", "date_from", "date_to", "books_late", "late_reason"}
)


class VolunteerValuation(models.Model):
    """One booking of contributions in kind: a period of a company, on accounts 86/87.

    Draft      shows what would be booked at this moment; nothing is claimed.
    Posted     its entries, its lines and its journal entry are frozen.
    Reversed   the mirror entry is posted, the time is free again, the lines remain.

    Only treasurers book and reverse; the ledger is written in checked ``sudo``.
    """

    _name = "volunteer.valuation"
    _description = "Booking of Volunteer Time"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        domain="[('volunteer_booking', '=', 'book')]",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._default_period()[0],
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: self._default_period()[1],
        help="The journal entry bears this date.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Booked"), ("reversed", "Reversed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    entry_ids = fields.One2many("volunteer.time.entry", "valuation_id", readonly=True)
    contribution_ids = fields.One2many(
        "volunteer.inkind.contribution", "valuation_id", readonly=True
    )
    line_ids = fields.One2many(
        "volunteer.valuation.line", "valuation_id", readonly=True
    )
    move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    reversal_move_id = fields.Many2one(
        "account.move",
        string="Reversal Entry",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    detail_attachment_id = fields.Many2one(
        "ir.attachment",
        string="Detail Workbook",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    total_hours = fields.Float(compute="_compute_totals")
    total_amount = fields.Monetary(compute="_compute_totals")
    inkind_amount = fields.Monetary(
        string="Of Which Contributions in Kind", compute="_compute_totals"
    )
    contribution_count = fields.Integer(compute="_compute_totals")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    is_rule_missing = fields.Boolean(compute="_compute_is_rule_missing")

    _dates_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The period ends before it starts."
    )

    @api.model
    def _default_period(self):
        """The last fiscal year that is over."""
        company = self.env.company
        this_year = company.compute_fiscalyear_dates(fields.Date.context_today(self))
        last_year = company.compute_fiscalyear_dates(
            this_year["date_from"] - timedelta(days=1)
        )
        return last_year["date_from"], last_year["date_to"]

    @api.depends("date_from", "date_to")
    def _compute_display_name(self):
        for valuation in self:
            valuation.display_name = self.env._(
                "Booking %(first)s – %(last)s",
                first=format_date(self.env, valuation.date_from),
                last=format_date(self.env, valuation.date_to),
            )

    @api.depends(
        "state", "line_ids", "company_id", "date_from", "date_to", "books_late"
    )
    def _compute_totals(self):
        drafts = self.filtered(lambda valuation: valuation.state == "draft")
        sums = drafts._read_bookable_sums()
        nothing = (0.0, 0.0, 0.0, 0)
        volunteering = self.env.ref("volunteer_valuation.nature_volunteering")
        for valuation in self:
            hours, amount, gifts, count = (
                sums.get(valuation, nothing)
                if valuation in drafts
                else valuation.line_ids._add_up(volunteering)
            )
            valuation.total_hours = hours
            valuation.total_amount = valuation.currency_id.round(amount)
            valuation.inkind_amount = valuation.currency_id.round(gifts)
            valuation.contribution_count = count

    @api.depends("state", "company_id", "date_from", "date_to", "books_late")
    def _compute_preview(self):
        for valuation in self:
            valuation.preview = (
                valuation.state == "draft" and valuation._render_preview()
            )

    @api.depends("company_id")
    def _compute_is_rule_missing(self):
        rules = self.env["volunteer.valuation.rule"]
        for valuation in self:
            valuation.is_rule_missing = rules._is_missing(valuation.company_id)

    @api.constrains("company_id")
    def _check_company_books(self):
        for valuation in self:
            if valuation.company_id.volunteer_booking != "book":
                raise ValidationError(
                    self.env._(
                        "%(association)s discloses volunteer time without booking it; "
                        "the settings can change that.",
                        association=valuation.company_id.name,
                    )
                )

    @api.model
    def default_get(self, fields):
        """Neither a context nor a user's own default tells what only a booking tells."""
        free = [name for name in fields if name not in FROZEN_FIELDS]
        return super().default_get(free) | (
            {"state": "draft"} if "state" in fields else {}
        )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_writable(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_writable(vals)
        chosen = vals.keys() & CHOSEN_FIELDS
        if chosen and any(valuation.state != "draft" for valuation in self):
            raise UserError(
                self.env._("What a booking covers does not change: reverse it instead.")
            )
        return super().write(vals)

    def _apply(self, vals):
        """Write what only posting and reversing may write, past the check of ``write``."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.model
    def _check_writable(self, vals):
        if vals.keys() & FROZEN_FIELDS:
            raise AccessError(
                self.env._(
                    "A booking is written by booking and reversing, not by hand."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        if any(valuation.state != "draft" for valuation in self):
            raise UserError(
                self.env._("A booking is kept for the auditor: reverse it instead.")
            )

    def _check_treasurer(self):
        """:raises AccessError: for anyone but the treasurers of these companies"""
        if self.env.su:
            return
        self.check_access("write")
        user = self.env.user
        if not user.has_group("volunteer_valuation.group_volunteer_treasurer"):
            raise AccessError(self.env._("Only treasurers book volunteer time."))

    def action_value_at_minimum_wage(self):
        """Day one, from a booking without any rule: see the method of that name on rules."""
        self.ensure_one()
        rules = self.env["volunteer.valuation.rule"].with_company(self.company_id)
        return rules.action_value_at_minimum_wage()

    def action_open_entries(self):
        """Open the entries that are booked, or that a draft would book."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Booked Time"),
            "res_model": "volunteer.time.entry",
            "views": [(False, "list"), (False, "form")],
            "domain": list(self._get_taken_domain("volunteer.time.entry")),
        }

    def action_open_contributions(self):
        """Open the contributions in kind that are booked, or that a draft would book."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Booked Contributions in Kind"),
            "res_model": "volunteer.inkind.contribution",
            "views": [(False, "list"), (False, "form")],
            "domain": list(self._get_taken_domain("volunteer.inkind.contribution")),
        }

    def action_open_unbookable(self):
        """Open the entries of the period that cannot be booked."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Time That Cannot Be Booked"),
            "res_model": "volunteer.time.entry",
            "views": [(False, "list"), (False, "form")],
            "domain": list(
                self._get_period_domain()
                & Domain(["|", ("state", "!=", "approved"), ("rule_id", "=", False)])
            ),
        }
