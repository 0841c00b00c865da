from odoo import models
from odoo.exceptions import MissingError, UserError


class VolunteerEngagement(models.Model):
    """Leaving: the engagement ends, the time that was given stays.

    An association is never left without anybody who manages its volunteers: its last manager
    names a successor first. A guard, for every way in which an engagement ends.
    """

    _inherit = "volunteer.engagement"

    def _leave(self):
        """End one's own engagement, or take one's request back.

        :raises MissingError: for somebody else's
        :raises UserError: for the last manager of the association
        """
        self.ensure_one()
        if self.sudo().partner_id != self.env.user.partner_id:
            raise MissingError(self.env._("This association was not found."))
        engagement = self.sudo()
        was_active = engagement.state == "active"
        if engagement.state != "ended":
            engagement.action_end()
        if was_active:
            engagement._tell_left()

    def _tell_left(self):
        """A note for the one who follows the person."""
        self.message_post(
            body=self.env._("%(person)s has left.", person=self.partner_id.name),
            subtype_xmlid="mail.mt_note",
            partner_ids=self.approver_id.partner_id.ids,
        )

    def write(self, vals):
        if vals.get("state", "active") != "active":
            self._check_successors()
        return super().write(vals)

    def _check_successors(self):
        """:raises UserError: where the last manager of an association would leave it"""
        active = self.sudo().filtered(lambda engagement: engagement.state == "active")
        for association, engagements in active.grouped("company_id").items():
            managers = association._get_volunteer_managers()
            leaving = managers & engagements.partner_id.user_ids
            if leaving and not managers - leaving - self._get_left_users(association):
                raise UserError(
                    self.env._(
                        "%(person)s is the last manager of %(association)s: name "
                        "another one before leaving.",
                        person=leaving[0].name,
                        association=association.name,
                    )
                )
            # Of two who leave at the same time, one is run anew, and finds the other gone.
            if leaving:
                entries = self.env["volunteer.time.entry"].sudo()
                entries._lock_people(*managers.partner_id.ids)

    def _get_left_users(self, association):
        ended = self.sudo().search(
            [("company_id", "=", association.id), ("state", "=", "ended")]
        )
        return ended.partner_id.user_ids
