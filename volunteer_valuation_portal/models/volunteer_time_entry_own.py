from odoo import api, models
from odoo.exceptions import MissingError

from odoo.addons.volunteer_valuation.models.volunteer_time_entry_declaring import (
    INTEGER_LIMIT,
)


class VolunteerTimeEntry(models.Model):
    """One's own time, for people who hold no right on the model.

    Portal users reach entries through the methods of this addon only: each begins with
    ``_find_own``, keeps the fields that a person may tell, and then acts.
    """

    _inherit = "volunteer.time.entry"

    @api.model
    def _get_own_people(self):
        """The people whose time the user's own is: themselves, and whom they represent."""
        person = self.env.user.partner_id
        return person | person.sudo()._get_represented_organisation()

    @api.model
    def _get_own_domain(self):
        """One's own time, in every association."""
        return [("partner_id", "in", self._get_own_people().ids)]

    @api.model
    def _find_own(self, entry_id):
        """One's own entry, with rights past those of the user.

        :raises MissingError: for any other, whether it exists or not
        """
        entry = self.sudo()
        if 0 < entry_id < INTEGER_LIMIT:
            entry = entry.search([("id", "=", entry_id), *self._get_own_domain()])
        if not entry:
            raise MissingError(self.env._("This entry was not found."))
        return entry

    @api.depends("partner_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        people = self._get_own_people()
        for entry in self:
            entry.is_own = entry.partner_id in people
