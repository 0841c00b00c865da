from odoo import api, fields, models
from odoo.exceptions import UserError

# Held by our own code only: no client can send this object in a context.
BOOKING = object()


class AccountMove(models.Model):
    """A booking of contributions in kind belongs to its ``volunteer.valuation``.

    Nobody drafts, changes, deletes or reverses it elsewhere: the time it books would be
    free to be booked twice, or booked without an entry.
    """

    _inherit = "account.move"

    volunteer_valuation_id = fields.Many2one(
        "volunteer.valuation",
        string="Booking of Volunteer Time",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _check_volunteer_booking(self):
        """:raises UserError: where a booking is touched other than by its valuation"""
        if self.env.context.get("volunteer_booking") is BOOKING:
            return
        booked = self.filtered("volunteer_valuation_id")[:1]
        if booked:
            raise UserError(
                self.env._(
                    "%(move)s books volunteer time: reverse it from %(booking)s.",
                    move=booked.display_name,
                    booking=booked.sudo().volunteer_valuation_id.display_name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._check_volunteer_booking()
        return moves

    def write(self, vals):
        if vals.keys() & {
            "state",
            "name",
            "date",
            "journal_id",
            "company_id",
            "currency_id",
            "line_ids",
            "invoice_line_ids",
            "volunteer_valuation_id",
        }:
            self._check_volunteer_booking()
        result = super().write(vals)
        if "volunteer_valuation_id" in vals:
            self._check_volunteer_booking()
        return result

    def action_open_volunteer_valuation(self):
        """Open the booking of volunteer time that this entry belongs to."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "volunteer.valuation",
            "res_id": self.volunteer_valuation_id.id,
            "views": [(False, "form")],
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_volunteer_booking(self):
        self._check_volunteer_booking()

    def button_draft(self):
        self._check_volunteer_booking()
        return super().button_draft()

    def button_cancel(self):
        self._check_volunteer_booking()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_volunteer_booking()
        return super()._reverse_moves(default_values_list, cancel)
