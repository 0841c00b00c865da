from odoo import api, fields, models
from odoo.exceptions import MissingError
from odoo.tools import plaintext2html

JOIN_REQUEST = "volunteer_valuation_portal.mail_activity_join_request"


class VolunteerEngagement(models.Model):
    """Joining: a person asks from their page, with a word for the association.

    Somebody there answers, see the model's file of answering. One person asks one association
    once: asking again while it waits changes nothing.
    """

    _inherit = "volunteer.engagement"

    @api.model
    def _get_own(self):
        """The user's own engagements, with rights past those of the user."""
        return self.sudo().search([("partner_id", "=", self.env.user.partner_id.id)])

    @api.model
    def _find_own(self, company_id):
        """The user's own engagement in one association.

        :raises MissingError: where there is none, whether the association exists or not
        """
        engagement = self._get_own().filtered(lambda e: e.company_id.id == company_id)
        if not engagement:
            raise MissingError(self.env._("This association was not found."))
        return engagement

    @api.model
    def _get_joinable_associations(self, link):
        """The associations that the user may ask to join: those listed, and that of ``link``.

        Neither those that they are in already, nor those that have not answered yet.
        """
        companies = self.env["res.company"].sudo()
        listed = companies.search([("volunteer_joining", "=", "listed")], order="name")
        shown = link.sudo().filtered(lambda link: link._is_open()).company_id
        shown = shown.filtered(lambda company: company.volunteer_joining != "closed")
        waiting = self._get_own().filtered(lambda e: e.state == "requested")
        offered = self.env["volunteer.time.entry"]._get_offered_associations()
        return (shown.sudo() | listed) - waiting.company_id - offered

    @api.model
    def _find_joinable(self, company_id, link):
        """One of the associations that the user may ask to join.

        :raises MissingError: for any other, whether it exists or not
        """
        for association in self._get_joinable_associations(link):
            if association.id == company_id:
                return association
        raise MissingError(self.env._("This association was not found."))

    @api.model
    def _ask_to_join(self, association, word=""):
        """Ask to be taken in, or to be taken in again; what is asked already stays.

        :param association: one that ``_find_joinable`` found
        :param str word: what the person tells about themselves, plain text
        """
        person = self.env.user.partner_id
        # The second of two taps waits, is run anew, and finds what the first one asked.
        self.env["volunteer.time.entry"].sudo()._lock_people(person.id)
        engagement = self._get_own().filtered(lambda e: e.company_id == association)
        if engagement.state in ("requested", "active"):
            return engagement
        # An activity each time, but a mail about it once a day.
        is_again = engagement.date_end == fields.Date.context_today(self)
        asked = {"state": "requested", "date_end": False}
        if engagement:
            engagement.write(asked)
        else:
            quietly = self.sudo().with_context(mail_create_nosubscribe=True)
            engagement = quietly.create(
                asked
                | {
                    "partner_id": person.id,
                    "company_id": association.id,
                    "date_start": False,
                }
            )
        engagement.with_context(mail_activity_quick_update=is_again)._tell_request(word)
        return engagement

    def _tell_request(self, word):
        """Give the request to the one who answers it: one activity, with the person's word."""
        self.ensure_one()
        note = plaintext2html(word) if word else ""
        if word:
            self._message_log(body=note)
        self.approver_id = self._find_who_answers()
        if self.approver_id:
            self.activity_schedule(
                JOIN_REQUEST,
                date_deadline=fields.Date.context_today(self),
                note=note,
                user_id=self.approver_id.id,
            )

    def _find_who_answers(self):
        """Who follows the person already; else the one that the association chose; else a
        manager: the first who may answer, and is not the person."""
        association = self.company_id
        candidates = self.approver_id | association.volunteer_welcome_id
        candidates |= association._get_volunteer_managers()
        return candidates.filtered(
            lambda user: (
                user.partner_id != self.partner_id
                and association._has_volunteer_approver(user)
            )
        )[:1]

    def write(self, vals):
        answered = self.browse()
        if vals.get("state", "requested") != "requested":
            answered = self.sudo().filtered(lambda e: e.state == "requested")
        result = super().write(vals)
        answered.activity_unlink([JOIN_REQUEST])
        return result
