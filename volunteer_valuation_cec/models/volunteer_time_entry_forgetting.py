from odoo import api, models
from odoo.fields import Command

from .volunteer_cec_declaration import FORGETTING


class VolunteerTimeEntry(models.Model):
    """A person who is forgotten leaves no declaration, attested or not.

    Time that is nobody's in particular is given in no capacity, and behind no attestation:
    the names that lines of declarations bear would tell whose it was.
    """

    _inherit = "volunteer.time.entry"

    @api.model
    def _prepare_nobody(self):
        return super()._prepare_nobody() | {"capacity": "none"}

    def _erase_traces(self):
        result = super()._erase_traces()
        lines = self.env["volunteer.cec.declaration.line"].search(
            [("entry_ids", "in", self.ids)]
        )
        lines._apply({"entry_ids": [Command.unlink(given.id) for given in self]})
        return result

    @api.model
    def _forget_elsewhere(self, people, companies):
        # Certificates go first: they keep the attestation they tell.
        result = super()._forget_elsewhere(people, companies)
        declarations = self.env["volunteer.cec.declaration"].search(
            [("partner_id", "in", people.ids)]
        )
        declarations.with_context(volunteer_forgetting=FORGETTING).unlink()
        return result
