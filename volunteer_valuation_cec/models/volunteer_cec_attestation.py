from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .res_company import VALIDATOR

TO_ATTEST = "volunteer_valuation_cec.mail_activity_type_to_attest"


class VolunteerCecDeclarationLine(models.Model):
    """Asking, attesting and refusing.

    R5151-17: one of those in charge of the administration or direction attests by
    31 December of the year after. Never for themselves, unless the association says so:
    the law leaves it open.
    """

    _inherit = "volunteer.cec.declaration.line"

    def action_attest(self):
        """Vouch for these hours, as they are at this moment; attested ones stay as they are.

        :raises AccessError: for anyone but a valideur of the association, or for oneself
        :raises UserError: for what was not asked, or once the deadline has passed
        """
        lines = self.filtered(lambda line: line.state != "attested")
        lines._check_may_answer()
        for line in lines.sudo():
            entries = line._find_entries()
            line._take(entries)
            line._answer("attested", fingerprint=entries._fingerprint_for_cec())
        return True

    def action_refuse(self, reason):
        """Refuse to vouch for these hours.

        :param str reason: told to the person, required
        :raises AccessError: as ``action_attest``
        :raises UserError: as ``action_attest``, or without a reason
        """
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Tell the person why you do not attest."))
        self._check_may_answer()
        for line in self.sudo():
            line._answer("refused", refusal_reason=reason)
        return True

    def action_open_refuse_wizard(self):
        """Open the window that asks for the reason of a refusal."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse to Attest"),
            "res_model": "volunteer.cec.refuse",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_line_id": self.id},
        }

    def _check_may_answer(self):
        for line in self:
            if not self.env.su:
                line.check_access("read")
                line._check_valideur()
            if line.state != "asked":
                raise UserError(
                    self.env._(
                        "%(person)s did not ask for this attestation, or it was answered "
                        "already.",
                        person=line.sudo().partner_id.name,
                    )
                )
            declaration = line.declaration_id.sudo()
            declaration._check_in_time(
                declaration.attestation_deadline, line._get_today()
            )

    def _check_valideur(self):
        """:raises AccessError: for anyone but a valideur of the association, or for oneself"""
        user, company = self.env.user, self.company_id.sudo()
        if not user.has_group(VALIDATOR) or company not in user.company_ids:
            raise AccessError(
                self.env._("Only the valideur of the association attests.")
            )
        if self.partner_id == user.partner_id and not company.cec_self_attestation:
            raise AccessError(
                self.env._(
                    "These are your own hours: another valideur of %(association)s "
                    "attests them.",
                    association=company.name,
                )
            )

    def _get_today(self):
        """Today where the association is, whatever the user's clock says."""
        return self._get_day(fields.Datetime.now())

    def _can_be_asked(self):
        return bool(self.company_id) and self.state in ("draft", "refused")

    def _ask(self):
        self._apply(
            {
                "state": "asked",
                "asked_on": fields.Datetime.now(),
                "refusal_reason": False,
                "answered_on": False,
                "answered_by_id": False,
            }
        )
        # Without a mail for each: what still waits in autumn is told by one.
        for line in self.with_context(mail_activity_quick_update=True):
            valideur = line.company_id.cec_validator_id
            may_attest = valideur.active and valideur.has_group(VALIDATOR)
            if may_attest and valideur.partner_id != line.partner_id:
                line.activity_schedule(
                    TO_ATTEST,
                    summary=line.partner_id.name,
                    user_id=valideur.id,
                    date_deadline=line.declaration_id.attestation_deadline,
                )

    def _answer(self, state, **values):
        self._apply(
            {
                "state": state,
                "answered_on": fields.Datetime.now(),
                "answered_by_id": self.env.user.id,
            }
            | values
        )
        self.activity_feedback([TO_ATTEST])
