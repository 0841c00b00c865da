from datetime import date, timedelta

from odoo import http
from odoo.http import request
from odoo.tools import format_date

from odoo.addons.volunteer_valuation.tools.cells import CellProblem

from ..models.volunteer_time_entry_repeating_own import MOST_DAYS
from ..tools.weekly import list_weekdays
from .entry import find_own
from .entry_form import describe_day_problem, get_today, read_day
from .pages import attempt, read_id, read_text, show_page

SERIES = "/my/volunteering/series"


class Series(http.Controller):
    """The same time every week: the days are proposed, and become drafts to confirm."""

    @http.route(
        SERIES, type="http", auth="user", website=True, readonly=True, methods=["GET"]
    )
    def propose(self, **query):
        """Ask which days, and propose them: of the entry ``again``, or else of the last."""
        if "again" in query:
            return self._show(find_own(read_id(query, "again") or 0), query)
        entries = request.env["volunteer.time.entry"]
        entry = entries._find_last_own(entries._get_offered_associations())
        if not entry:
            return request.redirect("/my/volunteering/new")
        return self._show(entry, query)

    @http.route(SERIES, type="http", auth="user", website=True, methods=["POST"])
    def draft(self, **form):
        """Make a draft of each day that is ticked: each ``date`` that the form holds."""
        entry = find_own(read_id(form, "again") or 0)
        told = request.httprequest.form.getlist("date")[: MOST_DAYS + 1]
        try:
            days = sorted(
                {read_day(read_text({"date": text}, "date")) for text in told}
            )
        except CellProblem as problem:
            return self._show(entry, form, describe_day_problem(problem.text))
        with attempt() as tried:
            entry._repeat_own(
                days, read_text(form, "late_reason"), read_text(form, "opened")
            )
        if tried.problem:
            return self._show(entry, form, tried.problem, days)
        return request.redirect("/my/volunteering?state=draft&done=drafted")

    def _show(self, entry, asked, problem=None, ticked=None):
        """The page: what is asked, and the days that follow from it.

        :param ticked: the days chosen already; all that are not declared by default
        """
        today = get_today(entry.company_id)
        values = read_series(asked, entry, today)
        days, not_understood = find_days(values, entry, today)
        declared = entry._find_repeated_days(days)
        if ticked is None:
            ticked = set(days) - declared
        return show_page(
            "series",
            entry=entry,
            values=values,
            problem=problem or not_understood,
            opened=request.env.cr.now().isoformat(),
            weekdays=[(str(n), name_weekday(n)) for n in range(7)],
            days=[
                (day, format_date(request.env, day, date_format="full"), day in ticked)
                for day in days
            ],
            declared=declared,
            is_late=entry._has_booked_day(entry.company_id, days),
        )


def read_series(asked, entry, today):
    """What is asked, as the texts of the form: by default the last weeks until today."""
    weekday = read_text(asked, "weekday")
    if weekday not in [str(n) for n in range(7)]:
        weekday = str(entry.date.weekday())
    return {
        "weekday": weekday,
        "from": read_text(asked, "from") or (today - timedelta(weeks=4)).isoformat(),
        "until": read_text(asked, "until") or today.isoformat(),
        "late_reason": read_text(asked, "late_reason"),
    }


def find_days(values, entry, today):
    """The days that follow from what is asked, or the sentence why there are none."""
    env = request.env
    bounds = []
    for name in ("from", "until"):
        try:
            bounds.append(read_day(values[name]))
        except CellProblem:
            return [], describe_day_problem(values[name])
    first, last = bounds
    if last > today:
        return [], env._(
            "Time is declared once it is given: %(day)s is still to come.",
            day=format_date(env, last),
        )
    if last < first:
        return [], env._("The last day comes before the first one.")
    if last - first > timedelta(days=366):
        return [], env._("Choose one year at most.")
    days = list_weekdays(int(values["weekday"]), first, last)
    return days, None if days else env._("There is no such day between these two.")


def name_weekday(number):
    """Monday to Sunday, in the language of the person."""
    a_monday = date(2024, 1, 1)
    day = a_monday + timedelta(days=number)
    return format_date(request.env, day, date_format="EEEE")
