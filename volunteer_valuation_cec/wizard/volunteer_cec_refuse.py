from odoo import fields, models


class VolunteerCecRefuse(models.TransientModel):
    """The window that asks a valideur why they do not attest."""

    _name = "volunteer.cec.refuse"
    _description = "Refuse to Attest"

    line_id = fields.Many2one(
        "volunteer.cec.declaration.line", required=True, ondelete="cascade"
    )
    reason = fields.Text(required=True)

    def action_refuse(self):
        """Refuse with this reason.

        :raises AccessError, UserError: as the line's own ``action_refuse``
        """
        self.ensure_one()
        self.line_id.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
