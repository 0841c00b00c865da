from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.volunteer_valuation.tools.durations import format_duration

from ..tools.eligibility import assess

# Says that a person is forgotten; no client can send it.
FORGETTING = object()


class VolunteerCecDeclaration(models.Model):
    """What one person gave in a calendar year, in capacity, wherever they gave it.

    Code du travail, L5151-8: declaring is the person's choice. Only they start a declaration,
    change it and ask for attestation; nobody else reads it, but what of it lies with an
    association they asked (see the lines). The hours of this server's associations come from
    approved entries; those of others are the person's own word.

    ``is_eligible`` speaks of hours alone; ``missing`` tells all that stands in the way.
    """

    _name = "volunteer.cec.declaration"
    _description = "Declaration for the Compte d'engagement citoyen"
    _order = "year desc, id desc"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.partner_id,
    )
    year = fields.Integer(
        string="Year of Activity",
        required=True,
        default=lambda self: fields.Date.context_today(self).year - 1,
    )
    line_ids = fields.One2many("volunteer.cec.declaration.line", "declaration_id")
    birthdate = fields.Date(
        help="Only to tell whether the account is open to you already; nobody else reads it."
    )
    is_apprentice = fields.Boolean(string="Apprentice")
    is_retired = fields.Boolean(string="Retired, with All Pensions Drawn")
    shows_total = fields.Boolean(
        string="Show My Total",
        help="Let the associations that attest see the sum of all your hours, without "
        "where you gave the others.",
    )
    total_hours = fields.Float(compute="_compute_standing")
    best_association_hours = fields.Float(compute="_compute_standing")
    is_eligible = fields.Boolean(string="Enough Hours", compute="_compute_standing")
    missing = fields.Text(compute="_compute_missing")
    is_changed = fields.Boolean(
        string="Changed Since",
        compute="_compute_is_changed",
        help="Entries behind an attestation were changed after it.",
    )
    declaration_deadline = fields.Date(
        string="Declare until", compute="_compute_deadlines"
    )
    attestation_deadline = fields.Date(
        string="Attested until", compute="_compute_deadlines"
    )

    _person_year_uniq = models.Constraint(
        "UNIQUE(partner_id, year)", "You have a declaration for this year already."
    )

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("partner_id", "year")
    def _compute_display_name(self):
        for declaration in self:
            declaration.display_name = f"CEC {declaration.year}"

    @api.depends("line_ids.hours", "line_ids.state", "year")
    def _compute_standing(self):
        for declaration in self:
            standing = declaration._assess()
            declaration.total_hours = standing.total_hours
            declaration.best_association_hours = standing.best_association_hours
            declaration.is_eligible = standing.is_eligible

    @api.depends(
        "line_ids.hours", "line_ids.state", "year", "birthdate", "is_apprentice"
    )
    @api.depends_context("lang")
    def _compute_missing(self):
        for declaration in self:
            declaration.missing = "\n".join(declaration._describe_missing())

    @api.depends("line_ids.is_changed")
    def _compute_is_changed(self):
        for declaration in self:
            declaration.is_changed = any(declaration.line_ids.mapped("is_changed"))

    @api.depends("year")
    def _compute_deadlines(self):
        for declaration in self:
            year = declaration.year
            rule = declaration._get_rule()
            declaration.declaration_deadline = rule._get_declaration_deadline(year)
            declaration.attestation_deadline = rule._get_attestation_deadline(year)

    @api.constrains("year")
    def _check_year(self):
        for declaration in self:
            declaration._get_rule()
            if declaration.year > fields.Date.context_today(self).year:
                raise ValidationError(
                    self.env._("The year %(year)s is still to come.", year=self.year)
                )

    def _get_rule(self):
        return self.env["volunteer.cec.rule"].sudo()._get_rule(self.year)

    def _assess(self):
        """Where the person stands; what an association refused to attest does not count."""
        told = self.line_ids.filtered(lambda line: line.state != "refused")
        return assess(told.mapped("hours"), self._get_rule()._get_thresholds())

    # ------------------------------------------------------------------
    # Starting it, and filling it
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Start declarations, filled from approved entries.

        :raises AccessError: for anybody but oneself
        """
        declarations = super().create(vals_list)
        declarations._check_own()
        declarations._refresh()
        return declarations

    def write(self, vals):
        self._check_own()
        if vals.keys() & {"partner_id", "year"}:
            raise UserError(
                self.env._("A declaration stays with its person and its year.")
            )
        return super().write(vals)

    def unlink(self):
        # By us rather than the database: messages and activities go with their line.
        self.line_ids.unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_attested(self):
        self._check_own()
        if self._is_forgotten():
            return
        if any(line.state == "attested" for line in self.line_ids):
            raise UserError(
                self.env._("What was attested is kept: this declaration stays.")
            )

    def _is_forgotten(self):
        """Whether this goes because its person asked to be forgotten."""
        return self.env.context.get("volunteer_forgetting") is FORGETTING

    def action_refresh(self):
        """Fill the lines of this server's associations anew, but for what was attested.

        :raises AccessError: for anybody but the person
        """
        self._check_own()
        self._refresh()
        return True

    def action_ask(self):
        """Ask this server's associations to attest their lines.

        :raises AccessError: for anybody but the person
        :raises UserError: before the year is over, or once the deadline has passed
        """
        self._check_own()
        asked = self.sudo().line_ids.filtered(lambda line: line._can_be_asked())
        if not asked:
            raise UserError(
                self.env._("There is nothing to ask: no association of yours is here.")
            )
        for line in asked:
            today = line._get_today()
            line.declaration_id._check_over(today)
            line.declaration_id._check_in_time(
                line.declaration_id.declaration_deadline, today
            )
        asked._ask()
        return True

    def _check_own(self):
        """:raises AccessError: where somebody else's declaration would be told"""
        if self.env.su:
            return
        if self.partner_id - self.env.user.partner_id:
            raise AccessError(
                self.env._("Declaring is up to each person: nobody does it for others.")
            )

    def _check_over(self, today):
        """:raises UserError: while the year of activity runs: its hours are not all there"""
        if today.year <= self.year:
            raise UserError(
                self.env._(
                    "%(year)s is not over: ask from 1 January on, when all its hours are "
                    "there.",
                    year=self.year,
                )
            )

    def _check_in_time(self, deadline, today):
        """:raises UserError: after ``deadline``, with its date"""
        if today > deadline:
            raise UserError(
                self.env._(
                    "It is too late for %(year)s: the last day was %(day)s.",
                    year=self.year,
                    day=format_date(self.env, deadline),
                )
            )

    def _refresh(self):
        for declaration in self.sudo():
            self._lock_person(declaration.partner_id)
            given = declaration._find_entries().grouped("company_id")
            known = declaration.line_ids.grouped("company_id")
            for company, entries in given.items():
                line = known.get(company)
                if not line:
                    declaration.line_ids._start(declaration, company, entries)
                elif line.state != "attested":
                    line._take(entries)
            for company, line in known.items():
                if company and company not in given and line.state != "attested":
                    line._take(self.env["volunteer.time.entry"])

    def _lock_person(self, person):
        """Let two requests of the same person follow one another: a button pressed twice."""
        self.env["volunteer.time.entry"].sudo()._lock_people(person.id)

    def _find_entries(self):
        """Approved time of the person in the year, given in a capacity that counts."""
        return self.env["volunteer.time.entry"].search(
            [("partner_id", "=", self.partner_id.id)]
            + self._get_counted_domain(self.year)
        )

    @api.model
    def _get_counted_domain(self, year):
        """Time that counts for a year: approved, and given in capacity."""
        return [
            ("date", ">=", date(year, 1, 1)),
            ("date", "<=", date(year, 12, 31)),
            ("state", "=", "approved"),
            ("capacity", "in", ("governance", "supervision")),
        ]

    # ------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------
    def _describe_missing(self):
        """All that stands in the way, one sentence each."""
        return [
            *self._describe_missing_hours(),
            *self._describe_age(),
            *self._describe_retirement(),
            *self._describe_associations(),
        ]

    def _describe_missing_hours(self):
        standing = self._assess()
        if standing.missing_total:
            yield self.env._(
                "%(hours)s more are needed in all; what you gave elsewhere counts too.",
                hours=format_duration(standing.missing_total),
            )
        if standing.missing_in_one:
            yield self.env._(
                "%(hours)s more are needed in one and the same association.",
                hours=format_duration(standing.missing_in_one),
            )

    def _describe_age(self):
        """Code du travail, L5151-2: from 16 on, apprentices from 15 on."""
        rule = self._get_rule()
        age = rule.apprentice_age if self.is_apprentice else rule.minimum_age
        if self.birthdate and self._get_age() < age:
            yield self.env._(
                "The account is open from the age of %(age)s on: the time given before "
                "does not count yet.",
                age=age,
            )

    def _get_age(self):
        """The person's age at the end of the year of activity, or today where it runs."""
        day = min(fields.Date.context_today(self), date(self.year, 12, 31))
        born = self.birthdate
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def _describe_retirement(self):
        if self.is_retired:
            yield self.env._(
                "Once all pensions are drawn, the account pays for training in view of "
                "volunteering only; you can declare all the same."
            )

    def _describe_associations(self):
        for line in self.line_ids:
            missing = [
                requirement.label
                for requirement in (
                    line.company_id.sudo()._get_cec_checklist(self.year)
                    if line.company_id
                    else ()
                )
                if not requirement.is_met
            ]
            if missing:
                yield self.env._(
                    "%(association)s lacks: %(missing)s.",
                    association=line.company_id.sudo().name,
                    missing=", ".join(missing),
                )
