from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import plaintext2html

TO_APPROVE = "volunteer_valuation.mail_activity_to_approve"
TO_CORRECT = "volunteer_valuation.mail_activity_to_correct"
DAYS_TO_DECIDE = 7


class VolunteerTimeEntry(models.Model):
    """What waits for someone: one activity per person or project followed, not one per entry."""

    _inherit = "volunteer.time.entry"

    def _update_waiting(self, left=()):
        """Open an activity where time newly waits for an approver, close it where none does.

        The activity stands on the engagement that the approver follows, or else on the
        project that they manage; time without either waits in the managers' inbox.

        :param left: places, as of ``_get_places``, where this time may have waited before
        """
        self.sudo()._close_corrections()
        places = {*self._get_places(), *left}
        for model, user_field in (
            ("volunteer.engagement", "approver_id"),
            ("project.project", "user_id"),
        ):
            of_model = [place for place in places if place._name == model]
            targets = self.env[model].sudo().union(*of_model)
            self._update_activities(targets, user_field)

    def _get_places(self):
        """The engagements and projects whose approvers this time concerns."""
        entries = self.sudo()
        return [*entries.engagement_id, *entries.project_id]

    @api.model
    def _update_activities(self, targets, user_field):
        if not targets:
            return
        waiting = self._filter_waiting(targets)
        (targets - waiting).activity_feedback([TO_APPROVE])
        told = {
            (activity.res_id, activity.user_id.id)
            for activity in waiting.activity_search([TO_APPROVE])
        }
        to_tell = waiting.filtered(
            lambda target: (target.id, target[user_field].id) not in told
        )
        deadline = fields.Date.context_today(self) + timedelta(days=DAYS_TO_DECIDE)
        for user, records in to_tell.grouped(user_field).items():
            records.activity_schedule(
                TO_APPROVE, date_deadline=deadline, user_id=user.id
            )

    @api.model
    def _filter_waiting(self, targets):
        """The engagements or projects among ``targets`` where time waits for its approver."""
        field = "project_id" if targets._name == "project.project" else "engagement_id"
        groups = self.sudo()._read_group(
            [(field, "in", targets.ids), ("state", "=", "submitted")],
            ["partner_id", "company_id", "engagement_id", "project_id"],
        )
        return targets & targets.browse().union(
            *(
                place
                for place in (self._find_place(*group) for group in groups)
                if place._name == targets._name
            )
        )

    @api.model
    def _find_place(self, person, company, engagement, project):
        """The engagement or project where time waits for somebody who may approve it."""
        for place, user in (
            (engagement, engagement.approver_id),
            (project, project.user_id),
        ):
            if (
                user.partner_id != person
                and company in user.company_ids
                and user.has_group("volunteer_valuation.group_volunteer_approver")
            ):
                return place
        return self.browse()

    def _ask_for_correction(self):
        """Ask those of the refused who work in the backend; the portal tells the others.

        Without a mail for each: fifty refusals would be fifty mails.
        """
        quietly = self.sudo().with_context(mail_activity_quick_update=True)
        for user, entries in quietly.grouped(
            lambda entry: entry.partner_id.user_ids.filtered(
                lambda candidate: not candidate.share
            )[:1]
        ).items():
            if user:
                entries.activity_schedule(
                    TO_CORRECT,
                    user_id=user.id,
                    note=plaintext2html(entries[0].refusal_reason),
                )

    def _close_corrections(self):
        corrected = self.filtered(lambda entry: entry.state != "refused")
        corrected.activity_feedback([TO_CORRECT])
