from odoo import api, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.move_id._check_volunteer_booking()
        return lines

    def write(self, vals):
        self.move_id._check_volunteer_booking()
        result = super().write(vals)
        if "move_id" in vals:
            self.move_id._check_volunteer_booking()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_volunteer_booking(self):
        self.move_id._check_volunteer_booking()
