"""Pages for people without an account: who knows a token may use it, and no more.

The token is the right: these pages act as a visitor, whoever is signed in. Whatever is wrong
with a token, the answer is the same, after the same work.
"""

from odoo import http
from odoo.http import request

from .entry_form import get_today, prepare_offer, read_entry_form, read_typed
from .pages import attempt, read_text, show_page

# No token is that short, and other pages stand at shorter addresses.
ADDRESS = "/volunteering/<string(minlength=10):token>"
NAME_LENGTH = 100
# The entry that was declared last, to tell once what was understood.
TOLD = "volunteer_link_entry_id"
# The link to join by that was opened last: its association is offered beside those listed.
JOINING = "volunteer_joining_link_id"
PRIVATE = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


class Links(http.Controller):
    @http.route(ADDRESS, type="http", auth="public", website=True, methods=["GET"])
    def open_link(self, token, done="", **query):
        """What this link is for: to declare, or to join."""
        link, refusal = _find_link(token)
        if refusal:
            return refusal
        _note(link, "opened")
        if link.kind == "joining":
            return _show_joining(link)
        if done == "sent" and (told := _find_told(link)):
            return _show(
                "link_thanks", link=link, token=token, notice=told._describe_next_step()
            )
        values = {
            "date": get_today(link.company_id).isoformat(),
            "project_id": str(link.project_id.id or ""),
            "activity_id": str(link.activity_id.id or ""),
        }
        return _show_form(link, token, values)

    @http.route(ADDRESS, type="http", auth="public", website=True, methods=["POST"])
    def declare_by_link(self, token, **form):
        """Declare what was filled in, or only choose a day."""
        link, refusal = _find_link(token)
        if refusal:
            return refusal
        if link.kind == "joining":
            return _show_joining(link)
        if request.env["volunteer.link.use"]._declares_too_often(link):
            return _show("link_busy", status=429)
        association = link.company_id
        values = read_typed(form, association)
        values["declared_by"] = read_text(form, "declared_by", NAME_LENGTH)
        if "shortcut" in form:
            return _show_form(link, token, values)
        vals, problem = read_entry_form(form, association)
        if not problem:
            with attempt() as tried:
                entry = link._declare_time(
                    vals, values["declared_by"], read_text(form, "opened")
                )
            problem = tried.problem
        if problem:
            _note(link, "refused")
            return _show_form(link, token, values, problem=problem)
        _note(link, "declared")
        request.session[TOLD] = entry.id
        return request.redirect(f"/volunteering/{token}?done=sent")

    # No CSRF token: mail programs ask so when people end reminders there (RFC 8058).
    @http.route(
        f"{ADDRESS}/stop",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        csrf=False,
    )
    def stop_reminders(self, token, **form):
        """End the reminders of this person: one click, also once the link has expired."""
        return _switch_reminders(token, on=False)

    @http.route(
        f"{ADDRESS}/resume", type="http", auth="public", website=True, methods=["POST"]
    )
    def resume_reminders(self, token, **form):
        """Take the reminders up again: the way back from ``stop_reminders``."""
        return _switch_reminders(token, on=True)


# ------------------------------------------------------------------
# Finding
# ------------------------------------------------------------------
def _find_link(token, issued=False):
    """The open link of a token, and None; or no link, and the answer that refuses it.

    :param bool issued: also one that is not open, but was not revoked
    """
    links = request.env["volunteer.link"]
    uses = request.env["volunteer.link.use"]
    if uses._guesses_too_often(_get_address()):
        return links, _show("link_busy", status=429)
    link = links._find_issued(token) if issued else links._find_by_token(token)
    if link:
        return link, None
    _note(link, "unknown")
    # Not raised: an error would undo the note.
    return link, _show("link_unknown", status=404)


def _find_told(link):
    """The entry that this visitor has just declared by this link, or none."""
    entries = link.env["volunteer.time.entry"]
    entry_id = request.session.get(TOLD)
    return entries.search([("id", "=", entry_id), ("link_id", "=", link.id)])


def _note(link, outcome):
    request.env["volunteer.link.use"]._note(link, _get_address(), outcome)


def _get_address():
    return request.httprequest.remote_addr


# ------------------------------------------------------------------
# Answering
# ------------------------------------------------------------------
def _show(template, status=200, **values):
    response = show_page(template, status=status, **values)
    response.headers.update(PRIVATE)
    return response


def _show_form(link, token, values, problem=None):
    offer = prepare_offer(None, link.company_id, values=values)
    offer["projects"] |= link.project_id
    offer["activities"] |= link.activity_id
    return _show(
        "link_declare",
        link=link,
        token=token,
        values=values,
        offer=offer,
        problem=problem,
        opened=request.env.cr.now().isoformat(),
    )


def _show_joining(link):
    request.session[JOINING] = link.id
    users = request.env["res.users"]
    return _show(
        "link_joining",
        link=link,
        is_visitor=request.env.user._is_public(),
        may_sign_up=users._get_signup_invitation_scope() == "b2c",
    )


def _switch_reminders(token, on):
    link, refusal = _find_link(token, issued=True)
    if refusal:
        return refusal
    if not link.engagement_id:
        _note(link.browse(), "unknown")
        return _show("link_unknown", status=404)
    link.engagement_id._set_reminder(on)
    _note(link, "resumed" if on else "stopped")
    return _show("link_reminders", link=link, token=token, is_on=on)
