"""The page on which anyone verifies a certificate."""

from odoo import http
from odoo.http import request

from ..tools.certificate_codes import LONGEST

PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex, nofollow",
}


class Verify(http.Controller):
    # A path: also what holds a slash, and cannot be a code, is answered by this page.
    @http.route(
        ["/volunteering/verify", "/volunteering/verify/<path:code>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def verify(self, code="", **query):
        """Tell whether the certificate of a code is genuine, and what its paper says.

        There is nothing to count here: a code is 100 random bits (see
        ``tools/certificate_codes.py``), which nobody finds by trying, however often.
        """
        certificate = request.env["volunteer.certificate"]._find_by_code(code)
        response = request.render(
            "volunteer_valuation.verify_page",
            {"certificate": certificate, "code": code[:LONGEST].strip()},
            status=404 if code and not certificate else 200,
        )
        response.headers.update(PRIVATE)
        return response
