from odoo import api, models

from .volunteer_cec_declaration import FORGETTING


class VolunteerTimeEntry(models.Model):
    """A person who is forgotten leaves no declaration, attested or not."""

    _inherit = "volunteer.time.entry"

    @api.model
    def _forget_elsewhere(self, people, companies):
        # Certificates go first: they keep the attestation they tell.
        super()._forget_elsewhere(people, companies)
        declarations = self.env["volunteer.cec.declaration"].search(
            [("partner_id", "in", people.ids)]
        )
        declarations.with_context(volunteer_forgetting=FORGETTING).unlink()
