from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date
from odoo.tools.misc import formatLang

# What no transition leaves behind when time is no longer approved.
NOT_APPROVED = {
    "approved_by_id": False,
    "approved_on": False,
    "rule_id": False,
    "hourly_rate": 0.0,
}


class VolunteerTimeEntry(models.Model):
    """One path for everyone: submitted, approved or refused."""

    _inherit = "volunteer.time.entry"

    # ------------------------------------------------------------------
    # Transitions
    # ------------------------------------------------------------------
    def action_submit(self):
        """Submit drafts and corrected refusals; what is further on stays as it is.

        :raises AccessError: for time that is neither one's own nor a manager's to submit
        """
        self._check_may_change()
        self.sudo()._submit()
        return True

    def action_withdraw(self):
        """Take submitted or refused time back to draft.

        :raises AccessError: as ``action_submit``
        :raises UserError: for approved time
        """
        self._check_may_change()
        if any(entry.state == "approved" for entry in self):
            raise UserError(self.env._("Approved time cannot be withdrawn: change it."))
        entries = self.sudo().filtered(lambda entry: entry.state != "draft")
        entries._apply_again({"state": "draft", "refusal_reason": False})
        entries._update_waiting()
        return True

    def action_approve(self):
        """Approve submitted time, freezing its rule and its rate; approved time is left alone.

        :raises AccessError: for time that is not one's to approve
        :raises UserError: for time that is not submitted
        """
        entries = self.filtered(lambda entry: entry.state != "approved")
        for entry in entries:
            reason = entry._get_cannot_approve_reason()
            if reason:
                raise AccessError(reason)
            if entry.state != "submitted":
                raise UserError(
                    self.env._(
                        "“%(entry)s” is not submitted: there is nothing to approve.",
                        entry=entry.display_name,
                    )
                )
        entries.sudo()._approve(self.env.user)
        return True

    def action_refuse(self, reason):
        """Refuse submitted time, or approved time that is not booked.

        :param str reason: told to the person, required
        :raises AccessError: for time that is not one's to approve
        :raises UserError: without a reason, or for booked or draft time
        """
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Tell the person why their time is refused."))
        for entry in self:
            if not (self.env.su or entry._is_in_charge()):
                raise AccessError(entry._describe_not_in_charge())
            if entry.state not in ("submitted", "approved"):
                raise UserError(
                    self.env._(
                        "“%(entry)s” is not submitted: there is nothing to refuse.",
                        entry=entry.display_name,
                    )
                )
        self._check_not_booked()
        entries = self.sudo()
        entries._apply(NOT_APPROVED | {"state": "refused", "refusal_reason": reason})
        entries._message_log_batch(
            {
                entry.id: self.env._("Refused: %(reason)s", reason=reason)
                for entry in entries
            },
            author_id=self.env.user.partner_id.id,
        )
        entries._update_waiting()
        entries._ask_for_correction()
        return True

    def action_open_refuse_wizard(self):
        """Open the window that asks for the reason of a refusal."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "volunteer.time.refuse",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_entry_ids": self.ids},
        }

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------
    def _is_in_charge(self):
        """Whether the user may decide on this entry: manager, or its approver."""
        self.ensure_one()
        user = self.env.user
        if self._is_manager():
            return True
        entry = self.sudo()
        return (
            user.has_group("volunteer_valuation.group_volunteer_approver")
            and entry.company_id in user.company_ids
            and user in (entry.project_id.user_id | entry.engagement_id.approver_id)
        )

    def _get_cannot_approve_reason(self):
        """Why the user may not approve this entry, one sentence, or None."""
        self.ensure_one()
        if self.env.su:
            return None
        if not self._is_in_charge():
            return self._describe_not_in_charge()
        if self.is_own and not self.sudo().company_id.volunteer_self_approval:
            return self.env._(
                "“%(entry)s” is your own time: somebody else approves it.",
                entry=self.display_name,
            )
        return None

    def _describe_not_in_charge(self):
        return self.env._(
            "You do not approve this time: neither its project nor its person is yours "
            "to follow."
        )

    def _check_may_change(self):
        """:raises AccessError: where an entry is neither one's own nor a manager's"""
        if self.env.su:
            return
        self.check_access("read")
        if not all(entry.is_own or entry._is_manager() for entry in self):
            raise AccessError(self.env._("This is not your own time."))

    # ------------------------------------------------------------------
    # What the transitions do, rights checked
    # ------------------------------------------------------------------
    def _submit(self):
        entries = self.filtered(lambda entry: entry.state in ("draft", "refused"))
        entries._apply_again({"state": "submitted", "refusal_reason": False})
        # Since it was noted the period may have been booked, or the engagement ended.
        entries._check_engagement()
        entries._check_booked_period()
        entries._go_on()

    def _apply_again(self, vals):
        """Write what takes refused time up again: its hours count again, so guards do too."""
        again = self.filtered(lambda entry: entry.state == "refused")
        again._lock_people()
        self._apply(vals)
        again._check_guards()

    def _go_on(self):
        """Approve at once where the association trusts, else let the approver know."""
        trusted = self.filtered(
            lambda entry: entry.company_id.volunteer_approval == "none"
        )
        trusted._approve(self.env["res.users"])
        (self - trusted)._update_waiting()

    def _approve(self, user):
        """Freeze rule and rate and mark approved, one write per distinct rate."""
        approval = self._prepare_approval(user)
        for (rule_id, hourly_rate), entries in self._group_by_rate().items():
            entries._apply(approval | {"rule_id": rule_id, "hourly_rate": hourly_rate})
        self._update_waiting()

    @api.model
    def _prepare_approval(self, user):
        return {
            "state": "approved",
            "approved_by_id": user.id,
            "approved_on": fields.Datetime.now(),
            "refusal_reason": False,
        }

    def _send_back(self, before):
        """Time that was approved and then changed waits for approval again.

        :param dict before: the figures that were approved, by entry id
        """
        if not self:
            return
        entries = self.sudo()
        entries._apply(NOT_APPROVED | {"state": "submitted"})
        after = entries._describe_figures()
        entries._message_log_batch(
            {
                entry.id: self.env._(
                    "Changed after approval, to be approved again. "
                    "Approved: %(before)s. Now: %(after)s.",
                    before=before[entry.id],
                    after=after[entry.id],
                )
                for entry in entries
            },
            author_id=self.env.user.partner_id.id,
        )
        entries._go_on()

    def _describe_figures(self):
        """What an approver looked at, one line per entry."""
        return {entry.id: entry._describe_figures_of_one() for entry in self}

    def _describe_figures_of_one(self):
        entry = self.sudo()
        days = [
            format_date(self.env, day) for day in (entry.date, entry.date_end) if day
        ]
        parts = [
            entry.name,
            " – ".join(days),
            f"{formatLang(self.env, entry.hours)} h × {entry.headcount}",
            entry.is_estimate and self.env._("estimated"),
            entry.distance and f"{formatLang(self.env, entry.distance)} km",
            entry.partner_id.display_name,
            entry.structure_id.display_name,
            entry.project_id.display_name,
            entry.task_id.display_name,
            entry.activity_id.display_name,
            entry.level_id.display_name,
            entry.status_id.display_name,
            entry.late_reason,
        ]
        return " · ".join(part for part in parts if part)
