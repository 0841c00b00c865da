from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from .res_company import MANAGER

ACCEPTED = "volunteer_valuation_portal.mail_template_join_accepted"
DECLINED = "volunteer_valuation_portal.mail_template_join_declined"


class VolunteerEngagement(models.Model):
    """Answering those who ask to join: managers, and who follows the person.

    Who is accepted gets one mail with the way in; who is declined gets one with the reason.
    A declined request stays as an ended engagement, so that its chatter tells what was asked
    and answered; the person may ask again.
    """

    _inherit = "volunteer.engagement"

    can_answer = fields.Boolean(compute="_compute_can_answer")

    @api.depends("state", "approver_id", "company_id")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        for engagement in self:
            engagement.can_answer = (
                engagement.state == "requested" and engagement._is_in_charge()
            )

    def action_activate(self):
        """Accept requests, as without a word, and take ended engagements up again.

        :raises AccessError: where the user may not
        """
        requested = self.filtered(lambda engagement: engagement.state == "requested")
        requested._accept()
        others = self - requested
        return not others or super(VolunteerEngagement, others).action_activate()

    def _accept(self, word=""):
        """Take in those who asked.

        :param str word: plain text for the person, who gets it by mail
        :raises AccessError: for anyone but a manager, or who follows the person
        :raises UserError: for those who are not waiting for an answer
        """
        self._check_may_answer()
        today = fields.Date.context_today(self)
        for engagement in self.sudo():
            start = engagement.date_start or today
            engagement.write({"state": "active", "date_start": start})
        self.sudo()._tell_answer(ACCEPTED, word)

    def _decline(self, word):
        """Do not take in those who asked, and tell them why.

        :param str word: plain text for the person, who gets it by mail
        :raises AccessError, UserError: as ``_accept``, and without a word
        """
        self._check_may_answer()
        if not word:
            raise UserError(self.env._("Tell the person why, in a word."))
        self.sudo().action_end()
        self.sudo()._tell_answer(DECLINED, word)

    def _tell_answer(self, template, word):
        """Log the word, and send it: one mail for each person, once all is written."""
        if word:
            self._message_log_batch({e.id: plaintext2html(word) for e in self})
        mail = self.env.ref(template).sudo().with_context(volunteer_word=word)
        reached = self.filtered(lambda engagement: engagement.partner_id.email)
        for engagement in reached:
            mail.send_mail(engagement.id)
        if reached:
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _check_may_answer(self):
        for engagement in self:
            if not (self.env.su or engagement._is_in_charge()):
                raise AccessError(
                    self.env._(
                        "Only managers, and who follows the person, answer those who ask "
                        "to join."
                    )
                )
            if engagement.sudo().state != "requested":
                raise UserError(
                    self.env._(
                        "%(person)s is not waiting for an answer.",
                        person=engagement.sudo().partner_id.name,
                    )
                )

    def _is_in_charge(self):
        """Whether the user answers for this engagement: manager, or its approver."""
        self.ensure_one()
        user = self.env.user
        engagement = self.sudo()
        return engagement.company_id._has_volunteer_approver(user) and (
            user == engagement.approver_id or user.has_group(MANAGER)
        )
