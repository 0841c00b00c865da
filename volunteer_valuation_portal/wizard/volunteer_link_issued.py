from odoo import api, fields, models

from odoo.addons.volunteer_valuation.tools.qr_code import draw_qr_code

# The token of the address that is shown: in the context only, never in the database.
TOKEN_KEY = "volunteer_link_token"


class VolunteerLinkIssued(models.TransientModel):
    """The address of a link, shown once: to copy, to scan and to print."""

    _name = "volunteer.link.issued"
    _description = "Address of a Link for Volunteers"
    _rec_name = "link_id"

    link_id = fields.Many2one("volunteer.link", required=True, ondelete="cascade")
    url = fields.Char(string="Address", compute="_compute_url")
    qr_code = fields.Char(string="QR Code", compute="_compute_qr_code")

    @api.depends("link_id")
    @api.depends_context(TOKEN_KEY)
    def _compute_url(self):
        token = self.env.context.get(TOKEN_KEY)
        token = token if isinstance(token, str) else ""
        for issued in self:
            link = issued.link_id
            # Empty once the address is another one, or revoked.
            issued.url = link._has_token(token) and link._get_url(token)

    @api.depends("url")
    def _compute_qr_code(self):
        for issued in self:
            # Told as a whole: an address to fetch it from would hold the token.
            issued.qr_code = issued.url and draw_qr_code(issued.url)

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
