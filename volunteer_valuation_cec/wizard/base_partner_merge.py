from odoo import api, models


class MergePartnerAutomatic(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self.env["volunteer.cec.declaration"]._unite(src_partners | dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)
