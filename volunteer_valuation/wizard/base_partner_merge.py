from odoo import api, models


class MergePartnerAutomatic(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """One person has one engagement in an association: unite those of duplicates."""
        self.env["volunteer.engagement"]._unite(src_partners | dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)
