from odoo import fields, models


class VolunteerInkindRefuse(models.TransientModel):
    """Ask for the reason of a refusal, which whoever recorded the contribution reads."""

    _name = "volunteer.inkind.refuse"
    _description = "Refuse Contributions in Kind"

    contribution_ids = fields.Many2many("volunteer.inkind.contribution", required=True)
    reason = fields.Text(required=True)

    def action_refuse(self):
        """Refuse the contributions with this reason."""
        self.contribution_ids.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
