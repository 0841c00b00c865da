from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date
from odoo.tools.misc import formatLang

# What no transition leaves behind when a contribution is no longer approved.
NOT_APPROVED = {"approved_by_id": False, "approved_on": False}


class VolunteerInkindContribution(models.Model):
    """The path of contributions in kind, the same as that of time: approved or refused."""

    _inherit = "volunteer.inkind.contribution"

    # ------------------------------------------------------------------
    # Transitions
    # ------------------------------------------------------------------
    def action_submit(self):
        """Submit drafts and corrected refusals; what is further on stays as it is.

        :raises AccessError: for anyone but managers and treasurers
        """
        self.check_access("write")
        self.sudo()._submit()
        return True

    def action_withdraw(self):
        """Take submitted or refused contributions back to draft.

        :raises AccessError: as ``action_submit``
        :raises UserError: for approved ones
        """
        self.check_access("write")
        if any(contribution.state == "approved" for contribution in self):
            raise UserError(
                self.env._("An approved contribution cannot be withdrawn: change it.")
            )
        self.sudo()._apply({"state": "draft", "refusal_reason": False})
        return True

    def action_approve(self):
        """Approve submitted contributions; approved ones are left alone.

        :raises AccessError: for anyone but managers, and for one's own gift
        :raises UserError: for those that are not submitted, or that lack something
        """
        self.check_access("write")
        contributions = self.filtered(lambda c: c.state != "approved")
        for contribution in contributions:
            reason = contribution._get_cannot_approve_reason()
            if reason:
                raise AccessError(reason)
            if contribution.state != "submitted":
                raise UserError(
                    self.env._(
                        "“%(contribution)s” is not submitted: there is nothing to "
                        "approve.",
                        contribution=contribution.display_name,
                    )
                )
        contributions.sudo()._approve(self.env.user)
        return True

    def action_refuse(self, reason):
        """Refuse submitted contributions, or approved ones that are not booked.

        :param str reason: required; who recorded the contribution reads it
        :raises AccessError: for anyone but managers
        :raises UserError: without a reason, or for booked or draft contributions
        """
        self.check_access("write")
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Tell why the contribution is refused."))
        for contribution in self:
            if not (self.env.su or contribution._is_manager()):
                raise AccessError(contribution._describe_not_in_charge())
            if contribution.state not in ("submitted", "approved"):
                raise UserError(
                    self.env._(
                        "“%(contribution)s” is not submitted: there is nothing to "
                        "refuse.",
                        contribution=contribution.display_name,
                    )
                )
        self._check_not_booked()
        contributions = self.sudo()
        contributions._apply(
            NOT_APPROVED | {"state": "refused", "refusal_reason": reason}
        )
        contributions._message_log_batch(
            {
                contribution.id: self.env._("Refused: %(reason)s", reason=reason)
                for contribution in contributions
            },
            author_id=self.env.user.partner_id.id,
        )
        return True

    def action_open_refuse_wizard(self):
        """Open the window that asks for the reason of a refusal."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "volunteer.inkind.refuse",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_contribution_ids": self.ids},
        }

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------
    def _get_cannot_approve_reason(self):
        """Why the user may not approve this contribution, one sentence, or None."""
        self.ensure_one()
        if self.env.su:
            return None
        if not self._is_manager():
            return self._describe_not_in_charge()
        if self.is_own and not self.sudo().company_id.volunteer_self_approval:
            return self.env._(
                "“%(contribution)s” is your own gift, or that of your organisation: "
                "somebody else approves it.",
                contribution=self.display_name,
            )
        return None

    def _describe_not_in_charge(self):
        return self.env._("Managers approve contributions in kind.")

    # ------------------------------------------------------------------
    # What the transitions do, rights checked
    # ------------------------------------------------------------------
    def _submit(self):
        contributions = self.filtered(lambda c: c.state in ("draft", "refused"))
        contributions._apply({"state": "submitted", "refusal_reason": False})
        # Since it was recorded its period may have been booked.
        contributions._check_booked_period()
        contributions._go_on()

    def _go_on(self):
        """Approve at once where the association trusts."""
        trusted = self.filtered(lambda c: c.company_id.volunteer_approval == "none")
        trusted._approve(self.env["res.users"])

    def _approve(self, user):
        self._check_complete()
        self._apply(
            {
                "state": "approved",
                "approved_by_id": user.id,
                "approved_on": fields.Datetime.now(),
                "refusal_reason": False,
            }
        )

    def _send_back(self, before):
        """What was approved and then changed waits for approval again.

        :param dict before: what was approved, by contribution id
        """
        if not self:
            return
        contributions = self.sudo()
        contributions._apply(NOT_APPROVED | {"state": "submitted"})
        after = contributions._describe_figures()
        contributions._message_log_batch(
            {
                contribution.id: self.env._(
                    "Changed after approval, to be approved again. "
                    "Approved: %(before)s. Now: %(after)s.",
                    before=before[contribution.id],
                    after=after[contribution.id],
                )
                for contribution in contributions
            },
            author_id=self.env.user.partner_id.id,
        )
        contributions._go_on()

    def _describe_figures(self):
        """What an approver looked at, one line per contribution."""
        return {c.id: c.sudo()._describe_figures_of_one() for c in self}

    def _describe_figures_of_one(self):
        selections = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("origin", "destination")
        }
        parts = [
            self.name,
            format_date(self.env, self.date),
            formatLang(self.env, self.amount, currency_obj=self.currency_id),
            self.is_certified and self.env._("certified"),
            self.hours and f"{formatLang(self.env, self.hours)} h",
            self.partner_id.display_name,
            self.nature_id.display_name,
            self.project_id.display_name,
            selections["origin"].get(self.origin),
            selections["destination"].get(self.destination),
            *self.evidence_ids.mapped("name"),
            self.late_reason,
        ]
        return " · ".join(part for part in parts if part)
