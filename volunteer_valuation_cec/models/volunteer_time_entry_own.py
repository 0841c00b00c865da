from odoo import api, models


class VolunteerTimeEntry(models.Model):
    """The capacity on one's own pages: asked of who holds a mandate, or held one."""

    _inherit = "volunteer.time.entry"

    @api.model
    def _get_own_fields(self):
        return super()._get_own_fields() | {"capacity"}

    @api.model
    def _get_offered_choices(self, person, association):
        choices = super()._get_offered_choices(person, association)
        if not self._holds_mandate(person, association):
            return choices
        selection = self._fields["capacity"]._description_selection(self.env)
        return choices | {"capacity": selection}

    @api.model
    def _holds_mandate(self, person, association):
        mandates = self.env["volunteer.mandate"].sudo()
        mandate = [
            ("partner_id", "=", person.id),
            ("company_id", "=", association.id),
        ]
        return bool(mandates.search_count(mandate, limit=1))

    def _tells_capacity(self):
        """Whether the person should see in which capacity their time counts."""
        self.ensure_one()
        return self.capacity not in (False, "none") or self._holds_mandate(
            self.partner_id, self.company_id
        )
