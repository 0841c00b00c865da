from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.certificate_codes import make_code, read_code

MANAGER = "volunteer_valuation.group_volunteer_manager"


class VolunteerCertificate(models.Model):
    """An *attestation de bénévolat*: what one person gave an association in a period.

    It holds all that its paper says, as it was on the day it was issued: nothing that is
    approved, renamed or moved later changes it, and nobody writes it, not even the superuser.

    State      Who moves it there
    ===============================================================
    issued     a manager of the association, or the person (portal)
    replaced   issuing one anew for the same person and period
    revoked    a manager, with a reason
    ===============================================================

    Managers read those of their associations and create them: they tell person and period,
    all else is looked up (see ``volunteer_certificate_issuing.py``). Only forgetting the
    person deletes them.
    """

    _name = "volunteer.certificate"
    _description = "Volunteering Certificate"
    _order = "issued_on desc, id desc"
    _rec_name = "number"

    number = fields.Char(string="Certificate Number", required=True, readonly=True)
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
        "volunteer.certificate.line",
        "certificate_id",
        string="Missions and Activities",
        readonly=True,
    )
    issued_on = fields.Date(required=True, readonly=True)
    lang = fields.Char(string="Language", required=True, readonly=True)

    # ----- what else the paper says -----
    person_name = fields.Char(string="Name on the Paper", required=True, readonly=True)
    association_name = fields.Char(required=True, readonly=True)
    association_details = fields.Text(
        string="Address and Numbers", readonly=True, help="One line each."
    )
    place = fields.Char(readonly=True)
    signatory_name = fields.Char(string="Signed By", readonly=True)
    signatory_office = fields.Char(string="Signatory's Office", readonly=True)
    signature = fields.Binary(readonly=True)

    verification_address = fields.Char(
        compute="_compute_verification_address",
        help="Where anyone is told whether this certificate is genuine.",
    )

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

    @api.depends("code")
    def _compute_verification_address(self):
        for certificate in self:
            base = certificate.get_base_url()
            certificate.verification_address = (
                f"{base}/volunteering/verify/{certificate.code}"
            )

    def write(self, vals):
        """:raises UserError: for whatever is written: replace or revoke it instead"""
        if vals:
            raise UserError(
                self.env._(
                    "A certificate stays as it was issued: issue a new one, or revoke it."
                )
            )
        return super().write(vals)

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
        return self._issue_anew()._open()

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
        action = self.env["ir.actions.act_window"]._for_xml_id(self._get_window())
        if len(self) == 1:
            return action | {"views": [(False, "form")], "res_id": self.id}
        return action | {"domain": [("id", "in", self.ids)], "context": {}}

    def _get_window(self):
        return "volunteer_valuation.action_volunteer_certificate"

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
            self._get_issued_domain(partner, company, date_from, date_to)
        )

    @api.model
    def _get_issued_domain(self, people, company, date_from, date_to):
        """The valid certificates that new ones of these people would replace."""
        return [
            ("partner_id", "in", people.ids),
            ("company_id", "=", company.id),
            ("date_from", "=", date_from),
            ("date_to", "=", date_to),
            ("state", "=", "issued"),
        ]

    def _get_today(self, company=None):
        """Today where the association is."""
        company = company or self.company_id[:1] or self.env.company
        zone = company._get_volunteer_timezone()
        return fields.Date.context_today(self.with_context(tz=zone))
