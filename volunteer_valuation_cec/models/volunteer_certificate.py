from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from .res_company import VALIDATOR


class VolunteerCertificate(models.Model):
    """Certificates of hours that were attested for the compte d'engagement citoyen.

    Each tells one attested line of a declaration: the hours given in capacity in a calendar
    year, by function. Whoever attested them signs. Valideurs of the association issue them,
    replace and revoke them, and read no other; managers, who see all other certificates of
    their associations, do not see these: declaring is the person's own affair.
    """

    _inherit = "volunteer.certificate"

    cec_line_id = fields.Many2one(
        "volunteer.cec.declaration.line",
        string="Attestation",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    cec_attested_on = fields.Date(string="Attested On", readonly=True)

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------
    def _check_manager(self):
        self.check_access("read")
        attested = self.filtered(lambda certificate: certificate.sudo().cec_line_id)
        if attested and not self.env.su and not self.env.user.has_group(VALIDATOR):
            raise AccessError(
                self.env._(
                    "Only the valideur of the association issues, replaces and revokes "
                    "certificates of attested hours."
                )
            )
        others = self - attested
        if attested and not others:
            return None
        return super(VolunteerCertificate, others)._check_manager()

    def _get_window(self):
        if self.cec_line_id:
            return "volunteer_valuation_cec.action_cec_certificate"
        return super()._get_window()

    # ------------------------------------------------------------------
    # Issuing
    # ------------------------------------------------------------------
    @api.model
    def _get_issued_domain(self, people, company, date_from, date_to):
        issued = super()._get_issued_domain(people, company, date_from, date_to)
        return [*issued, ("cec_line_id", "=", False)]

    def _issue_anew(self):
        if line := self.cec_line_id:
            return line._certify()
        return super()._issue_anew()

    @api.model
    def _issue_attested(self, line):
        """A certificate of an attested ``line``; it replaces the one there is.

        It checks no right of whoever asks: its callers do.
        """
        certificates, line = self.sudo(), line.sudo()
        older = certificates.search(
            [("cec_line_id", "=", line.id), ("state", "=", "issued")]
        )
        return certificates._write_down(
            certificates._prepare_attested(line), older
        ).with_env(self.env)

    def _prepare_attested(self, line):
        language = self._get_language(line.partner_id, line.company_id)
        line = line.with_context(lang=language)
        paper = self._prepare_paper(
            line.partner_id,
            line.company_id,
            language,
            line._prepare_certificate_lines(),
        )
        return {
            **paper,
            **line._prepare_certificate_signature(paper),
            "date_from": date(line.year, 1, 1),
            "date_to": date(line.year, 12, 31),
            "cec_line_id": line.id,
            "cec_attested_on": line._get_day(line.answered_on),
        }

    def _prepare_paper(self, partner, company, language, lines):
        # Told in any case: no default of a context tells it instead.
        paper = super()._prepare_paper(partner, company, language, lines)
        return paper | {"cec_line_id": False, "cec_attested_on": False}

    # ------------------------------------------------------------------
    # What the paper says
    # ------------------------------------------------------------------
    def _describe_title(self):
        if not self.cec_attested_on:
            return super()._describe_title()
        return self.env._("Certificate for the Compte d'engagement citoyen")

    def _describe_what_was_given(self):
        if not self.cec_attested_on:
            return super()._describe_what_was_given()
        return self.env._(
            "gave time to the association as a volunteer (bénévole), freely and without "
            "pay, in charge of its administration or direction or in supervising other "
            "volunteers (Code du travail, article L5151-9, 6°), in the year %(year)s: "
            "%(hours)s. They were attested on %(day)s for the compte d'engagement "
            "citoyen.",
            year=self.date_from.year,
            hours=self._describe_hours(),
            day=format_date(self.env, self.cec_attested_on, date_format="d MMMM y"),
        )
