from odoo import models
from odoo.tools.pdf import merge_pdf

from ..tools.qr_code import draw_qr_code

REPORT = "volunteer_valuation.report_certificate"


class VolunteerCertificate(models.Model):
    """The paper: what is printed first is kept, and is what is printed again."""

    _inherit = "volunteer.certificate"

    def action_print(self):
        """Download these certificates as one PDF.

        :raises AccessError: for anyone but a manager of the associations
        """
        self._check_manager()
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer_valuation/certificates/{ids}",
            "target": "download",
        }

    def _get_pdf(self):
        """These certificates as one PDF; it checks no right of whoever asks.

        :return bytes:
        """
        # One at a time: unpatched builds of wkhtmltopdf print only one document of several.
        reports = self.env["ir.actions.report"].sudo()
        files = [
            reports._render_qweb_pdf(REPORT, certificate.ids)[0] for certificate in self
        ]
        return files[0] if len(files) == 1 else merge_pdf(files)

    def _get_file_name(self):
        """What its file is called, in the language of the certificate."""
        self.ensure_one()
        certificate = self.with_context(lang=self.lang)
        title = certificate.env._("Certificate of Volunteering")
        return f"{title} {self.number} {self.person_name}"

    def _get_verification_address(self):
        """Where anyone is told whether this certificate is genuine."""
        return f"{self.get_base_url()}/volunteering/verify/{self.code}"

    def _draw_qr_code(self):
        return draw_qr_code(self._get_verification_address())
