"""The form of one time entry: what it offers, and what people wrote into it.

Shared by all pages that declare or change time; the template is ``entry_fields``.
"""

from datetime import timedelta

from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.http import request
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from odoo.addons.volunteer_valuation.tools.cells import (
    CellProblem,
    read_count,
    read_date,
    read_number,
)
from odoo.addons.volunteer_valuation.tools.durations import (
    format_duration,
    parse_duration,
)

from ..models.volunteer_time_entry_declaring_own import LONGEST, OWN_FIELDS
from .pages import read_id, read_text

# The fields of the form, and how long a text each takes.
LIMITS = LONGEST | {
    "date": 20,
    "hours": 30,
    "company_id": 9,
    "headcount": 9,
    "is_estimate": 1,
    "project_id": 9,
    "activity_id": 9,
    "date_end": 20,
    "distance": 20,
}
CHOICE_LENGTH = 40


# ------------------------------------------------------------------
# What is shown
# ------------------------------------------------------------------
def prepare_offer(person, association, associations=None, entry=None, values=None):
    """What the form lets people choose from, for ``entry_fields``.

    :param person: whose time it is; may be nobody
    :param association: the one that the time is for
    :param associations: those to choose from, where there are several
    :param entry: the entry that is changed: what it holds stays on offer
    :param dict values: the texts that the form shows
    """
    entries = request.env["volunteer.time.entry"].sudo()
    entry = entry if entry is not None else entries
    values = values or {}
    offer = {
        "association": association,
        "associations": associations or association,
        "projects": entries._get_offered_projects(association) | entry.project_id,
        "activities": entries._get_offered_activities(association) | entry.activity_id,
        "organisation": person and person.sudo()._get_represented_organisation(),
        "shortcuts": _prepare_shortcuts(association),
        "limits": LIMITS,
        "choices": person and entries._get_offered_choices(person, association),
        "is_late": _is_late(values.get("date"), association),
        "is_open": bool(values.get("date_end") or values.get("description")),
    }
    return offer | {"summary": _summarise(values, offer)}


def get_added_fields():
    """The fields that other addons add to the form: a choice of a few each."""
    return request.env["volunteer.time.entry"]._get_own_fields() - OWN_FIELDS


def _is_late(text, association):
    """Whether a day lies in a period that is booked, so that a reason is needed."""
    try:
        day = read_day(text)
    except CellProblem:
        return False
    entries = request.env["volunteer.time.entry"].sudo()
    return entries.new({"date": day, "company_id": association.id}).is_late


def _summarise(values, offer):
    """What the folded details hold, in a few words."""
    chosen = [
        record.name
        for name, offered in (("project_id", "projects"), ("activity_id", "activities"))
        for record in offer[offered]
        if str(record.id) == values.get(name)
    ]
    if distance := values.get("distance"):
        chosen.append(request.env._("%(distance)s km", distance=distance))
    return " · ".join(chosen)


def _prepare_shortcuts(association):
    """The days that most time is given on, each with its ISO date."""
    today = get_today(association)
    week_ago = today - timedelta(weeks=1)
    weekday = format_date(request.env, week_ago, date_format="EEEE")
    last = request.env._("Last %(weekday)s", weekday=weekday)
    return [
        (request.env._("Today"), today.isoformat()),
        (request.env._("Yesterday"), (today - timedelta(days=1)).isoformat()),
        # Some languages begin with the weekday, and write it small.
        (last[:1].upper() + last[1:], week_ago.isoformat()),
    ]


def get_today(association):
    """Today where the person who fills in the form is."""
    entries = request.env["volunteer.time.entry"].sudo()
    return entries.new({"company_id": association.id})._get_today()


def find_association(form, associations):
    """The association that a form tells, among those that it offers.

    :raises NotFound: alike for one that is not offered and one that does not exist
    """
    if not read_text(form, "company_id"):
        return associations[0]
    association = associations.filtered(
        lambda association: association.id == read_id(form, "company_id")
    )
    if not association:
        raise NotFound()
    return association


