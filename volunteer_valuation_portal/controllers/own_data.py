import logging

from odoo import fields, http
from odoo.http import content_disposition, request
from odoo.tools import format_date

from odoo.addons.volunteer_valuation.controllers.time_export import (
    CONTENT_TYPES,
    stream_time,
)

from .pages import attempt, show_page

_logger = logging.getLogger(__name__)

PRIVACY = "/my/volunteering/privacy"
ERASE = f"{PRIVACY}/erase"
ERASED = "/volunteering/erased"


class OwnData(http.Controller):
    """One's own data: who sees it and how long, taking it away, and being forgotten."""

    @http.route(
        "/my/volunteering/export/<any(csv, xlsx, json):file_format>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def export(self, file_format, **query):
        """All of one's own time, in every association, as a file that can be imported again."""
        entries = request.env["volunteer.time.entry"]
        today = fields.Date.context_today(entries)
        name = request.env._("My Volunteer Time %(day)s", day=today)
        _logger.info("User %s takes their own time away", request.env.uid)
        return request.make_response(
            stream_time(entries.sudo(), entries._get_own_domain(), file_format),
            headers=[
                ("Content-Type", CONTENT_TYPES[file_format]),
                ("Content-Disposition", content_disposition(f"{name}.{file_format}")),
                ("Cache-Control", "no-store"),
            ],
        )

    @http.route(
        PRIVACY, type="http", auth="user", website=True, readonly=True, methods=["GET"]
    )
    def privacy(self, done=None, **query):
        """Who sees what, how long it is kept, and what one may do about it."""
        notice = None
        if done == "erased":
            notice = request.env._("Your name is erased, as told before.")
        return show_page("own_data", notice=notice, **describe_keeping())

    @http.route(
        ERASE, type="http", auth="user", website=True, readonly=True, methods=["GET"]
    )
    def ask(self, **query):
        """What erasing would do, in numbers, and the form that does it."""
        return show_page("own_data_erase", closes_account=True, **describe_keeping())

    @http.route(ERASE, type="http", auth="user", website=True, methods=["POST"])
    def erase(self, **form):
        """Erase, where it is confirmed; portal users who close their account are signed out."""
        closes_account = bool(form.get("close_account")) and request.env.user.share
        if not form.get("confirmed"):
            return show_page(
                "own_data_erase",
                problem=request.env._(
                    "Nothing is erased yet: tick the box that confirms it first."
                ),
                closes_account=closes_account,
                **describe_keeping(),
            )
        with attempt() as tried:
            request.env["volunteer.time.entry"]._forget_own(closes_account)
        if tried.problem:
            return show_page(
                "own_data_erase",
                problem=tried.problem,
                closes_account=closes_account,
                **describe_keeping(),
            )
        if closes_account:
            request.session.logout(keep_db=True)
            return request.redirect(ERASED, 303)
        return request.redirect(f"{PRIVACY}?done=erased", 303)

    @http.route(
        ERASED, type="http", auth="public", website=True, readonly=True, methods=["GET"]
    )
    def erased(self, **query):
        """A plain word for those who have just closed their account."""
        return show_page("own_data_erased")


def describe_keeping():
    """What the pages tell: associations with their terms, and what erasing would do in each."""
    env = request.env
    foreseen = env["volunteer.time.entry"]._foresee_forgetting_own()
    companies = (
        env["res.company"].sudo().browse(numbers["company_id"] for numbers in foreseen)
    )
    return {
        "associations": [
            {
                **numbers,
                "company": company,
                "kept_until": numbers["kept_until"]
                and format_date(env, numbers["kept_until"]),
            }
            for numbers, company in zip(foreseen, companies, strict=True)
        ],
        "organisation": env.user.partner_id.sudo()._get_represented_organisation(),
        "is_portal_user": env.user.share,
        "decides": env.user.has_group("volunteer_valuation.group_volunteer_approver"),
    }
