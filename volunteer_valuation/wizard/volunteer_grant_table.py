import base64
import csv
from decimal import Decimal
from itertools import zip_longest
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.tools import file_open, format_date
from odoo.tools.misc import formatLang

from ..report.volunteer_grant_table_xlsx import write_grant_table
from ..tools.grant_form import Contribution, FormLine, fill_side

FORM = "volunteer_valuation/data/template/grant_form-cerfa_12156.csv"
EMPTY = FormLine("", "")


class VolunteerGrantTable(models.TransientModel):
    """The block 86/87 of a grant application, as Cerfa 12156 prints it.

    For a whole association or one of its projects, beside the number of *bénévoles* and of
    *volontaires* and their full-time equivalents. Figures are those of the statement; the
    numbers are those of the form (CRC 99-01), told by each nature.
    """

    _name = "volunteer.grant.table"
    _description = "Grant Table of Contributions in Kind"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    has_branches = fields.Boolean(compute="_compute_has_branches")
    include_branches = fields.Boolean(
        compute="_compute_include_branches",
        store=True,
        readonly=False,
        precompute=True,
        help="Add up the branches of this association too.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        string="From",
        required=True,
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_to = fields.Date(
        string="To",
        required=True,
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
    )
    project_id = fields.Many2one(
        "project.project",
        check_company=True,
        help="Empty for the whole association.",
    )
    table = fields.Html(compute="_compute_table", sanitize=False)
    workbook = fields.Binary(compute="_compute_workbook")

    _dates_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The period ends before it starts."
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("company_id")
    def _compute_period(self):
        for grant in self:
            bookings = self.env["volunteer.valuation"].with_company(grant.company_id)
            grant.date_from, grant.date_to = bookings._default_period()

    @api.depends("company_id")
    def _compute_has_branches(self):
        for grant in self:
            grant.has_branches = len(grant._get_branches()) > 1

    @api.depends("company_id")
    def _compute_include_branches(self):
        """An association applies with its branches, where the user works for all of them."""
        for grant in self:
            grant.include_branches = grant._get_branches() <= self.env.user.company_ids

    @api.depends("company_id", "include_branches", "date_from", "date_to", "project_id")
    def _compute_table(self):
        for grant in self:
            grant.table = grant._is_complete() and self.env["ir.qweb"]._render(
                "volunteer_valuation.grant_table", grant._get_figures()
            )

    @api.depends("company_id", "include_branches", "date_from", "date_to", "project_id")
    def _compute_workbook(self):
        for grant in self:
            grant.workbook = base64.b64encode(write_grant_table(grant))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_download(self):
        """Download the same as a workbook.

        :raises AccessError: for anyone but managers and treasurers of the association
        """
        self.ensure_one()
        self._get_companies()
        query = urlencode(
            {"filename": f"{self._get_file_name()}.xlsx", "download": "true"}
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/workbook?{query}",
            "target": "self",
        }

    # ------------------------------------------------------------------
    # What the table tells
    # ------------------------------------------------------------------
    def _get_branches(self):
        """The association and all its branches, whoever works for them."""
        companies = self.env["res.company"].sudo()
        return companies.search([("id", "child_of", self.company_id._origin.ids)])

    def _get_companies(self):
        """The association, with its branches where it is wished, once the reader is checked.

        :raises AccessError: for anyone but managers and treasurers of all of them
        """
        companies = self.company_id._origin
        if self.include_branches:
            companies = self._get_branches()
        # Branches need not be among those that are switched on, but among one's own.
        statements = self.env["volunteer.statement"].with_context(
            allowed_company_ids=companies.ids
        )
        return statements._check_companies(companies.ids)

    def _get_figures(self):
        """Lines of both sides beside each other, their totals, and the people.

        :raises AccessError: for anyone but managers and treasurers of the association
        """
        statement = self.env["volunteer.statement"]._compute_statement(
            self._get_companies(),
            self.date_from,
            self.date_to,
            self.project_id.sudo() or None,
        )
        natures = statement["by_nature"]
        uses = self._fill_side("debit", natures)
        sources = self._fill_side("credit", natures)
        return {
            "currency": self.currency_id,
            "uses": uses,
            "sources": sources,
            "lines": list(zip_longest(uses, sources, fillvalue=EMPTY)),
            "total_uses": float(sum(line.amount for line in uses)),
            "total_sources": float(sum(line.amount for line in sources)),
            "people": self._get_people(statement),
            "notes": list(self._get_notes(statement)),
        }

    def _fill_side(self, side, natures):
        return fill_side(
            self._get_printed_lines(side),
            (
                Contribution(
                    nature[f"grant_{side}_code"] or "",
                    nature["name"],
                    Decimal(str(nature["amount"])),
                )
                for nature in natures
            ),
        )

    @api.model
    def _get_printed_lines(self, side):
        """The form's own lines of ``side``: {number: name}."""
        translated = f"name@{(self.env.lang or '').partition('_')[0]}"
        with file_open(FORM, "r") as file:
            return {
                row["code"]: row.get(translated) or row["name"]
                for row in csv.DictReader(file)
                if row["side"] == side
            }

    def _get_people(self, statement):
        """Number and full-time equivalents of both sorts of people: [(name, number, FTE)]."""
        unvalued = self.env["volunteer.valuation.rule"]._get_unvalued_ids(
            "volunteer.status"
        )
        hours = sum(
            row["hours"] for row in statement["by_status"] if row["id"] in unvalued
        )
        civic_fte = hours and statement["fte"] * hours / statement["hours"]
        return [
            (
                self.env._("Volunteers (bénévoles)"),
                statement["volunteers"],
                statement["fte"] - civic_fte,
            ),
            (
                self.env._("Volontaires (civic service…)"),
                statement["volontaires"],
                civic_fte,
            ),
        ]

    def _get_notes(self, statement):
        """What the reader of the numbers needs to know, a sentence each."""
        yield self.env._(
            "A full-time year (FTE) is %(hours)s hours.",
            hours=formatLang(self.env, self.company_id.volunteer_fte_hours, digits=0),
        )
        if statement["group_headcount"]:
            yield self.env._(
                "%(count)s more people were declared in groups: they are not in these "
                "numbers, since some may have come several times; their hours are.",
                count=statement["group_headcount"],
            )

    def _is_complete(self):
        return bool(self.company_id and self.date_from and self.date_to)

    def _describe_days(self):
        """The first and the last day, as people write them."""
        return " – ".join(
            format_date(self.env, day, date_format="d MMMM y")
            for day in (self.date_from, self.date_to)
        )

    def _get_file_name(self):
        parts = (
            self.env._("Contributions in Kind 86-87"),
            self.project_id.name,
            self._describe_days(),
        )
        return " ".join(part for part in parts if part)
