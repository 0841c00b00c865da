from odoo import fields, models


class VolunteerCertificateRevoke(models.TransientModel):
    """Ask why a certificate is revoked; only the association reads it."""

    _name = "volunteer.certificate.revoke"
    _description = "Revoke a Volunteering Certificate"

    certificate_ids = fields.Many2many(
        "volunteer.certificate",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Text(required=True)

    def action_revoke(self):
        """Revoke the certificates for this reason."""
        self.certificate_ids.action_revoke(self.reason)
        return {"type": "ir.actions.act_window_close"}
