from math import fsum

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.volunteer_valuation.models.res_company_certificate import RNA

LONGEST_YEAR = 366 * 24
# What only filling, asking and attesting write, even for the superuser.
TRANSITION_FIELDS = frozenset(
    {
        "state",
        "partner_id",
        "year",
        "company_id",
        "engagement_id",
        "entry_ids",
        "fingerprint",
        "refusal_reason",
        "asked_on",
        "answered_on",
        "answered_by_id",
    }
)


class VolunteerCecDeclarationLine(models.Model):
    """What somebody gave one association in a calendar year, in capacity.

    Of this server's associations, counted from approved entries:

    State     Who moves it there
    ==================================================================================
    draft     the person starts or refreshes the declaration
    asked     the person asks, until 30 June; what was refused may be asked again
    attested  a valideur of the association, until 31 December; the figures are frozen
    refused   a valideur, with a reason
    ==================================================================================

    Of other associations (state ``told``): name, RNA and hours, the person's own word.
    A valideur sees the lines that their association was asked, and no other.
    """

    _name = "volunteer.cec.declaration.line"
    _description = "Association in a Declaration for the CEC"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "declaration_id, id"

    declaration_id = fields.Many2one(
        "volunteer.cec.declaration", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        compute="_compute_partner_id",
        compute_sudo=False,
        store=True,
        index=True,
    )
    year = fields.Integer(related="declaration_id.year", store=True)
    company_id = fields.Many2one(
        "res.company", string="Association Here", readonly=True, index=True
    )
    engagement_id = fields.Many2one(
        "volunteer.engagement", readonly=True, index="btree_not_null"
    )
    association_name = fields.Char(string="Association")
    rna = fields.Char(string="RNA Number")
    hours = fields.Float(help="Hours given in capacity in the calendar year.")
    office = fields.Char(compute="_compute_office")
    entry_ids = fields.Many2many(
        "volunteer.time.entry", string="Time Entries", readonly=True
    )
    state = fields.Selection(
        [
            ("told", "The person's own word"),
            ("draft", "Not asked yet"),
            ("asked", "Asked"),
            ("attested", "Attested"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="told",
        index=True,
        tracking=True,
    )
    asked_on = fields.Datetime(readonly=True)
    answered_on = fields.Datetime(readonly=True)
    answered_by_id = fields.Many2one("res.users", readonly=True)
    refusal_reason = fields.Text(readonly=True, tracking=True)
    fingerprint = fields.Char(
        readonly=True, help="What the entries behind it were when it was attested."
    )
    attestation_deadline = fields.Date(
        string="Attest until", compute="_compute_attestation_deadline"
    )
    is_changed = fields.Boolean(
        string="Changed Since",
        compute="_compute_is_changed",
        help="The entries behind it were changed after it was attested.",
    )
    shown_total = fields.Float(
        string="Total Shown by the Person",
        compute="_compute_shown_total",
        help="All their hours of the year, where they choose to show it.",
    )

    _association_uniq = models.UniqueIndex(
        "(declaration_id, company_id) WHERE company_id IS NOT NULL",
        "This association is in the declaration already.",
    )

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("year")
    def _compute_display_name(self):
        # Never the person: any user can have a record named that they may not read.
        for line in self:
            line.display_name = f"CEC {line.year}"

    @api.depends("declaration_id.partner_id")
    def _compute_partner_id(self):
        # A form that is being filled in may name any declaration: it tells of one's own. What
        # is kept names its person, whoever's request happens to compute it.
        own = self.declaration_id._filtered_access("read")
        for line in self:
            declaration = (
                line.declaration_id.sudo() if line.id else line.declaration_id & own
            )
            line.partner_id = declaration.partner_id

    @api.depends("year")
    def _compute_attestation_deadline(self):
        readable = self._get_readable()
        for line in self:
            declaration = (line._origin & readable).sudo().declaration_id
            line.attestation_deadline = declaration.attestation_deadline

    @api.depends("engagement_id.mandate_ids.office", "year")
    def _compute_office(self):
        readable = self._get_readable()
        for line in self:
            kept = (line._origin & readable).sudo()
            mandates = kept.engagement_id.mandate_ids._filter_year(kept.year)
            line.office = ", ".join(dict.fromkeys(mandates.mapped("office")))

    @api.depends("state", "entry_ids.hours", "entry_ids.state", "entry_ids.capacity")
    def _compute_is_changed(self):
        readable = self._get_readable()
        for line in self:
            kept = (line._origin & readable).sudo()
            line.is_changed = (
                kept.state == "attested"
                and kept.fingerprint != kept._find_entries()._fingerprint_for_cec()
            )

    @api.depends("declaration_id.total_hours", "declaration_id.shows_total")
    def _compute_shown_total(self):
        readable = self._get_readable()
        for line in self:
            declaration = (line._origin & readable).sudo().declaration_id
            line.shown_total = declaration.shows_total and declaration.total_hours

    def _get_readable(self):
        """Of these lines, as they are kept, those that the user may read.

        What is told past rights is told of them alone: a form that is being filled in may
        name any declaration and any engagement.
        """
        return self._origin._filtered_access("read")

    @api.constrains("association_name", "rna", "company_id", "declaration_id")
    def _check_association(self):
        for line in self:
            if not line.company_id and not (line.association_name or "").strip():
                raise ValidationError(self.env._("Tell which association it was."))
            if line.rna and not RNA.fullmatch(line.rna):
                raise ValidationError(
                    self.env._(
                        "“%(number)s” is no RNA number: that is W and nine digits, such "
                        "as W442012345.",
                        number=line.rna,
                    )
                )

    @api.constrains("hours")
    def _check_hours(self):
        for line in self:
            if not 0 <= line.hours <= LONGEST_YEAR:
                raise ValidationError(
                    self.env._(
                        "A year has between 0 and %(hours)s hours.", hours=LONGEST_YEAR
                    )
                )

    # ------------------------------------------------------------------
    # Life cycle
    # ------------------------------------------------------------------
    @api.model
    def default_get(self, fields):
        """Neither a context nor a user's own default tells what an attestation tells."""
        free = [name for name in fields if name not in TRANSITION_FIELDS]
        return super().default_get(free) | (
            {"state": "told"} if "state" in fields else {}
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Tell of another association.

        :raises AccessError: in somebody else's declaration, or of an association here
        """
        for vals in vals_list:
            self._check_told(vals)
        lines = super(VolunteerCecDeclarationLine, self._quietly()).create(vals_list)
        lines = lines.with_env(self.env)
        lines.declaration_id._check_own()
        return lines

    def write(self, vals):
        self._check_told(vals)
        self.declaration_id._check_own()
        if "declaration_id" in vals or any(line.company_id for line in self):
            raise UserError(
                self.env._(
                    "The hours of this association come from your approved time: change "
                    "that instead."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_attested(self):
        self.declaration_id._check_own()
        if not self.declaration_id._is_forgotten():
            if any(line.state == "attested" for line in self):
                raise UserError(self.env._("What was attested is kept."))

    def _quietly(self):
        """Without followers: every employee may read who follows what."""
        return self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)

    @api.model
    def _check_told(self, vals):
        """:raises AccessError: where ``vals`` hold what only a transition may write"""
        if vals.keys() & TRANSITION_FIELDS:
            raise AccessError(
                self.env._(
                    "What is asked and attested is written by asking and attesting."
                )
            )

    def _apply(self, vals):
        """Write what only a transition may write, past the check of ``write``."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    # ------------------------------------------------------------------
    # The entries behind it
    # ------------------------------------------------------------------
    def _start(self, declaration, company, entries):
        """A line of ``company`` with what was given there."""
        line = super(VolunteerCecDeclarationLine, self._quietly()).create(
            [
                {
                    "declaration_id": declaration.id,
                    "company_id": company.id,
                    "engagement_id": entries.engagement_id[:1].id,
                    "state": "draft",
                }
            ]
        )
        line._take(entries)
        return line

    def _take(self, entries):
        """Let ``entries`` be what this line counts."""
        self._apply(
            {
                "association_name": self.company_id.name,
                "entry_ids": [fields.Command.set(entries.ids)],
                "hours": fsum(entries.mapped("hours")),
            }
        )

    def _find_entries(self):
        """What the person gave there at this moment, approved and in capacity."""
        return self.declaration_id._find_entries().filtered(
            lambda entry: entry.company_id == self.company_id
        )