def read_typed(form, association):
    """All that people typed, as it is shown to them again."""
    limits = LIMITS | dict.fromkeys(get_added_fields(), CHOICE_LENGTH)
    typed = {name: read_text(form, name, limit) for name, limit in limits.items()}
    # One of the days offered beside the field.
    typed["date"] = read_text(form, "shortcut", LIMITS["date"]) or typed["date"]
    offered_for = read_text(form, "offered_for")
    if offered_for and offered_for != str(association.id):
        # They chose another association since: these were offered for the one before.
        typed |= {"project_id": "", "activity_id": ""}
    return typed


def show_entry(entry):
    """An entry as the texts of the form."""
    env = entry.env
    return {
        "name": entry.name or "",
        "date": fields.Date.to_string(entry.date) or "",
        "hours": format_duration(entry.hours),
        "company_id": str(entry.company_id.id or ""),
        "headcount": str(entry.headcount) if entry.partner_id.is_company else "",
        "is_estimate": "1" if entry.is_estimate else "",
        "late_reason": entry.late_reason or "",
        "project_id": str(entry.project_id.id or ""),
        "activity_id": str(entry.activity_id.id or ""),
        "date_end": fields.Date.to_string(entry.date_end) or "",
        "distance": _show_number(env, entry.distance) if entry.distance else "",
        "description": entry.description or "",
    } | {name: entry[name] or "" for name in get_added_fields()}


def _show_number(env, number):
    return f"{number:g}".replace(".", get_lang(env).decimal_point)


# ------------------------------------------------------------------
# What is read
# ------------------------------------------------------------------
def read_entry_form(form, association):
    """Values of an entry from what people typed; rights and guards come after.

    ``headcount``, and what other addons add, are among them only where they are told.

    :return: the values, and the sentence on what is not understood, or None
    """
    typed = read_typed(form, association)
    vals = {
        "name": typed["name"],
        "description": typed["description"],
        "late_reason": typed["late_reason"],
        "is_estimate": bool(typed["is_estimate"]),
        "company_id": association.id,
    } | {name: typed[name] for name in get_added_fields() if typed[name]}
    readers = {
        "date": _read_day,
        "date_end": _read_last_day,
        "hours": _read_hours,
        "distance": _read_distance,
        "headcount": _read_headcount,
        "project_id": _read_choice,
        "activity_id": _read_choice,
    }
    for name, read in readers.items():
        if name == "headcount" and not typed[name]:
            continue
        try:
            vals[name] = read(typed, name, association)
        except (CellProblem, ValueError):
            return vals, _describe_problem(name, typed[name])
    return vals, None


def read_day(text):
    """A day, also as people write it: old phones show a plain field for it.

    :raises CellProblem: where it is none
    """
    return read_date("date", text, get_lang(request.env).date_format)


def _read_day(typed, name, association):
    return read_day(typed[name])


def _read_last_day(typed, name, association):
    return bool(typed[name]) and _read_day(typed, name, association)


def _read_hours(typed, name, association):
    if not typed[name]:
        return 0.0
    return parse_duration(typed[name], association.sudo().volunteer_day_hours)


def _read_distance(typed, name, association):
    if not typed[name]:
        return 0.0
    return read_number(name, typed[name].lower().removesuffix("km"))


def _read_headcount(typed, name, association):
    return read_count(name, typed[name])


def _read_choice(typed, name, association):
    if not typed[name]:
        return False
    choice = read_id(typed, name)
    if choice is None:
        raise ValueError(typed[name])
    return choice


def _describe_problem(name, text):
    env = request.env
    match name:
        case "date" | "date_end" if not text:
            return env._("Tell on which day it was.")
        case "date" | "date_end":
            return describe_day_problem(text)
        case "hours":
            return env._(
                "“%(text)s” is not understood: write how long it took as 2h30, 2:30, "
                "2.5 or 150 min.",
                text=text,
            )
        case "distance":
            return env._(
                "“%(text)s” is not understood: write the distance as a number of "
                "kilometres.",
                text=text,
            )
        case "headcount":
            return env._(
                "“%(text)s” is not understood: write how many people they were as a "
                "number.",
                text=text,
            )
        case _:
            return env["volunteer.time.entry"].sudo()._describe_not_understood(name)


def describe_day_problem(text):
    """The sentence on a day that is not understood: how to write one."""
    return request.env._(
        "“%(text)s” is not understood: write the day as %(example)s.",
        text=text,
        example=format_date(request.env, fields.Date.today()),
    )
