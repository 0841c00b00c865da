from odoo import models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Hide the booking screens from those whose associations only disclose."""
        blacklist = super()._load_menus_blacklist()
        companies = self.env.user.company_ids
        if not companies.filtered(lambda c: c.volunteer_booking == "book"):
            menu = self.env.ref(
                "volunteer_valuation.menu_value_and_book_bookings", False
            )
            blacklist += menu.ids if menu else []
        return blacklist
