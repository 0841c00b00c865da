from math import fsum

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..tools.certificate_codes import make_code, read_code

MANAGER = "volunteer_valuation.group_volunteer_manager"


class VolunteerCertificate(models.Model):
    """An *attestation de bénévolat*: what one person gave an association in a period.

    It holds all that its paper says, as it was on the day it was issued: nothing that is
    approved, renamed or moved later changes it, and nobody writes it, not even the superuser.

    State      Who moves it there
    ==================================================================================
    issued     a manager of the association; whoever anyone is told that it is genuine
    replaced   issuing one anew for the same person and period
    revoked    a manager, with a reason
    ==================================================================================

    Managers read those of their associations. Only forgetting the person deletes them.
    """

    _name = "volunteer.certificate"
    _description = "Volunteering Certificate"
    _order = "issued_on desc, id desc"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True)
    code = fields.Char(
        string="Verification Code",
        required=True,
        readonly=True,
        default=lambda self: make_code(),
        help="Whoever types it on our verification page is told whether this is genuine.",
    )
    state = fields.Selection(
        [("issued", "Issued"), ("replaced", "Replaced"), ("revoked", "Revoked")],
        required=True,
        readonly=True,
        default="issued",
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        readonly=True,
        index=True,
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    hours = fields.Float(
        readonly=True,
        # No list adds up, or compares, what people gave.
        aggregator=None,
        help="The person's own approved hours on the day it was issued.",
    )
    line_ids = fields.One2many(
        "volunteer.certificate.line", "certificate_id", string="Missions", readonly=True
    )
    issued_on = fields.Date(required=True, readonly=True)
    lang = fields.Char(string="Language", required=True, readonly=True)

    # ----- what else the paper says -----
    person_name = fields.Char(required=True, readonly=True)
    association_name = fields.Char(required=True, readonly=True)
    association_details = fields.Text(
        string="Address and Numbers", readonly=True, help="One line each."
    )
    place = fields.Char(readonly=True)
    signatory_name = fields.Char(string="Signed By", readonly=True)
    signatory_office = fields.Char(string="Office", readonly=True)
    signature = fields.Binary(readonly=True)

    # ----- what became of it -----
    replaced_by_id = fields.Many2one(
        "volunteer.certificate", readonly=True, index="btree_not_null"
    )
    ended_on = fields.Date(
        string="No Longer Valid Since",
        readonly=True,
        help="When it was replaced or revoked.",
    )
    revocation_reason = fields.Text(readonly=True)

    _code_uniq = models.UniqueIndex("(code)")
    _number_uniq = models.Constraint(
        "UNIQUE(company_id, number)",
        "Two certificates of an association cannot have the same number.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The period ends before it starts."
    )

    def write(self, vals):
        """:raises UserError: always: replace or revoke it instead"""
        raise UserError(
            self.env._(
                "A certificate stays as it was issued: issue a new one, or revoke it."
            )
        )

    def _end(self, state, **vals):
        """Let these be valid no more: the only way that anything of them changes."""
        return super().write({"state": state, "ended_on": self._get_today()} | vals)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_replace(self):
        """Issue this certificate anew, with what is approved today.

        :raises AccessError: for anyone but a manager of the association
        :raises UserError: where it is not valid any more, or no time is left
        """
        self.ensure_one()
        self._check_manager()
        self._check_valid()
        return self._issue(
            self.partner_id, self.company_id, self.date_from, self.date_to
        )._open()

    def action_revoke(self, reason):
        """Tell whoever verifies these certificates that they are worth nothing any more.

        :param str reason: why, for the association only
        :raises AccessError: for anyone but a manager of the association
        :raises UserError: where one is not valid any more, or no reason is given
        """
        self._check_manager()
        self._check_valid()
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Tell why the certificate is revoked."))
        self.sudo()._end("revoked", revocation_reason=reason.strip())
        return True

    def _check_manager(self):
        """:raises AccessError: for anyone but a manager of the associations of these"""
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only managers issue, replace and revoke certificates.")
            )

    def _check_valid(self):
        if any(certificate.state != "issued" for certificate in self):
            raise UserError(
                self.env._("This certificate was replaced or revoked already.")
            )

    def _open(self):
        """The window that shows these certificates."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_valuation.action_volunteer_certificate"
        )
        if len(self) == 1:
            return action | {"views": [(False, "form")], "res_id": self.id}
        return action | {"domain": [("id", "in", self.ids)], "context": {}}

    # ------------------------------------------------------------------
    # Finding
    # ------------------------------------------------------------------
    @api.model
    def _find_by_code(self, text):
        """The certificate whose code somebody typed, or none, with rights past the user's."""
        certificates = self.sudo()
        if code := read_code(text):
            return certificates.search([("code", "=", code)])
        return certificates.browse()

    @api.model
    def _find_issued(self, partner, company, date_from, date_to):
        """The valid certificate of this person, association and period, or none."""
        return self.sudo().search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", company.id),
                ("date_from", "=", date_from),
                ("date_to", "=", date_to),
                ("state", "=", "issued"),
            ]
        )

    # ------------------------------------------------------------------
    # Issuing
    # ------------------------------------------------------------------
    @api.model
    def _issue(self, partner, company, date_from, date_to):
        """Issue a certificate of what is approved today; it replaces the one for the same.

        It checks no right of whoever asks: its callers do.

        :raises UserError: for an organisation, and where no time of the person is approved
        """
        certificates = self.sudo()
        certificates.env["volunteer.time.entry"]._lock_people(partner.id)
        older = certificates._find_issued(partner, company, date_from, date_to)
        issued = certificates.create(
            certificates._prepare(partner.sudo(), company.sudo(), date_from, date_to)
        )
        older._end("replaced", replaced_by_id=issued.id)
        return issued.with_env(self.env)

    def _prepare(self, partner, company, date_from, date_to):
        """All that the paper will say."""
        if partner.is_company:
            raise UserError(
                self.env._(
                    "Certificates are for people: %(name)s is an organisation.",
                    name=partner.display_name,
                )
            )
        language = self._get_language(partner, company)
        lines = self._prepare_lines(partner, company, date_from, date_to, language)
        if not lines:
            raise UserError(
                self.env._(
                    "No time of %(person)s was approved between %(first)s and %(last)s.",
                    person=partner.display_name,
                    first=format_date(self.env, date_from),
                    last=format_date(self.env, date_to),
                )
            )
        today = self._get_today(company)
        return {
            "number": self._take_number(company, today),
            "partner_id": partner.id,
            "company_id": company.id,
            "date_from": date_from,
            "date_to": date_to,
            "hours": fsum(line["hours"] for line in lines),
            "line_ids": [fields.Command.create(line) for line in lines],
            "issued_on": today,
            "lang": language,
            "person_name": partner.name,
            **company.with_context(lang=language)._prepare_certificate_identity(),
        }

    def _prepare_lines(self, partner, company, date_from, date_to, language):
        """A line for each activity and project, in the order that they began."""
        entries = self.env["volunteer.time.entry"].with_context(lang=language)
        groups = entries._read_group(
            self._get_entries_domain(partner, company, date_from, date_to),
            ["activity_id", "project_id"],
            ["date:min", "date:max", "date_end:max", "hours:sum"],
        )
        lines = [
            {
                "activity_name": activity.name,
                "project_name": project.name,
                "date_from": first,
                "date_to": max(last, last_end or last),
                "hours": hours,
            }
            for activity, project, first, last, last_end, hours in groups
        ]
        return sorted(lines, key=lambda line: (line["date_from"], line["date_to"]))

    @api.model
    def _get_entries_domain(self, partner, company, date_from, date_to):
        """The time that a certificate counts: the person's own, approved, as a bénévole.

        A *volontaire* is none: the law gives them a contract and papers of their own.
        """
        return [
            ("partner_id", "=", partner.id),
            ("company_id", "=", company.id),
            ("state", "=", "approved"),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
            ("headcount", "=", 1),
            ("hours", ">", 0),
            "|",
            ("status_id", "=", False),
            ("status_id.valued", "=", True),
        ]

    def _take_number(self, company, day):
        """The next number: associations that want a series of their own make a sequence."""
        sequences = self.env["ir.sequence"].with_company(company)
        return sequences.next_by_code("volunteer.certificate", sequence_date=day)

    def _get_language(self, partner, company):
        """What the paper is written in: the person's language, else the association's."""
        installed = dict(self.env["res.lang"].get_installed())
        wanted = (partner.lang, company.partner_id.lang, self.env.lang)
        return next((lang for lang in wanted if lang in installed), "en_US")

    def _get_today(self, company=None):
        """Today where the association is."""
        company = company or self.company_id[:1] or self.env.company
        zone = company._get_volunteer_timezone()
        return fields.Date.context_today(self.with_context(tz=zone))
