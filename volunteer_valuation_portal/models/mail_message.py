from odoo import models

# The models of volunteering.
OURS = "volunteer."


class MailMessage(models.Model):
    """What people and the office told each other stands, on the entry it was told about.

    Odoo lets whoever was told something write it anew, in the name of its author, and
    answer it on any record. People of the portal write by the page of their entry only.
    """

    _inherit = "mail.message"

    def _get_forbidden_access(self, operation):
        forbidden = super()._get_forbidden_access(operation)
        if operation == "read" or not self.env.user.share:
            return forbidden
        return forbidden | self.filtered(
            lambda message: (message.sudo().model or "").startswith(OURS)
        )
