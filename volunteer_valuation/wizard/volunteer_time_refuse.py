from odoo import fields, models


class VolunteerTimeRefuse(models.TransientModel):
    """Ask for the reason of a refusal, which the person will read."""

    _name = "volunteer.time.refuse"
    _description = "Refuse Volunteer Time"

    entry_ids = fields.Many2many("volunteer.time.entry", required=True)
    reason = fields.Text(required=True)

    def action_refuse(self):
        """Refuse the entries with this reason."""
        self.entry_ids.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
