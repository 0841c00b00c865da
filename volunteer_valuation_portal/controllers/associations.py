from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import MissingError
from odoo.http import request

from .links import JOINING
from .pages import attempt, read_text, show_page

ASSOCIATIONS = "/my/volunteering/associations"
ASSOCIATION = f"{ASSOCIATIONS}/<int:company_id>"
WORD_LENGTH = 2000


class Associations(http.Controller):
    """The associations one is in, and those that one may ask to join."""

    @http.route(
        ASSOCIATIONS,
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def show_associations(self, done=None, **query):
        """One's own, and those that take people in."""
        return show_all(notice=describe_done(done))

    @http.route(
        ASSOCIATION,
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def show_association(self, company_id, **query):
        """The words of one association, and the form to ask."""
        return show_page("association", association=find_joinable(company_id))

    @http.route(ASSOCIATION, type="http", auth="user", website=True, methods=["POST"])
    def ask_to_join(self, company_id, **form):
        """Ask, with a word; who has asked already is told the same."""
        engagements = request.env["volunteer.engagement"]
        own = engagements._get_own().filtered(lambda e: e.company_id.id == company_id)
        if own.state not in ("requested", "active"):
            association = find_joinable(company_id)
            engagements._ask_to_join(association, read_text(form, "word", WORD_LENGTH))
        return redirect_done("asked")

    @http.route(
        f"{ASSOCIATION}/leave", type="http", auth="user", website=True, methods=["POST"]
    )
    def leave(self, company_id, **form):
        """Leave, or take one's request back; the page has asked before."""
        engagement = find_own(company_id)
        done = "withdrawn" if engagement.state == "requested" else "left"
        with attempt() as tried:
            engagement._leave()
        if tried.problem:
            return show_all(problem=tried.problem)
        return redirect_done(done)

    @http.route(
        f"{ASSOCIATION}/reminder",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def switch_reminder(self, company_id, **form):
        """Ask for a monthly reminder, or for none any more."""
        engagement = find_own(company_id)
        is_on = "on" in form
        engagement._set_reminder(is_on)
        return redirect_done("reminder_on" if is_on else "reminder_off")


def show_all(**messages):
    entries = request.env["volunteer.time.entry"]
    engagements = request.env["volunteer.engagement"]._get_own()
    offered = entries._get_offered_associations()
    return show_page(
        "associations",
        engagements=engagements.sorted(
            lambda e: (e.state == "ended", e.company_id.name)
        ),
        workplaces=offered - engagements.company_id,
        joinable=engagements._get_joinable_associations(get_joining_link()),
        **messages,
    )


def find_joinable(company_id):
    """An association that one may ask to join.

    :raises NotFound: alike for those that take nobody in and for what does not exist
    """
    engagements = request.env["volunteer.engagement"]
    try:
        return engagements._find_joinable(company_id, get_joining_link())
    except MissingError:
        raise NotFound() from None


def find_own(company_id):
    """One's own engagement in an association.

    :raises NotFound: alike for associations one is not in and for what does not exist
    """
    try:
        return request.env["volunteer.engagement"]._find_own(company_id)
    except MissingError:
        raise NotFound() from None


def get_joining_link():
    """The link that this visitor opened last to join an association, if any."""
    links = request.env["volunteer.link"].sudo()
    return links.browse(request.session.get(JOINING) or []).exists()


def redirect_done(done):
    return request.redirect(f"{ASSOCIATIONS}?done={done}")


def describe_done(done):
    """The sentence for a word of the address; none for words that we do not know."""
    env = request.env
    match done:
        case "asked":
            return env._(
                "Your request is sent. You get a mail as soon as somebody has answered."
            )
        case "withdrawn":
            return env._("You took your request back.")
        case "left":
            return env._("You have left. The time you gave stays counted: thank you.")
        case "reminder_on":
            return env._(
                "You get a reminder at the end of a month in which you declared nothing."
            )
        case "reminder_off":
            return env._("You get no more reminders.")
