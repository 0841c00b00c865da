from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

COMMENT = "mail.mt_comment"
MOST_CHARACTERS = 2000
# The page of one entry shows no more of them.
MOST_COMMENTS = 200


class VolunteerTimeEntry(models.Model):
    """People and their approvers talk about an entry, each where they work.

    The person writes and reads on the page of the entry, the approver in the chatter; each
    gets what the other writes by mail, once. Internal notes stay in the office.
    """

    _inherit = "volunteer.time.entry"
    # Who may look at time may ask about it: approvers write none of it.
    _mail_post_access = "read"

    def _comment_own(self, text):
        """Tell something about one's own time to those who look at it.

        :param str text: plain text
        :raises UserError: where there is nothing in it, or too much
        """
        self._check_own()
        if not text:
            raise UserError(self.env._("Write something first."))
        if len(text) > MOST_CHARACTERS:
            raise UserError(
                self.env._(
                    "This is too long: write no more than %(most)s characters.",
                    most=MOST_CHARACTERS,
                )
            )
        self._message_subscribe(self._get_people_to_ask().partner_id.ids)
        self.message_post(
            body=Markup("<br/>").join(text.splitlines()),
            message_type="comment",
            subtype_xmlid=COMMENT,
        )

    def _get_comments(self):
        """What the person and the office told each other, oldest first, as plain text.

        Neither internal notes, nor anybody's address.
        """
        self.ensure_one()
        found = self._find_comments(limit=MOST_COMMENTS)
        return [
            {
                "author": self._describe_author(message.author_id),
                "date": message.date,
                "text": html2plaintext(message.body, include_references=False),
            }
            for message in reversed(found)
        ]

    def _find_comments(self, limit=None):
        """What people and the office told each other about this time, latest first."""
        messages = self.env["mail.message"].sudo()
        return messages.search(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("message_type", "in", ("comment", "email")),
                ("subtype_id", "=", self.env.ref(COMMENT).id),
                ("is_internal", "=", False),
            ],
            order="id desc",
            limit=limit,
        )

    def write(self, vals):
        """Time that turns out to be somebody else's is talked about anew, with them alone.

        Who was taken for its person gets no more of it, nor does the other see what was
        told before: that stays in the office.
        """
        if "partner_id" not in vals:
            return super().write(vals)
        told = [
            (entry, entry.partner_id, entry._get_contact()) for entry in self.sudo()
        ]
        result = super().write(vals)
        for entry, person, contact in told:
            if entry.partner_id != person:
                entry.message_unsubscribe(contact.ids)
                entry._find_comments().is_internal = True
        return result

    def _describe_author(self, author):
        if author == self.env.user.partner_id:
            return self.env._("You")
        # People without a name are called by their address.
        known = author.name and "@" not in author.name
        return author.name if known else self.company_id.name

    # ------------------------------------------------------------------
    # Who gets what the other writes
    # ------------------------------------------------------------------
    def _get_people_to_ask(self):
        """Who looks at this time: its approver, or else the managers of its association."""
        self.ensure_one()
        return (
            self._get_expected_approver() or self.company_id._get_volunteer_managers()
        )

    def _get_contact(self):
        """Who to talk to about this time: who gave it, or who declared it for a group."""
        self.ensure_one()
        if not self._is_group():
            return self.partner_id
        declared_by = self.create_uid.partner_id
        represents = declared_by._get_represented_organisation() == self.partner_id
        return declared_by if represents else self.partner_id

    def _message_post_after_hook(self, message, msg_values):
        """Let the person get what they are told."""
        entry = self.sudo()
        if self and msg_values["subtype_id"] == self.env.ref(COMMENT).id:
            contact = entry._get_contact()
            entry._message_subscribe((contact - message.author_id).ids)
        return super()._message_post_after_hook(message, msg_values)

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """The button in the mail leads people to their own page, not to the backend."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        if not self:
            return groups
        contact = self.sudo()._get_contact()
        own_page = {
            "active": True,
            "has_button_access": True,
            "button_access": {
                "url": f"{self.get_base_url()}{self._get_own_address()}",
                "title": self.env._("See My Time and Answer"),
            },
        }
        return [
            (
                "volunteer",
                lambda data: data["id"] == contact.id and data["type"] != "customer",
                own_page,
            ),
            *groups,
        ]

    def _get_own_address(self):
        """The page of this entry, for the person."""
        return f"/my/volunteering/{self.id}"
