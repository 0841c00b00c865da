from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .rounded_amount import RoundedAmount
from .volunteer_bookable import STATES

# What the person who declares may fill in, by any way in.
DECLARED_FIELDS = frozenset(
    {
        "name",
        "description",
        "date",
        "date_end",
        "hours",
        "headcount",
        "is_estimate",
        "distance",
        "partner_id",
        "structure_id",
        "project_id",
        "task_id",
        "activity_id",
        "level_id",
        "status_id",
        "company_id",
        "late_reason",
    }
)
# Whose time it is and where it was given: what rights and engagements follow from.
PLACE_FIELDS = frozenset({"partner_id", "company_id", "project_id", "task_id"})
# Where an entry comes from: told by our own code, never by a client.
ORIGIN_FIELDS = frozenset({"origin", "import_key"})
# What only the transitions and the booking write, even for the superuser.
TRANSITION_FIELDS = frozenset(
    {
        "state",
        "refusal_reason",
        "approved_by_id",
        "approved_on",
        "rule_id",
        "hourly_rate",
        "amount",
        "total_hours",
        "valuation_id",
        "engagement_id",
        "evidence_name",
    }
)


class VolunteerTimeEntry(models.Model):
    """Time that somebody gave.

    Action    Who                                      Allowed when
    =====================================================================================
    Create    anyone for themselves, managers for all  the guards accept it
    Change    the person, managers                     not booked; an approved entry goes
                                                       back to submitted
    Submit    the person, managers                     draft or refused
    Withdraw  the person, managers                     submitted or refused
    Approve   manager; approver on projects they       submitted; not their own time, unless
              manage and engagements they follow       the company says so
    Refuse    as approve                               submitted, or approved and not booked
    Revalue   treasurer                                approved and not booked
    Book      treasurer, through ``volunteer.valuation``
    Delete    the person, managers                     draft, submitted or refused
    =====================================================================================

    Fields and life cycle here; declaring, guards, approval, valuation and what waits for
    someone are in the files of those names. No field tracking: it would make ten thousand
    creations three times slower; what matters is logged in batch.
    """

    _name = "volunteer.time.entry"
    _description = "Volunteer Time Entry"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "volunteer.bookable",
        "volunteer.forgettable",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="What Was Done",
        compute="_compute_name",
        store=True,
        readonly=False,
        help="In a few words; the activity's name where nothing else is told.",
    )
    description = fields.Text(help="More about it, where one line does not say enough.")
    date = fields.Date(required=True, default=fields.Date.context_today)
    date_end = fields.Date(
        string="Last Day", help="For time spread over several days; usually empty."
    )
    hours = fields.Float(
        required=True,
        aggregator=None,
        help="Hours given by each person: 2:30 and 2.5 are the same.",
    )
    headcount = fields.Integer(
        string="People",
        required=True,
        default=1,
        help="1, unless the time is declared for a group: 30 people × 4 h.",
    )
    # Totals are not readonly here, so that creation may tell them in its one INSERT; nobody
    # can write them: see TRANSITION_FIELDS.
    total_hours = fields.Float(
        compute="_compute_total_hours",
        store=True,
        readonly=False,
        copy=False,
        help="Hours × people.",
    )
    is_estimate = fields.Boolean(
        string="Estimated", help="The hours were estimated, not noted."
    )
    distance = fields.Float(
        string="Distance (km)", help="Kilometres travelled: counted, not valued."
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        ondelete="restrict",
        default=lambda self: self._default_partner_id(),
        help="Empty for time given by nobody in particular.",
    )
    engagement_id = fields.Many2one(
        "volunteer.engagement",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    structure_id = fields.Many2one(
        "res.partner",
        ondelete="restrict",
        help="Local branch or member organisation that the time was given through.",
    )
    project_id = fields.Many2one(
        "project.project",
        compute="_compute_project_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="['|', ('company_id', '=', False), ('company_id', 'parent_of', company_id)]",
    )
    task_id = fields.Many2one(
        "project.task",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('project_id', '=?', project_id)]",
    )
    activity_id = fields.Many2one(
        "volunteer.activity",
        compute="_compute_activity_id",
        store=True,
        readonly=False,
        check_company=True,
        ondelete="restrict",
    )
    level_id = fields.Many2one(
        "volunteer.level",
        compute="_compute_level_id",
        store=True,
        readonly=False,
        check_company=True,
        ondelete="restrict",
        help="Competence that the task asked for, not the diploma of the person.",
    )
    status_id = fields.Many2one(
        "volunteer.status",
        compute="_compute_status_id",
        store=True,
        readonly=False,
        ondelete="restrict",
    )
    destination = fields.Selection(related="activity_id.destination")
    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    refusal_reason = fields.Text(readonly=True, copy=False)
    late_reason = fields.Char(
        string="Why So Late",
        copy=False,
        help="Needed where the day lies in a period that is already booked.",
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    origin = fields.Selection(
        [
            ("portal", "Portal"),
            ("link", "Link"),
            ("backend", "Office"),
            ("task", "Task"),
            ("import", "Import"),
            ("api", "Other Software"),
        ],
        required=True,
        default="backend",
        readonly=True,
        copy=False,
    )
    rule_id = fields.Many2one(
        "volunteer.valuation.rule",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    hourly_rate = fields.Float(
        digits=(16, 4),
        readonly=True,
        copy=False,
        aggregator=None,
        help="Currency per hour, frozen when the entry was approved.",
    )
    amount = RoundedAmount(
        compute="_compute_amount",
        store=True,
        readonly=False,
        copy=False,
        help="Total hours × hourly rate, rounded once by the currency.",
    )
    valuation_id = fields.Many2one(
        "volunteer.valuation",
        string="Booking",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    import_key = fields.Char(readonly=True, copy=False)
    is_own = fields.Boolean(compute="_compute_is_own")

    _booked_is_approved = models.Constraint(
        "CHECK(valuation_id IS NULL OR (state = 'approved' AND rule_id IS NOT NULL))",
        "Only approved and valued time can be booked.",
    )
    # Each index is paid for by every entry: those that nothing looks up often have none.
    _import_once = models.UniqueIndex(
        "(company_id, import_key) WHERE import_key IS NOT NULL",
        "This row has already been imported.",
    )
    _person_day_idx = models.Index("(partner_id, date) WHERE partner_id IS NOT NULL")
    _company_date_idx = models.Index("(company_id, date, state)")

    # ------------------------------------------------------------------
    # Defaults and computes
    # ------------------------------------------------------------------
    @api.model
    def _default_partner_id(self):
        """The person who declares; the system itself gives no time."""
        if self.env.uid != SUPERUSER_ID:
            return self.env.user.partner_id

    @api.depends("hours", "headcount")
    def _compute_total_hours(self):
        for entry in self:
            entry.total_hours = entry.hours * entry.headcount

    @api.depends("total_hours", "hourly_rate")
    def _compute_amount(self):
        for entry in self:
            entry.amount = entry._compute_amount_of(
                entry.total_hours, entry.hourly_rate, entry.currency_id
            )

    @api.depends("task_id")
    def _compute_project_id(self):
        for entry in self:
            entry.project_id = entry.task_id.project_id or entry.project_id

    @api.depends("activity_id")
    def _compute_name(self):
        for entry in self:
            entry.name = entry.name or entry.activity_id.name

    @api.depends("project_id")
    def _compute_activity_id(self):
        for entry in self:
            entry.activity_id = (
                entry.activity_id or entry.project_id.volunteer_activity_id
            )

    @api.depends("activity_id")
    def _compute_level_id(self):
        for entry in self:
            entry.level_id = entry.activity_id.level_id or entry.level_id

    @api.depends("partner_id", "company_id")
    def _compute_status_id(self):
        for entry in self:
            engagement = entry.partner_id.sudo().volunteer_engagement_ids.filtered(
                lambda e, company=entry.company_id: e.company_id == company
            )
            entry.status_id = engagement.status_id or entry.status_id

    @api.depends("partner_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for entry in self:
            entry.is_own = entry.partner_id == self.env.user.partner_id

    @api.depends("name", "date")
    def _compute_display_name(self):
        for entry in self:
            day = format_date(self.env, entry.date)
            entry.display_name = f"{entry.name or ''} ({day})"

    # ------------------------------------------------------------------
    # Life cycle
    # ------------------------------------------------------------------
    def write(self, vals):
        self._check_writable(vals)
        if not vals.keys() & self._get_declared_fields():
            return super().write(vals)
        self._check_told(vals)
        self._check_not_booked()
        approved = self.filtered(lambda entry: entry.state == "approved")
        before = approved._describe_figures()
        self._lock_people()
        if not vals.keys() & PLACE_FIELDS:
            result = super().write(vals)
        else:
            left = self._get_places()
            self._check_may_move(vals)
            result = super().write(vals)
            self._update_waiting(left)
        approved._send_back(before)
        return result

    def _apply(self, vals):
        """Write what only a transition may write, past the check of ``write``."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def unlink(self):
        left = self._get_places()
        result = super().unlink()
        self.browse()._update_waiting(left)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_not_booked()
        if any(entry.state == "approved" for entry in self):
            raise UserError(
                self.env._(
                    "Approved time is not deleted: refuse it with a reason first."
                )
            )

    @api.model
    def _get_declared_fields(self):
        """What the person who declares may fill in; other addons add theirs."""
        return DECLARED_FIELDS

    @api.model
    def _check_writable(self, vals):
        """:raises AccessError: where ``vals`` hold what no client, or nobody, may write"""
        refused = vals.keys() & TRANSITION_FIELDS
        if not self.env.su:
            refused |= vals.keys() & ORIGIN_FIELDS
        if refused:
            raise AccessError(
                self.env._(
                    "“%(field)s” follows from approval and booking: it cannot be set "
                    "directly.",
                    field=self._get_label(min(refused)),
                )
            )
