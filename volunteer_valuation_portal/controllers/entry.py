from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import MissingError
from odoo.http import request

from ..models.volunteer_time_entry_commenting import MOST_CHARACTERS
from .entry_form import prepare_offer, read_entry_form, read_typed, show_entry
from .pages import attempt, read_text, show_page

ENTRY = "/my/volunteering/<int:entry_id>"


class Entry(http.Controller):
    """One entry of one's own: what it says, where it stands, and what one may do with it."""

    # ----- looking at it -----

    @http.route(
        ENTRY,
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def show(self, entry_id, done=None, **query):
        """One entry, and a word about what was just done with it."""
        entry = find_own(entry_id)
        return show_entry_page(entry, notice=describe_done(entry, done))

    # ----- changing it -----

    @http.route(
        f"{ENTRY}/edit",
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def edit(self, entry_id, **query):
        """The form, filled with what the entry holds."""
        entry = find_own(entry_id)
        if entry.is_booked:
            return request.redirect(entry._get_own_address())
        return show_form(entry, show_entry(entry))

    @http.route(
        f"{ENTRY}/edit",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def change(self, entry_id, **form):
        """Save what was changed, and send it: a draft if they say so, a correction always."""
        entry = find_own(entry_id)
        typed = read_typed(form, entry.company_id)
        if "shortcut" in form:
            return show_form(entry, typed)
        was_approved = entry.state == "approved"
        sends = "send" in form or entry.state == "refused"
        vals, problem = read_entry_form(form, entry.company_id)
        if problem:
            return show_form(entry, typed, problem)
        with attempt() as tried:
            changed = entry._change_own(keep_changes(entry, typed, vals))
            if sends:
                entry._submit_own()
        if tried.problem:
            return show_form(entry, typed, tried.problem)
        if sends:
            return show_done(entry, "sent")
        if was_approved and changed:
            return show_done(entry, "changed_approved")
        return show_done(entry, "changed" if changed else "unchanged")

    # ----- sending it, taking it back, deleting it -----

    @http.route(
        f"{ENTRY}/submit", type="http", auth="user", website=True, methods=["POST"]
    )
    def submit(self, entry_id, **form):
        """Send a draft, or refused time again."""
        return act(find_own(entry_id), "_submit_own", "sent")

    @http.route(
        f"{ENTRY}/withdraw", type="http", auth="user", website=True, methods=["POST"]
    )
    def withdraw(self, entry_id, **form):
        """Take sent time back to draft."""
        return act(find_own(entry_id), "_withdraw_own", "withdrawn")

    @http.route(
        f"{ENTRY}/delete", type="http", auth="user", website=True, methods=["POST"]
    )
    def delete(self, entry_id, **form):
        """Delete time that nobody approved; the page has asked before."""
        entry = find_own(entry_id)
        with attempt() as tried:
            entry._delete_own()
        if tried.problem:
            return show_entry_page(entry, problem=tried.problem)
        return request.redirect("/my/volunteering?done=deleted")

    # ----- talking about it -----

    @http.route(
        f"{ENTRY}/comment", type="http", auth="user", website=True, methods=["POST"]
    )
    def comment(self, entry_id, **form):
        """Tell something to those who look at this time."""
        entry = find_own(entry_id)
        # One more than is allowed: what is too long is refused, not cut.
        text = read_text(form, "body", MOST_CHARACTERS + 1)
        with attempt() as tried:
            entry._comment_own(text)
        if tried.problem:
            return show_entry_page(entry, problem=tried.problem, comment=text)
        return show_done(entry, "commented")


def find_own(entry_id):
    """One's own entry.

    :raises NotFound: alike for others' entries and for what does not exist
    """
    try:
        return request.env["volunteer.time.entry"]._find_own(entry_id)
    except MissingError:
        raise NotFound() from None


def act(entry, method, done):
    """Let the model do it; a refusal is told on the entry's page."""
    with attempt() as tried:
        getattr(entry, method)()
    if tried.problem:
        return show_entry_page(entry, problem=tried.problem)
    return show_done(entry, done)


def show_entry_page(entry, **values):
    return show_page("entry", entry=entry, most_characters=MOST_CHARACTERS, **values)


def show_done(entry, done):
    return request.redirect(f"{entry._get_own_address()}?done={done}")


def describe_done(entry, done):
    """The sentence for a word of the address; none for words that we do not know."""
    env = request.env
    match done:
        case "sent":
            return entry._describe_next_step()
        case "changed":
            return env._("Your change is saved.")
        case "changed_approved" if entry.state == "approved":
            return env._("Your change is saved, and approved already.")
        case "changed_approved":
            return env._(
                "Your change is saved. This time had been approved: somebody looks at it "
                "again."
            )
        case "unchanged":
            return env._("Nothing was changed.")
        case "withdrawn":
            return env._("You took this time back: it is a draft now.")
        case "commented":
            return env._("Your message is sent.")


# ----- the form -----


def show_form(entry, values, problem=None):
    offer = prepare_offer(
        entry.partner_id, entry.company_id, entry=entry, values=values
    )
    # Time of one person never becomes that of a group, nor the other way round.
    group = entry.partner_id if entry._is_group() else entry.partner_id.browse()
    return show_page(
        "entry_edit",
        entry=entry,
        values=values,
        problem=problem,
        offer=offer | {"organisation": group},
    )


def keep_changes(entry, typed, vals):
    """Of what was read, what differs from what the form showed.

    A form shows durations to the minute, and some fields not at all: reading them back
    would change time that nobody wanted to change.
    """
    shown = read_typed(show_entry(entry), entry.company_id)
    unasked = set() if entry._is_group() else {"is_estimate", "headcount"}
    return {
        name: value
        for name, value in vals.items()
        if name not in unasked and typed[name].splitlines() != shown[name].splitlines()
    }
