import base64

from odoo import api, fields, models
from odoo.tools import consteq

from ..models.volunteer_link import UNKNOWN, hash_token

# The token of the address that is shown: in the context only, never in the database.
TOKEN_KEY = "volunteer_link_token"
QR_PIXELS = 480


class VolunteerLinkIssued(models.TransientModel):
    """The address of a link, shown once: to copy, to scan and to print."""

    _name = "volunteer.link.issued"
    _description = "Address of a Link for Volunteers"
    _rec_name = "link_id"

    link_id = fields.Many2one("volunteer.link", required=True, ondelete="cascade")
    url = fields.Char(string="Address", compute="_compute_url")
    qr_code = fields.Binary(string="QR Code", compute="_compute_qr_code")

    @api.depends("link_id")
    @api.depends_context(TOKEN_KEY)
    def _compute_url(self):
        token = self.env.context.get(TOKEN_KEY)
        token = token if isinstance(token, str) else ""
        for issued in self:
            link = issued.link_id
            link.check_access("write")
            # Empty once the address is another one, or revoked.
            kept = link.sudo().token_hash or UNKNOWN
            is_current = consteq(kept, hash_token(token))
            issued.url = is_current and link._get_url(token)

    @api.depends("url")
    def _compute_qr_code(self):
        report = self.env["ir.actions.report"]
        for issued in self:
            issued.qr_code = issued.url and base64.b64encode(
                report.barcode(
                    "QR", issued.url, width=QR_PIXELS, height=QR_PIXELS, barLevel="M"
                )
            )

    @api.model
    def _show(self, link, token):
        """Open the window that shows the address."""
        issued = self.create({"link_id": link.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Address of “%(link)s”", link=link.name),
            "res_model": self._name,
            "res_id": issued.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {TOKEN_KEY: token},
        }

    def action_print(self):
        """Print the poster that people scan.

        The token goes along in the context, hence in the body of the request.
        """
        report = self.env.ref("volunteer_valuation_portal.action_report_link_poster")
        return report.report_action(self, config=False)
