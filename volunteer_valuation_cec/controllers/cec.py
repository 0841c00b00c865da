from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import MissingError, UserError
from odoo.http import request

from odoo.addons.volunteer_valuation.tools.durations import (
    format_duration,
    parse_duration,
)
from odoo.addons.volunteer_valuation_portal.controllers.pages import (
    attempt,
    read_id,
    read_text,
    show_page,
)

PAGE = "/my/cec"
YEAR = f"{PAGE}/<int:year>"
READING = {
    "type": "http",
    "auth": "user",
    "website": True,
    "readonly": True,
    "methods": ["GET"],
}
WRITING = {"type": "http", "auth": "user", "website": True, "methods": ["POST"]}


class Cec(http.Controller):
    """One's own compte d'engagement citoyen: where one stands, what was asked and attested."""

    @http.route(PAGE, **READING)
    def show_all(self, done=None, **query):
        """One's own declarations, and the years that can be started."""
        return show_all(notice=describe_done(done))

    @http.route(f"{PAGE}/start", **WRITING)
    def start(self, **form):
        """Start one's own declaration of a year: nobody else ever does."""
        with attempt() as tried:
            declaration = get_declarations()._start_own(read_id(form, "year"))
        if tried.problem:
            return show_all(problem=tried.problem)
        return request.redirect(f"{PAGE}/{declaration.year}")

    @http.route(f"{PAGE}/reminder", **WRITING)
    def switch_reminder(self, **form):
        """Ask for one mail in spring, or for none any more."""
        is_on = "on" in form
        get_declarations()._set_reminder(is_on)
        done = "reminder_on" if is_on else "reminder_off"
        return request.redirect(f"{PAGE}?done={done}", code=303)

    @http.route(YEAR, **READING)
    def show_year(self, year, done=None, **query):
        """Where one stands in that year."""
        return show_year(find_own(year), notice=describe_done(done))

    @http.route(f"{YEAR}/sheet", **READING)
    def show_sheet(self, year, **query):
        """What to type into Le Compte Bénévole, association by association."""
        return show_page(
            "volunteer_valuation_cec.portal_sheet",
            declaration=find_own(year),
            format_duration=format_duration,
        )

    @http.route(f"{YEAR}/refresh", **WRITING)
    def refresh(self, year, **form):
        """Count one's approved time anew."""
        return change(year, "refreshed", lambda own: own.action_refresh())

    @http.route(f"{YEAR}/ask", **WRITING)
    def ask(self, year, **form):
        """Ask the associations of this server to attest."""
        return change(year, "asked", lambda own: own.action_ask())

    @http.route(f"{YEAR}/elsewhere", **WRITING)
    def tell_elsewhere(self, year, **form):
        """Add what one gave to another association."""
        return change(
            year,
            "told",
            lambda own: own._tell_elsewhere(
                read_text(form, "association_name"),
                read_text(form, "rna", 20).upper().replace(" ", ""),
                read_hours(form),
            ),
            form,
        )

    @http.route(f"{YEAR}/remove", **WRITING)
    def remove_elsewhere(self, year, **form):
        """Take back what one told of another association."""
        own = find_own(year)
        try:
            own._find_elsewhere(read_id(form, "line_id")).unlink()
        except MissingError:
            raise NotFound() from None
        return redirect_done(year, "removed")

    @http.route(f"{YEAR}/about", **WRITING)
    def tell_about_oneself(self, year, **form):
        """Age, retirement, and whether associations see the sum of all hours."""
        return change(
            year,
            "kept",
            lambda own: own.write(
                {
                    "birthdate": read_day(form, "birthdate"),
                    "is_apprentice": "is_apprentice" in form,
                    "is_retired": "is_retired" in form,
                    "shows_total": "shows_total" in form,
                }
            ),
            form,
        )

    @http.route(f"{YEAR}/delete", **WRITING)
    def delete(self, year, **form):
        """Give the declaration up, unless something was attested."""
        own = find_own(year)
        with attempt() as tried:
            own.unlink()
        if tried.problem:
            return show_year(own, problem=tried.problem)
        return request.redirect(f"{PAGE}?done=deleted", code=303)


def get_declarations():
    return request.env["volunteer.cec.declaration"]


def find_own(year):
    """One's own declaration of that year.

    :raises NotFound: where there is none
    """
    try:
        return get_declarations()._find_own(year)
    except MissingError:
        raise NotFound() from None


def show_all(**messages):
    declarations = get_declarations()
    return show_page(
        "volunteer_valuation_cec.portal_declarations",
        declarations=declarations._get_own(),
        years=declarations._get_years_to_start(),
        wants_reminder=declarations._wants_reminder(),
        format_duration=format_duration,
        **messages,
    )


def show_year(declaration, **messages):
    return show_page(
        "volunteer_valuation_cec.portal_declaration",
        declaration=declaration,
        rule=declaration._get_rule(),
        today=fields.Date.context_today(declaration),
        format_duration=format_duration,
        **{"typed": {}, **messages},
    )


def change(year, done, act, form=None):
    """Let ``act`` change one's declaration; a refusal is told above what was typed."""
    own = find_own(year)
    with attempt() as tried:
        act(own)
    if tried.problem:
        return show_year(own, problem=tried.problem, typed=form or {})
    return redirect_done(year, done)


def read_hours(form):
    """The hours of a form, in any way that people write them.

    :raises UserError: where they cannot be understood
    """
    text = read_text(form, "hours", 20)
    try:
        return parse_duration(text)
    except ValueError:
        raise UserError(
            request.env._(
                "“%(text)s” is not understood: write hours like 120 or 87:30.",
                text=text,
            )
        ) from None


def read_day(form, name):
    """The day of a form, or none.

    :raises UserError: where it is no day
    """
    text = read_text(form, name, 10)
    try:
        return text and fields.Date.to_date(text)
    except ValueError:
        raise UserError(request.env._("“%(text)s” is not a date.", text=text)) from None


def redirect_done(year, done):
    return request.redirect(f"{PAGE}/{year}?done={done}", code=303)


def describe_done(done):
    """The sentence for a word of the address; none for words that we do not know."""
    env = request.env
    match done:
        case "refreshed":
            return env._("Your approved time is counted anew.")
        case "asked":
            return env._("You asked. You see here what each association answers.")
        case "told":
            return env._("The association is added.")
        case "removed":
            return env._("The association is taken out.")
        case "kept":
            return env._("This is noted.")
        case "reminder_on":
            return env._("You get one mail in spring if you have the hours, or nearly.")
        case "reminder_off":
            return env._("You get no more reminders.")
        case "deleted":
            return env._("The declaration is deleted.")
