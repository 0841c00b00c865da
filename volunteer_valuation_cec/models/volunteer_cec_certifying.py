from math import fsum

from odoo import fields, models
from odoo.exceptions import UserError

from .res_company import VALIDATOR


class VolunteerCecDeclarationLine(models.Model):
    """Certificates of what was attested: the figures and days of the attestation."""

    _inherit = "volunteer.cec.declaration.line"

    certificate_ids = fields.One2many(
        "volunteer.certificate", "cec_line_id", groups=VALIDATOR, readonly=True
    )

    def action_certify(self):
        """Issue a certificate of each of these lines, and show them.

        :raises AccessError: for anyone but a valideur of the association, or for oneself
        :raises UserError: for what is not attested, or was changed since
        """
        certificates = self.env["volunteer.certificate"]
        for line in self:
            certificates += line._certify()
        return certificates._open()

    def _certify(self):
        if not self.env.su:
            self.check_access("read")
            self._check_valideur()
        # Of two at the same time, one is run anew, and replaces the other's.
        self.env["volunteer.time.entry"].sudo()._lock_people(self.partner_id.id)
        self._check_certifiable()
        return self.env["volunteer.certificate"]._issue_attested(self)

    def _check_certifiable(self):
        """:raises UserError: for what is not attested, or was changed since"""
        if self.state != "attested" or not self.hours:
            raise UserError(self.env._("Only attested hours are certified."))
        if self.is_changed:
            raise UserError(
                self.env._(
                    "The time of %(person)s was changed after it was attested: what was "
                    "attested cannot be certified any more.",
                    person=self.partner_id.name,
                )
            )

    def _get_issued_certificate(self):
        """The valid certificate of this line, or none, with rights past the user's."""
        return self.sudo().certificate_ids.filtered(
            lambda certificate: certificate.state == "issued"
        )

    # ------------------------------------------------------------------
    # What the paper will say
    # ------------------------------------------------------------------
    def _prepare_certificate_lines(self):
        """A line for each capacity, with the functions held in it."""
        groups = self._find_entries().sorted("date").grouped("capacity")
        return [
            {
                "activity_name": self._describe_functions(capacity, entries),
                "project_name": False,
                "date_from": min(entries.mapped("date")),
                "date_to": max(entry.date_end or entry.date for entry in entries),
                "hours": fsum(entries.mapped("hours")),
            }
            for capacity, entries in groups.items()
        ]

    def _describe_functions(self, capacity, entries):
        mandates = self.engagement_id.mandate_ids._filter_year(self.year).filtered(
            lambda mandate: mandate.kind == capacity
        )
        parts = [entries[0]._describe_capacity()]
        if mandates:
            offices = mandates.sorted("date_start").mapped("office")
            parts.append(", ".join(dict.fromkeys(offices)))
        return " – ".join(parts)

    def _prepare_certificate_signature(self, paper):
        """Who attested signs; the signature on file only where it is theirs."""
        valideur = self.answered_by_id.partner_id
        day = self._get_day(self.answered_on)
        mandates = self.env["volunteer.mandate"].search(
            [
                ("partner_id", "=", valideur.id),
                ("company_id", "=", self.company_id.id),
                ("kind", "=", "governance"),
                ("date_start", "<=", day),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", day),
            ]
        )
        is_theirs = paper["signatory_name"] == valideur.name
        return {
            "signatory_name": valideur.name,
            "signatory_office": ", ".join(mandates.mapped("office"))
            or self.env._("valideur CEC"),
            "signature": is_theirs and paper["signature"],
        }
