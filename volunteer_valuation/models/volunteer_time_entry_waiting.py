from datetime import timedelta

from odoo import api, fields, models

TO_APPROVE = "volunteer_valuation.mail_activity_to_approve"
TO_CORRECT = "volunteer_valuation.mail_activity_to_correct"
DAYS_TO_DECIDE = 7


class VolunteerTimeEntry(models.Model):
    """What waits for someone: one activity per person or project followed, not one per entry."""

    _inherit = "volunteer.time.entry"

    def _update_waiting(self):
        """Open an activity where time newly waits for an approver, close it where none does.

        The activity stands on the engagement that the approver follows, or else on the
        project that they manage; time without either waits in the managers' inbox.
        """
        entries = self.sudo()
        entries._close_corrections()
        engagements = entries.engagement_id.filtered("approver_id")
        followed = entries.filtered(lambda entry: entry.engagement_id in engagements)
        projects = (entries - followed).project_id.filtered("user_id")
        self._update_activities(engagements, "engagement_id", "approver_id")
        self._update_activities(projects, "project_id", "user_id")

    @api.model
    def _update_activities(self, targets, entry_field, user_field):
        if not targets:
            return
        waiting = {
            target.id
            for [target] in self.sudo()._read_group(
                [(entry_field, "in", targets.ids), ("state", "=", "submitted")],
                [entry_field],
            )
        }
        without = targets.filtered(lambda target: target.id not in waiting)
        without.activity_feedback([TO_APPROVE])
        told = {
            (activity.res_id, activity.user_id.id)
            for activity in targets.activity_search([TO_APPROVE])
        }
        to_tell = (targets - without).filtered(
            lambda target: (target.id, target[user_field].id) not in told
        )
        deadline = fields.Date.context_today(self) + timedelta(days=DAYS_TO_DECIDE)
        for user, records in to_tell.grouped(user_field).items():
            records.activity_schedule(
                TO_APPROVE, date_deadline=deadline, user_id=user.id
            )

    def _ask_for_correction(self):
        """Tell those of the refused who work in the backend; the portal tells the others."""
        for entry in self.sudo():
            user = entry.partner_id.user_ids.filtered(lambda user: not user.share)[:1]
            if user:
                entry.activity_schedule(
                    TO_CORRECT, user_id=user.id, note=entry.refusal_reason
                )

    def _close_corrections(self):
        corrected = self.filtered(lambda entry: entry.state != "refused")
        corrected.activity_feedback([TO_CORRECT])
