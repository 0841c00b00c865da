from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .volunteer_activity import DESTINATIONS
from .volunteer_bookable import STATES

# What an approver looks at: approved and changed means to be approved again.
RECORDED_FIELDS = frozenset(
    {
        "name",
        "date",
        "company_id",
        "partner_id",
        "nature_id",
        "project_id",
        "destination",
        "origin",
        "hours",
        "amount",
        "is_certified",
        "evidence_ids",
        "late_reason",
    }
)
# What only the transitions and the booking write, even for the superuser.
TRANSITION_FIELDS = frozenset(
    {
        "state",
        "refusal_reason",
        "approved_by_id",
        "approved_on",
        "valuation_id",
        "evidence_name",
    }
)


class VolunteerInkindContribution(models.Model):
    """Goods, premises, services, skills sponsorship or seconded people given to the association.

    Seconded people and skills sponsorship are recorded here at the cost that the lender
    certifies (862/871), never as time entries: an hour is volunteer, paid or sponsored.

    Action    Who                    Allowed when
    =====================================================================================
    Record    managers, treasurers   the guards accept it
    Change    managers, treasurers   not booked; an approved one goes back to submitted
    Submit    managers, treasurers   draft or refused
    Withdraw  managers, treasurers   submitted or refused
    Approve   managers               submitted; not their own gift nor their organisation's,
                                     unless the company says so
    Refuse    managers               submitted, or approved and not booked
    Book      treasurers, through ``volunteer.valuation``
    Delete    managers, treasurers   draft, submitted or refused
    =====================================================================================

    Who recorded a gift may approve it: in a small association it is the same person, and
    what is certified has its evidence attached.
    """

    _name = "volunteer.inkind.contribution"
    _description = "Contribution in Kind"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "volunteer.bookable",
        "volunteer.forgettable",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Description", required=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Donor", ondelete="restrict")
    nature_id = fields.Many2one(
        "volunteer.contribution.nature", required=True, ondelete="restrict"
    )
    project_id = fields.Many2one(
        "project.project",
        ondelete="restrict",
        domain="['|', ('company_id', '=', False), ('company_id', 'parent_of', company_id)]",
    )
    destination = fields.Selection(DESTINATIONS, required=True, default="missions")
    origin = fields.Selection(
        [
            ("public", "Public Generosity"),
            ("private", "Other Private"),
            ("government", "Public Bodies"),
        ],
        required=True,
        default="private",
    )
    hours = fields.Float(help="Hours of seconded people, where there are any.")
    amount = fields.Monetary(required=True)
    is_certified = fields.Boolean(
        string="Certified by the Donor",
        help="The donor certifies the amount; otherwise it is an estimate.",
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        copy=False,
        help="Agreement, certificate of the donor, price list…",
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    refusal_reason = fields.Text(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    late_reason = fields.Char(
        string="Why So Late",
        copy=False,
        help="Why this contribution comes after its period was booked.",
    )
    valuation_id = fields.Many2one(
        "volunteer.valuation",
        string="Booking",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    _booked_is_approved = models.Constraint(
        "CHECK(valuation_id IS NULL OR (state = 'approved' AND amount > 0))",
        "Only approved contributions that are worth something can be booked.",
    )
    _amount_positive = models.Constraint(
        "CHECK(amount >= 0 AND amount < 'Infinity')",
        "The amount of a contribution cannot be negative.",
    )
    _hours_positive = models.Constraint(
        "CHECK(hours IS NULL OR (hours >= 0 AND hours < 'Infinity'))",
        "The hours of a contribution cannot be negative.",
    )

    @api.depends("name", "date")
    def _compute_display_name(self):
        for contribution in self:
            day = format_date(self.env, contribution.date)
            contribution.display_name = (
                contribution.name and f"{contribution.name} ({day})"
            )

    @api.model
    def _get_bookable_domain(self):
        """Contributions that a booking of their period may claim."""
        return [
            ("state", "=", "approved"),
            ("valuation_id", "=", False),
            ("amount", ">", 0),
        ]

    # ------------------------------------------------------------------
    # Life cycle
    # ------------------------------------------------------------------
    @api.model
    def default_get(self, fields):
        """Neither a context nor a user's own default tells what a transition tells."""
        told = TRANSITION_FIELDS.intersection(fields)
        defaults = super().default_get([name for name in fields if name not in told])
        return defaults | ({"state": "draft"} if "state" in told else {})

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_writable(vals)
            self._check_told(vals)
        contributions = super().create(vals_list)
        contributions._take_evidence()
        return contributions

    def write(self, vals):
        self._check_writable(vals)
        if not vals.keys() & RECORDED_FIELDS:
            return super().write(vals)
        self._check_told(vals)
        self._check_not_booked()
        approved = self.filtered(lambda contribution: contribution.state == "approved")
        before = approved._describe_figures()
        result = super().write(vals)
        if "company_id" in vals:
            self.check_access("write")
        if "evidence_ids" in vals:
            self._take_evidence()
        approved._send_back(before)
        return result

    def _apply(self, vals):
        """Write what only a transition may write, past the check of ``write``."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_not_booked()
        if any(contribution.state == "approved" for contribution in self):
            raise UserError(
                self.env._(
                    "An approved contribution is not deleted: refuse it with a reason "
                    "first."
                )
            )

    @api.model
    def _check_writable(self, vals):
        """:raises AccessError: where ``vals`` hold what nobody may write"""
        refused = vals.keys() & TRANSITION_FIELDS
        if refused:
            raise AccessError(
                self.env._(
                    "“%(field)s” follows from approval and booking: it cannot be set "
                    "directly.",
                    field=self._label(min(refused)),
                )
            )
