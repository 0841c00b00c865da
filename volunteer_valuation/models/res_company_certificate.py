import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# W and nine digits; the second is a letter in Corsica and overseas (W2A…, W9R…).
RNA = re.compile(r"W\d[\dA-Z]\d{7}")


class ResCompany(models.Model):
    """Who an association is, and who signs for it, on the certificates that it issues."""

    _inherit = "res.company"

    volunteer_rna = fields.Char(
        string="RNA Number",
        help="Number in the répertoire national des associations: W and nine digits. "
        "Associations of Alsace-Moselle have none.",
    )
    volunteer_signatory_name = fields.Char(
        string="Legal Representative", help="Who signs certificates of volunteering."
    )
    volunteer_signatory_office = fields.Char(
        string="Signatory's Office",
        translate=True,
        help="Such as president or secretary.",
    )
    volunteer_signature = fields.Image(
        string="Signature",
        max_width=600,
        max_height=240,
        groups="base.group_system",
        help="Printed on certificates; without it they leave a place to sign by hand.",
    )

    @api.constrains("volunteer_rna")
    def _check_volunteer_rna(self):
        for company in self:
            if company.volunteer_rna and not RNA.fullmatch(company.volunteer_rna):
                raise ValidationError(
                    self.env._(
                        "“%(number)s” is no RNA number: that is W and nine digits, such "
                        "as W442012345.",
                        number=company.volunteer_rna,
                    )
                )

    def _prepare_certificate_identity(self):
        """What a certificate says of the association and of who signs it.

        A branch without a representative of its own has that of its parent sign.
        """
        self.ensure_one()
        signing = self if self.volunteer_signatory_name else self.root_id
        return {
            "association_name": self.name,
            "association_details": "\n".join(self._describe_certificate_details()),
            "place": self.city,
            "signatory_name": signing.volunteer_signatory_name,
            "signatory_office": signing.volunteer_signatory_office,
            "signature": signing.volunteer_signature,
        }

    def _describe_certificate_details(self):
        """Address, numbers and contact, as far as they are known: one line each."""
        partner = self.partner_id
        rna = self.volunteer_rna or self.root_id.volunteer_rna
        numbers = [
            rna and f"RNA {rna}",
            self.company_registry
            and f"{partner.company_registry_label} {self.company_registry}",
        ]
        lines = [
            *partner._display_address(without_company=True).splitlines(),
            " – ".join(filter(None, numbers)),
            " – ".join(filter(None, (self.phone, self.email, self.website))),
        ]
        return [line.strip() for line in lines if line.strip()]
