import logging

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import content_disposition, request

from .record_id import RECORD_ID

_logger = logging.getLogger(__name__)

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


class TimeExport(http.Controller):
    # Not ``readonly``: what was chosen a moment ago may not have reached a replica yet.
    @http.route(
        f"/volunteer_valuation/time_export/{RECORD_ID % 'export_id'}",
        type="http",
        auth="user",
    )
    def export_time(self, export_id):
        """Download the time chosen in one's own ``volunteer.time.export``."""
        export = request.env["volunteer.time.export"].browse(export_id)
        try:
            entries, domain = export._get_selection()
            count = entries.search_count(domain)
        except (AccessError, MissingError):
            raise NotFound() from None
        # As Odoo's own export leaves a trace of who took what away.
        _logger.info(
            "User %s exports %s volunteer time entries as %s",
            request.env.uid,
            count,
            export.file_format,
        )
        return request.make_response(
            stream_time(entries, domain, export.file_format),
            headers=[
                ("Content-Type", CONTENT_TYPES[export.file_format]),
                ("Content-Disposition", content_disposition(export._get_file_name())),
            ],
        )


def stream_time(entries, domain, file_format):
    """Yield the file while it is sent: by then the cursor of the request is closed."""
    with entries.env.registry.cursor(readonly=True) as cr:
        entries = entries.with_env(entries.env(cr=cr))
        yield from entries._export(domain, file_format)
