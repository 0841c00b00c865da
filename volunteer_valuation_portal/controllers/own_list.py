from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import MissingError
from odoo.http import request
from odoo.tools import format_date

from odoo.addons.volunteer_valuation.tools.durations import format_duration

from .pages import attempt, read_id, read_text, show_page

ASKED = ("state", "year", "company_id", "project_id", "search", "group")


class OwnList(http.Controller):
    """The page of one's own time, and confirming the drafts on it."""

    @http.route(
        ["/my/volunteering", "/my/volunteering/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def show_own_list(self, page=1, **asked):
        """Show one's own time: totals, a picture of the year, and the list."""
        return self._show(asked, page, notice=self._describe_done(asked.get("done")))

    @http.route(
        "/my/volunteering/confirm",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def confirm_drafts(self, **_form):
        """Send one's own drafts: each ``entry_id`` that the form holds."""
        told = request.httprequest.form.getlist("entry_id")
        ids = [read_id({"entry_id": text}, "entry_id") for text in told]
        entries = request.env["volunteer.time.entry"]
        try:
            drafts = entries._find_own_drafts(ids)
        except MissingError:
            raise NotFound() from None
        with attempt() as tried:
            drafts.action_submit()
        if tried.problem:
            return self._show({}, problem=tried.problem)
        return request.redirect("/my/volunteering?done=confirmed")

    def _show(self, asked, page=1, **messages):
        texts = {name: read_text(asked, name) for name in ASKED}
        entries = request.env["volunteer.time.entry"]
        return show_page(
            "own_list",
            format_duration=format_duration,
            format_month=lambda day: format_date(request.env, day, date_format="LLLL"),
            **entries._find_own_list(texts, page),
            **messages,
        )

    def _describe_done(self, done):
        """What has just been done elsewhere, one sentence, for words that are known."""
        return {
            "drafted": request.env._(
                "The drafts are ready: look at them, then confirm."
            ),
            "confirmed": request.env._("Thank you: your drafts are confirmed."),
            "deleted": request.env._("The entry is deleted."),
        }.get(done)
