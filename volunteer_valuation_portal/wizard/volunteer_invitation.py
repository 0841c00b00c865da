from collections import Counter, defaultdict

from psycopg2 import IntegrityError

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import clean_context, email_normalize, single_email_re

from odoo.addons.auth_signup.models.res_partner import SignupError

MANAGER = "volunteer_valuation.group_volunteer_manager"
# Odoo gives access to one person after the other: more would outlast a request.
MOST_AT_ONCE = 500


class VolunteerInvitation(models.TransientModel):
    """Invite people to declare their time: portal access and an engagement, in one step.

    Before anything is sent it says of each person what they have and what they get. It can
    be repeated: who has both already gets nothing, and no second mail.

    Managers only, each for their own associations, and for contacts that they can read.
    They need not be allowed to write contacts or users.
    """

    _name = "volunteer.invitation"
    _description = "Invite People"

    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="People",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    resume_ended = fields.Boolean(
        string="Take Up Ended Engagements Again",
        help="Also invite the people whose engagement has ended.",
    )
    welcome_message = fields.Text(
        string="Message", help="Stands at the end of the mail that each person gets."
    )
    line_ids = fields.One2many(
        "volunteer.invitation.line",
        "invitation_id",
        compute="_compute_line_ids",
        # A manager is told nothing of contacts that they cannot read.
        compute_sudo=False,
        store=True,
    )
    summary = fields.Char(compute="_compute_summary")
    has_ended = fields.Boolean(compute="_compute_summary")
    is_needed = fields.Boolean(compute="_compute_summary")
    is_done = fields.Boolean(readonly=True)

    @api.model
    def default_get(self, fields):
        """Propose the contacts, or the people of the engagements, that a list shows ticked."""
        values = super().default_get(fields)
        chosen = self.env.context.get("active_ids") or []
        model = self.env.context.get("active_model")
        if model == "res.partner":
            values["partner_ids"] = [Command.set(chosen)]
        elif model == "volunteer.engagement":
            engagements = self.env[model].browse(chosen)
            values["partner_ids"] = [Command.set(engagements.partner_id.ids)]
            if len(engagements.company_id) == 1:
                values["company_id"] = engagements.company_id.id
        return values

    @api.depends("partner_ids", "company_id", "resume_ended")
    def _compute_line_ids(self):
        for invitation in self:
            invitation._show(invitation._prepare_lines())

    @api.depends("line_ids.outcome", "line_ids.engagement")
    def _compute_summary(self):
        labels = self.env["volunteer.invitation.line"]._fields["outcome"]
        for invitation in self:
            lines = invitation.line_ids
            counts = Counter(lines.mapped("outcome"))
            invitation.summary = " · ".join(
                self.env._("%(outcome)s: %(count)s", outcome=label, count=counts[value])
                for value, label in labels._description_selection(self.env)
                if counts[value]
            )
            invitation.has_ended = "ended" in lines.mapped("engagement")
            invitation.is_needed = bool(counts["invite"] + counts["engage"])

    def action_invite(self):
        """Give portal access and an active engagement to each who lacks one, and can have it.

        What each person has is looked up anew. Where one cannot be invited after all, the
        others are. The mails leave once all is written, one for each person.

        :raises AccessError: for anyone but a manager of the association
        :raises UserError: where nobody is chosen, or too many at a time
        """
        self.ensure_one()
        self._check_may_invite()
        lines = self._prepare_lines()
        if not lines:
            raise UserError(self.env._("Choose at least one person."))
        if len(lines) > MOST_AT_ONCE:
            raise UserError(
                self.env._(
                    "Invite at most %(most)s people at a time.", most=MOST_AT_ONCE
                )
            )
        accesses = self._prepare_accesses(lines)
        for line in lines:
            if line["outcome"] in ("invite", "engage"):
                line |= self._invite(line["partner_id"], accesses)
        self._show(lines)
        self.is_done = True
        if accesses:
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invite People"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _check_may_invite(self):
        user = self.env.user
        if not self.env.su and not (
            user.has_group(MANAGER) and self.company_id in self.env.companies
        ):
            raise AccessError(
                self.env._("Only managers invite people, to their own associations.")
            )

    def _show(self, lines):
        self.line_ids = [Command.clear(), *map(Command.create, lines)]

    # ----- what each person has, and what they get -----

    def _prepare_lines(self):
        """One dict for each person, those whom somebody has to look at first."""
        people = self.partner_ids._origin
        accesses = self._find_accesses(people)
        engagements = self._find_engagements(people)
        addresses = self._find_problems_of_addresses(people)
        lines = []
        for person in people:
            access = accesses.get(person.id, "none")
            engagement = engagements.get(person.id, "none")
            reason = self._find_obstacle(
                person, access, engagement, addresses.get(person)
            )
            lines.append(
                {
                    "partner_id": person.id,
                    "email": person.email,
                    "access": access,
                    "engagement": engagement,
                    "reason": reason,
                    "outcome": self._find_outcome(access, engagement, reason),
                }
            )
        order = self.line_ids._fields["outcome"].get_values(self.env)
        return sorted(lines, key=lambda line: order.index(line["outcome"]))

    def _find_outcome(self, access, engagement, obstacle):
        if obstacle:
            return "left_out"
        if access == "none":
            return "invite"
        return "nothing" if engagement == "active" else "engage"

    def _find_obstacle(self, person, access, engagement, problem_of_address):
        if person.company_id and person.company_id != self.company_id:
            return self.env._(
                "Is a contact of %(company)s only.", company=person.company_id.name
            )
        if engagement == "ended" and not self.resume_ended:
            return self.env._(
                "The engagement has ended: tick the box above to take it up again."
            )
        if access == "withdrawn":
            return self.env._("Access was withdrawn: an administrator can restore it.")
        return problem_of_address if access == "none" else False

    def _find_accesses(self, people):
        """{partner id: access}, without those who never had any."""
        portal = self.env.ref("base.group_portal")
        everyone = self.env["res.users"].sudo().with_context(active_test=False)
        accesses = {}
        for partner, users in (
            everyone.search([("partner_id", "in", people.ids)])
            .grouped("partner_id")
            .items()
        ):
            users = users.filtered("active")
            if not all(users.mapped("share")):
                accesses[partner.id] = "internal"
            elif portal in users.all_group_ids:
                accesses[partner.id] = "portal"
            else:
                accesses[partner.id] = "withdrawn"
        return accesses

    def _find_engagements(self, people):
        """{partner id: state of the engagement in this association}."""
        engagements = self.env["volunteer.engagement"].sudo()
        found = engagements.search_fetch(
            [
                ("partner_id", "in", people.ids),
                ("company_id", "=", self.company_id.id),
            ],
            ["partner_id", "state"],
        )
        return {engagement.partner_id.id: engagement.state for engagement in found}

    def _find_problems_of_addresses(self, people):
        """{person: why their address cannot be one to sign in with}.

        An address is a login: it can only ever be one person's.
        """
        addresses = {person: self._find_address(person) for person in people}
        holders = Counter(addresses.values())
        others = self._find_who_signs_in(set(addresses.values()) - {False})
        problems = {}
        for person, address in addresses.items():
            if not address:
                problems[person] = (
                    self.env._("The e-mail address is not valid: correct the contact.")
                    if person.email
                    else self.env._("Has no e-mail address: add one to the contact.")
                )
            elif holders[address] > 1:
                problems[person] = self.env._(
                    "Somebody else on this list has the same e-mail address."
                )
            elif others[address] - person:
                problems[person] = self.env._(
                    "Somebody else already signs in with this e-mail address."
                )
        return problems

    def _find_address(self, person):
        """The address that mails reach, as strictly as the portal reads it, or False."""
        address = email_normalize(person.email)
        return address if address and single_email_re.match(address) else False

    def _find_who_signs_in(self, addresses):
        """{address: partners whose user has it as login or e-mail address}."""
        users = (
            self.env["res.users"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    "|",
                    ("login", "in", addresses),
                    ("partner_id.email_normalized", "in", addresses),
                ]
            )
        )
        found = defaultdict(self.env["res.partner"].browse)
        for user in users:
            for address in {user.login, user.partner_id.email_normalized}:
                found[address] += user.partner_id
        return found

    # ----- giving it -----

    def _prepare_accesses(self, lines):
        """{partner id: Odoo's own way to give portal access}, for those who lack it.

        Its mail would leave at once, and tell of an access that a later failure undoes.
        """
        invited = [line["partner_id"] for line in lines if line["outcome"] == "invite"]
        if not invited:
            return {}
        context = clean_context(self.env.context) | {"volunteer_mail_in_queue": True}
        wizard = self.env(su=True, context=context)["portal.wizard"].create(
            {
                "partner_ids": [Command.set(invited)],
                "welcome_message": self.welcome_message,
            }
        )
        accesses = wizard.with_company(self.company_id).user_ids
        return {access.partner_id.id: access for access in accesses}

    def _invite(self, partner_id, accesses):
        """Give one person both, or neither: what the line says afterwards."""
        try:
            with self.env.cr.savepoint():
                self._engage(partner_id)
                if access := accesses.get(partner_id):
                    # The mail is in the language of the person, or else in ours.
                    access.partner_id.lang = access.partner_id.lang or self.env.lang
                    access.action_grant_access()
        except UserError as refusal:
            return {"outcome": "failed", "reason": str(refusal)}
        except (SignupError, IntegrityError):
            return {
                "outcome": "failed",
                "reason": self.env._(
                    "Somebody else was giving access at the same time: try again."
                ),
            }
        given = {"outcome": "engaged", "engagement": "active"}
        if access:
            given |= {"outcome": "invited", "access": "portal"}
        return given

    def _engage(self, partner_id):
        key = (partner_id, self.company_id.id)
        engagement = self.env["volunteer.engagement"]._find_or_create({key})[key]
        if engagement.state != "active":
            engagement.action_activate()
