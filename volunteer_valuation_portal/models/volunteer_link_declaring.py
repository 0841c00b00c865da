from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .volunteer_time_entry_declaring_own import OWN_FIELDS

# A link is for one person at a time, and for its own association.
LINK_FIELDS = OWN_FIELDS - {"headcount", "company_id"}


class VolunteerLink(models.Model):
    """Declaring by a link: it only adds."""

    _inherit = "volunteer.link"

    def _declare_time(self, vals, declared_by="", opened=""):
        """Declare time for the person of this link, or for whoever tells their name.

        Nobody checks who tells a name: their time always waits for approval, and no person
        is looked up, so that nothing is learned about anyone.

        :param dict vals: what they tell; fields that are not theirs to tell are left out
        :param str declared_by: the name told at a stall
        :param str opened: when the form was, in ISO format: what it told since stands
        :return: the entry
        :raises UserError: one sentence, where the offer or a guard refuses
        """
        self.ensure_one()
        told = {name: value for name, value in vals.items() if name in LINK_FIELDS}
        person = self.engagement_id.partner_id
        if not person and not declared_by:
            raise UserError(self.env._("Tell your name."))
        entries = self.env["volunteer.time.entry"]
        entries._check_offered(self._omit_chosen_beforehand(told), self.company_id)
        told |= {"partner_id": person.id, "company_id": self.company_id.id}
        from_link = {
            "link_id": self.id,
            "declared_by": not person and declared_by or False,
        }
        self._lock()
        entry = entries._find_told(told | from_link, opened)
        if not entry:
            entry = entries._declare([told], origin="link")
            entry.write(from_link)
        return entry

    def _lock(self):
        """Let two taps on the same button follow one another: the second sees the first.

        As ``_lock_people``, where there is no person yet.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_link SET write_date = write_date WHERE id = %s",
                self.id,
            )
        )

    def _omit_chosen_beforehand(self, vals):
        """What was chosen on the page, without what the link offers besides."""
        return {
            name: value
            for name, value in vals.items()
            if name not in ("project_id", "activity_id") or value != self[name].id
        }
