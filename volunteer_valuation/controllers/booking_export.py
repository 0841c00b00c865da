from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request

from .record_id import RECORD_ID

CONTENT_TYPES = {
    "fec": "text/tab-separated-values; charset=utf-8",
    "paheko": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class BookingExport(http.Controller):
    @http.route(
        f"/volunteer_valuation/booking/{RECORD_ID % 'booking_id'}/<string:file_format>",
        type="http",
        auth="user",
        readonly=True,
    )
    def export_booking(self, booking_id, file_format):
        """Download a booking for other software; what is not one's own is not found."""
        booking = request.env["volunteer.valuation"].browse(booking_id)
        try:
            name, content = booking.export_booking(file_format)
        except (AccessError, MissingError, UserError):
            raise NotFound() from None
        return request.make_response(
            content,
            headers=[
                ("Content-Type", CONTENT_TYPES[file_format]),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
