from odoo import http
from odoo.http import request

from .entry import find_own
from .entry_form import (
    find_association,
    get_today,
    prepare_offer,
    read_entry_form,
    read_typed,
    show_entry,
)
from .pages import attempt, read_id, read_text, show_page

# What is usually the same as last time.
USUAL = ("project_id", "activity_id", "distance")
# What belongs to the day itself, and is told anew when an entry is repeated.
OF_THE_DAY = ("date_end", "late_reason")


class Declare(http.Controller):
    """Declaring one's own time: three answers, and one tap."""

    @http.route(
        "/my/volunteering/new",
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def new(self, **query):
        """The form, as usual or filled from the entry ``again``."""
        entries = request.env["volunteer.time.entry"]
        associations = entries._get_offered_associations()
        if not associations:
            return show_page("declare_nowhere")
        if "again" in query:
            entry = find_own(read_id(query, "again") or 0)
            unchanged = show_entry(entry).keys() - {*OF_THE_DAY}
        else:
            entry = entries._find_last_own(associations)
            unchanged = USUAL
        usual = entry.company_id & associations
        association = usual or associations[0]
        values = {"date": get_today(association).isoformat()}
        if usual:
            shown = show_entry(entry)
            values = {name: shown[name] for name in unchanged} | values
        return self._show_form(values, association, associations, last=entry)

    @http.route(
        "/my/volunteering/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def declare(self, **form):
        """Send what was filled in, or only choose a day or an association."""
        entries = request.env["volunteer.time.entry"]
        associations = entries._get_offered_associations()
        if not associations:
            return show_page("declare_nowhere")
        association = find_association(form, associations)
        typed = read_typed(form, association)
        if "shortcut" in form or "change" in form:
            return self._show_form(typed, association, associations)
        vals, problem = read_entry_form(form, association)
        if not problem:
            with attempt() as tried:
                entry = entries._declare_own(vals, read_text(form, "opened"))
            if not (problem := tried.problem):
                return request.redirect(f"/my/volunteering/{entry.id}?done=sent")
        return self._show_form(typed, association, associations, problem)

    def _show_form(self, values, association, associations, problem=None, last=None):
        person = request.env.user.partner_id
        return show_page(
            "declare",
            values=values,
            problem=problem,
            last=last,
            opened=request.env.cr.now().isoformat(),
            offer=prepare_offer(person, association, associations, values=values),
        )
