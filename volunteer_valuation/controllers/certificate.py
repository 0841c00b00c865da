from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

# Python does not read numbers of any length.
MOST_DIGITS = 20


class Certificate(http.Controller):
    # Not ``readonly``: what is printed first is kept.
    @http.route(
        "/volunteer_valuation/certificates/<string:ids>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def print_certificates(self, ids):
        """Download certificates as one PDF; what is not one's own is not found.

        :param str ids: their numbers in the database, between commas
        """
        certificates = _find_certificates(ids)
        name = (
            certificates._get_file_name()
            if len(certificates) == 1
            else request.env._("Certificates of Volunteering")
        )
        return request.make_response(
            certificates._get_pdf(),
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(f"{name}.pdf")),
                ("Cache-Control", "no-store"),
            ],
        )


def _find_certificates(ids):
    """:raises NotFound: unless each is a certificate that the user may print"""
    numbers = ids.split(",")
    if not all(number.isascii() and number.isdigit() for number in numbers):
        raise NotFound()
    if len(max(numbers, key=len)) > MOST_DIGITS:
        raise NotFound()
    certificates = request.env["volunteer.certificate"]
    try:
        found = certificates.search([("id", "in", [*map(int, numbers)])])
        found._check_manager()
    except AccessError:
        raise NotFound() from None
    if len(found) != len(set(numbers)):
        raise NotFound()
    return found
