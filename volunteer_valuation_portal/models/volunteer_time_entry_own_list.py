from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import MissingError
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.sql import escape_psql

from odoo.addons.portal.controllers.portal import pager

from ..tools.own_totals import Sum

PAGE = 20
ADDRESS = "/my/volunteering"
SEARCHED_FIELDS = ("name", "description", "activity_id.name", "project_id.name")


class Grouping(NamedTuple):
    """How a list may be grouped: what its sums are by, and the order that follows."""

    spec: str
    order: str


GROUPINGS = {
    "month": Grouping("date:month", "date desc, id desc"),
    "association": Grouping("company_id", "company_id, date desc, id desc"),
    "project": Grouping("project_id", "project_id, date desc, id desc"),
    # What is still open comes first.
    "state": Grouping("state", "state desc, date desc, id desc"),
}


class OwnGroup(NamedTuple):
    """Entries of one page that belong together; the sum is that of all pages."""

    label: str
    sum: Sum
    entries: models.Model


class VolunteerTimeEntry(models.Model):
    """The list of one's own time: filtered, searched, grouped, page by page.

    What is asked for and cannot be chosen is left out: an address that somebody mistyped,
    or made up, shows one's own time all the same.
    """

    _inherit = "volunteer.time.entry"

    @api.model
    def _find_own_list(self, asked, page=1):
        """What the page of one's own time shows.

        :param dict asked: texts: ``search``, and what is chosen for ``state``, ``year``,
            ``company_id``, ``project_id`` and ``group``
        :param int page: from 1; beyond the last page is the last page
        """
        totals = self._read_own_totals()
        choices = self._prepare_own_choices(totals)
        chosen = {
            name: asked[name]
            for name, options in choices.items()
            if asked.get(name) in dict(options)
        }
        if asked.get("search"):
            chosen["search"] = asked["search"]
        year = int(chosen.get("year", 0))
        return {
            "choices": choices,
            "chosen": chosen,
            "chosen_words": [
                dict(choices.get(name, ())).get(value, value)
                for name, value in chosen.items()
            ],
            "is_filtered": bool(chosen.keys() - {"group"}),
            **self._prepare_own_overview(totals, year),
            **self._read_own_page(chosen, page),
        }

    @api.model
    def _prepare_own_choices(self, totals):
        """What can be chosen: values and labels, texts both."""
        associations = {company for company, _person in totals.places}
        rows = self.sudo()._read_group(self._get_own_domain(), ["project_id"])
        projects = [project for (project,) in rows if project]
        return {
            "state": list(self._get_state_words().items()),
            "year": [(str(year), str(year)) for year in totals.years],
            "company_id": sorted(
                [(str(company.id), company.name) for company in associations],
                key=lambda choice: choice[1],
            ),
            "project_id": [(str(p.id), p.name) for p in projects],
            "group": [
                ("month", self.env._("By month")),
                ("association", self.env._("By association")),
                ("project", self.env._("By project")),
                ("state", self.env._("By state")),
            ],
        }

    @api.model
    def _read_own_page(self, chosen, page):
        entries = self.sudo()
        domain = self._prepare_own_domain(chosen)
        count = entries.search_count(domain)
        pages = pager(ADDRESS, count, page, PAGE, url_args=chosen)
        grouping = GROUPINGS.get(chosen.get("group"))
        shown = entries.search(
            domain,
            order=grouping and grouping.order,
            limit=PAGE,
            offset=pages["offset"],
        )
        return {
            "count": count,
            "pager": pages,
            "entries": shown,
            "groups": grouping and shown._group_own(grouping.spec, domain),
            "drafts": shown.filtered(lambda entry: entry.state == "draft"),
        }

    @api.model
    def _prepare_own_domain(self, chosen):
        """One's own time as chosen; all values are among the choices."""
        domain = Domain(self._get_own_domain())
        if "state" in chosen:
            domain &= Domain("state", "=", chosen["state"])
        if "year" in chosen:
            year = int(chosen["year"])
            domain &= Domain("date", ">=", date(year, 1, 1))
            domain &= Domain("date", "<=", date(year, 12, 31))
        for name in chosen.keys() & {"company_id", "project_id"}:
            domain &= Domain(name, "=", int(chosen[name]))
        if "search" in chosen:
            words = escape_psql(chosen["search"])
            domain &= Domain.OR(
                Domain(name, "ilike", words) for name in SEARCHED_FIELDS
            )
        return domain

    def _group_own(self, spec, domain):
        """These entries, in their order, as groups with the sums of ``domain``."""
        sums = {}
        by_state = list(dict.fromkeys([spec, "state"]))
        for key, *states, hours in self._read_group(
            domain, by_state, ["total_hours:sum"]
        ):
            sums.setdefault(key, Sum()).add(*states or [key], hours)
        return [
            OwnGroup(self._describe_own_group(spec, key), sums[key], same)
            for key, same in self.grouped(
                lambda entry: entry._get_own_group(spec)
            ).items()
        ]

    def _get_own_group(self, spec):
        return self.date.replace(day=1) if spec == "date:month" else self[spec]

    @api.model
    def _describe_own_group(self, spec, key):
        match spec:
            case "date:month":
                return format_date(self.env, key, date_format="LLLL y")
            case "state":
                return self._get_state_words()[key]
            case _:
                return key.name or self.env._("No project")

    @api.model
    def _find_own_drafts(self, ids):
        """One's own drafts among these entries; others of one's own are further on already.

        :raises MissingError: where one of them is not one's own
        """
        entries = self.sudo().search([("id", "in", ids), *self._get_own_domain()])
        if not ids or len(entries) < len(set(ids)):
            raise MissingError(self.env._("This entry was not found."))
        return entries.filtered(lambda entry: entry.state == "draft")
