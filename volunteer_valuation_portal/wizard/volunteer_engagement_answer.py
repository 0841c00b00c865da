from odoo import Command, api, fields, models


class VolunteerEngagementAnswer(models.TransientModel):
    """Ask for the word with which a request to join is accepted or declined."""

    _name = "volunteer.engagement.answer"
    _description = "Answer a Request to Join"

    engagement_ids = fields.Many2many("volunteer.engagement", required=True)
    decision = fields.Selection(
        [("accept", "Accept"), ("decline", "Decline")], required=True
    )
    word = fields.Text(string="Your Word")

    @api.model
    def default_get(self, fields):
        """Answer the requests that a screen shows, or that are ticked in a list."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "volunteer.engagement":
            chosen = self.env.context.get("active_ids") or []
            values["engagement_ids"] = [Command.set(chosen)]
        return values

    def action_answer(self):
        """Accept or decline, with this word.

        :raises AccessError: for anyone but a manager, or who follows the person
        """
        self.ensure_one()
        word = (self.word or "").strip()
        if self.decision == "accept":
            self.engagement_ids._accept(word)
        else:
            self.engagement_ids._decline(word)
        return {"type": "ir.actions.act_window_close"}
