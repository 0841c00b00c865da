from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL, format_date

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

    @api.depends("state", "line_ids", "company_id", "date_from", "date_to")
    def _compute_totals(self):
        drafts = self.filtered(lambda valuation: valuation.state == "draft")
        sums = drafts._read_bookable_sums()
        for valuation in self:
            hours, amount = sums.get(valuation, (0.0, 0.0))
            if valuation not in drafts:
                hours = sum(valuation.line_ids.mapped("hours"))
                amount = sum(valuation.line_ids.mapped("amount"))
            valuation.total_hours = hours
            valuation.total_amount = valuation.currency_id.round(amount)

    @api.depends("state", "company_id", "date_from", "date_to")
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
        period = vals.keys() & {"company_id", "date_from", "date_to"}
        if period and any(valuation.state != "draft" for valuation in self):
            raise UserError(self.env._("The period of a booking does not change."))
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
            "domain": [("valuation_id", "=", self.id)]
            if self.state == "posted"
            else self._get_bookable_domain(),
        }

    def action_open_unbookable(self):
        """Open the entries of the period that cannot be booked."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Time That Cannot Be Booked"),
            "res_model": "volunteer.time.entry",
            "views": [(False, "list"), (False, "form")],
            "domain": self._get_period_domain()
            + ["|", ("state", "!=", "approved"), ("rule_id", "=", False)],
        }

    # ------------------------------------------------------------------
    # What would be booked, and what cannot be and why
    # ------------------------------------------------------------------
    def _get_period_domain(self):
        return [
            ("company_id", "=", self.company_id.id),
            ("date", ">=", self.date_from),
            ("date", "<=", self.date_to),
        ]

    def _get_bookable_domain(self):
        return self._get_period_domain() + [
            ("state", "=", "approved"),
            ("rule_id", "!=", False),
            ("valuation_id", "=", False),
        ]

    def _read_bookable_sums(self):
        """What each of these could book at this moment: {valuation: (hours, amount)}.

        In one query, whatever the number of drafts and of their periods.
        """
        self.env["volunteer.time.entry"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT number, SUM(entry.total_hours), SUM(entry.amount)
                  FROM unnest(%(companies)s::int[], %(first)s::date[], %(last)s::date[])
                       WITH ORDINALITY period (company_id, first, last, number)
                  JOIN volunteer_time_entry entry
                    ON entry.company_id = period.company_id
                   AND entry.date BETWEEN period.first AND period.last
                 WHERE entry.state = 'approved'
                   AND entry.rule_id IS NOT NULL
                   AND entry.valuation_id IS NULL
              GROUP BY number
                """,
                companies=[valuation.company_id.id or None for valuation in self],
                first=[valuation.date_from or None for valuation in self],
                last=[valuation.date_to or None for valuation in self],
            )
        )
        return {
            self[number - 1]: (hours, float(amount)) for number, hours, amount in rows
        }

    def _prepare_lines(self, domain):
        """Booked sums by nature, project and destination of the entries in ``domain``."""
        nature = self.env.ref("volunteer_valuation.nature_volunteering")
        groups = (
            self.env["volunteer.time.entry"]
            .sudo()
            ._read_group(
                domain,
                ["project_id", "activity_id"],
                ["total_hours:sum", "amount:sum", "__count"],
            )
        )
        lines = {}
        for project, activity, hours, amount, count in groups:
            line = lines.setdefault(
                (project.id, activity.destination),
                {
                    "nature_id": nature.id,
                    "project_id": project.id,
                    "destination": activity.destination,
                    "hours": 0.0,
                    "amount": 0.0,
                    "entry_count": 0,
                },
            )
            line["hours"] += hours
            line["amount"] = self.currency_id.round(line["amount"] + amount)
            line["entry_count"] += count
        return list(lines.values())

    def _get_obstacles(self):
        """What of the period cannot be booked: [(reason, number of entries, hours)]."""
        entries = self.env["volunteer.time.entry"].sudo()
        states = dict(entries._fields["state"]._description_selection(self.env))
        groups = entries._read_group(
            self._get_period_domain(),
            ["state", "valuation_id"],
            ["__count", "total_hours:sum"],
        )
        obstacles = []
        for state, valuation, count, hours in groups:
            if valuation:
                reason = self.env._("already booked (%s)", valuation.display_name)
            elif state != "approved":
                reason = self.env._("not approved: %s", states[state])
            else:
                continue
            obstacles.append((reason, count, hours))
        return obstacles + self._get_unvalued_obstacles()

    def _get_unvalued_obstacles(self):
        """Why approved time has no value, one line for each thing that decides it."""
        entries = self.env["volunteer.time.entry"].sudo()
        groups = entries._read_group(
            self._get_period_domain()
            + [("state", "=", "approved"), ("rule_id", "=", False)],
            ["activity_id", "status_id", "level_id", "project_id"],
            ["date:min", "date:max", "__count", "total_hours:sum"],
        )
        rule_book = self.env["volunteer.valuation.rule"]._get_rule_book(self.company_id)
        obstacles = {}
        for activity, status, level, project, first, last, count, hours in groups:
            earliest = entries.new(
                {
                    "company_id": self.company_id.id,
                    "date": first,
                    "activity_id": activity.id,
                    "status_id": status.id,
                    "level_id": level.id,
                    "project_id": project.id,
                }
            )
            reason = earliest._describe_unvalued(rule_book)
            if last > first and not rule_book.find_exclusion(earliest._get_situation()):
                reason = self.env._("%(reason)s and later", reason=reason)
            known_count, known_hours = obstacles.get(reason, (0, 0.0))
            obstacles[reason] = (known_count + count, known_hours + hours)
        return [
            (self.env._("not valued: %s", reason), count, hours)
            for reason, (count, hours) in obstacles.items()
        ]

    def _render_preview(self):
        if not (self.company_id and self.date_from and self.date_to):
            return False
        lines = self._prepare_lines(self._get_bookable_domain())
        destinations = dict(
            self.env["volunteer.activity"]
            ._fields["destination"]
            ._description_selection(self.env)
        )
        return self.env["ir.qweb"]._render(
            "volunteer_valuation.valuation_preview",
            {
                "valuation": self,
                "lines": [
                    {
                        "nature": self.env["volunteer.contribution.nature"].browse(
                            line["nature_id"]
                        ),
                        "project": self.env["project.project"]
                        .sudo()
                        .browse(line["project_id"]),
                        "destination": destinations.get(line["destination"], ""),
                        "hours": line["hours"],
                        "amount": line["amount"],
                        "count": line["entry_count"],
                    }
                    for line in lines
                ],
                "hours": sum(line["hours"] for line in lines),
                "amount": self.currency_id.round(sum(line["amount"] for line in lines)),
                "obstacles": self._get_obstacles(),
                "lock": self._describe_violated_lock(self.date_to),
            },
        )
