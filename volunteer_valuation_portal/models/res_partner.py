from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_represented_organisation(self):
        """The organisation that this person is a contact of, and declares for; else nobody.

        The associations that count time here are not among them: their people declare
        their own.
        """
        self.ensure_one()
        organisation = self.commercial_partner_id
        if organisation == self or not organisation.is_company:
            return self.browse()
        companies = self.env["res.company"].sudo()
        counts_time_here = companies.search_count(
            [("partner_id", "=", organisation.id)], limit=1
        )
        return self.browse() if counts_time_here else organisation

    def _works_in_backend(self):
        """Whether this person has what waits for them shown by activities."""
        self.ensure_one()
        return any(not user.share for user in self.sudo().user_ids)
