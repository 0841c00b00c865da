import base64
from math import fsum
from typing import NamedTuple
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.volunteer_valuation.report.volunteer_yearly_sheet_pages import (
    CELL_PADDING,
    LINE,
    ROW_PADDING,
    count_lines,
    estimate_row,
    paginate,
    share_width,
)
from odoo.addons.volunteer_valuation.tools.workbook import (
    Column,
    TotalRow,
    write_workbook,
)

from ..models.res_company import VALIDATOR

# CSS pixels on paper, as in volunteer_yearly_sheet_pages.py.
PAPER_WIDTH = 880
COLUMN_WIDTHS = {"hours": 80, "state": 100, "day": 90}
FIRST_PAGE_HEADING = 250
ENDING = 180


class Row(NamedTuple):
    """What the list tells of one person; ``functions`` with their dates."""

    person: str
    functions: list[str]
    hours: float
    state: str
    asked_on: object
    answered_on: object
    is_attested: bool


class VolunteerCecList(models.TransientModel):
    """The valideur's list of a year: who asked, in which functions, and what was answered.

    To have beside oneself while attesting in Le Compte Asso. Valideurs print it for their
    associations. It tells what was asked of them, of nobody else and of no other
    association; it is computed in checked ``sudo``.
    """

    _name = "volunteer.cec.list"
    _description = "The Valideur's List of a Year"

    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    year = fields.Integer(
        string="Year of Activity",
        required=True,
        default=lambda self: fields.Date.context_today(self).year - 1,
    )
    people_count = fields.Integer(string="People", compute="_compute_totals")
    attested_count = fields.Integer(string="Attestations", compute="_compute_totals")
    attested_hours = fields.Float(compute="_compute_totals")
    workbook = fields.Binary(compute="_compute_workbook")

    @api.depends("company_id", "year")
    def _compute_totals(self):
        for wizard in self:
            lines = wizard._find_lines()
            attested = lines.filtered(lambda line: line.state == "attested")
            wizard.people_count = len(lines)
            wizard.attested_count = len(attested)
            wizard.attested_hours = fsum(attested.mapped("hours"))

    @api.depends("company_id", "year")
    def _compute_workbook(self):
        for wizard in self:
            wizard.workbook = base64.b64encode(wizard._build_workbook())

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_print(self):
        """Print the list.

        :raises AccessError: for anyone but a valideur of the association
        :raises UserError: where nobody asked
        """
        # Said here, rather than by a download.
        self._get_rows()
        report = self.env.ref("volunteer_valuation_cec.action_report_cec_list")
        return report.report_action(self, config=False)

    def action_download(self):
        """Download the list as a workbook.

        :raises AccessError: for anyone but a valideur of the association
        :raises UserError: where nobody asked
        """
        self._get_rows()
        query = urlencode(
            {"filename": f"{self._get_file_name()}.xlsx", "download": "true"}
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/workbook?{query}",
            "target": "self",
        }

    # ------------------------------------------------------------------
    # What it tells
    # ------------------------------------------------------------------
    def _find_lines(self):
        """What was asked of the association for the year, by name.

        :raises AccessError: for anyone but a valideur of the association
        """
        self.ensure_one()
        self._check_may_print()
        lines = (
            self.env["volunteer.cec.declaration.line"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("year", "=", self.year),
                    ("state", "in", ("asked", "attested", "refused")),
                ]
            )
        )
        return lines.sorted(lambda line: (line.partner_id.name or "", line.id))

    def _get_rows(self):
        """One :class:`Row` for each person who asked.

        :raises AccessError: for anyone but a valideur of the association
        :raises UserError: where nobody asked
        """
        lines = self._find_lines()
        if not lines:
            raise UserError(
                self.env._(
                    "Nobody asked %(association)s for an attestation of %(year)s.",
                    association=self.company_id.name,
                    year=self.year,
                )
            )
        states = dict(lines._fields["state"]._description_selection(self.env))
        return [
            Row(
                person=line.partner_id.name,
                functions=line._describe_mandates(),
                hours=line.hours,
                state=states[line.state],
                asked_on=line._get_day(line.asked_on),
                answered_on=line._get_day(line.answered_on),
                is_attested=line.state == "attested",
            )
            for line in lines
        ]

    def _check_may_print(self):
        """:raises AccessError: for anyone but a valideur of the association"""
        if self.env.su:
            return
        if not self.env.user.has_group(VALIDATOR):
            raise AccessError(self.env._("Only valideurs print this list."))
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("You print the lists of your own associations only.")
            )

    def _get_file_name(self):
        return self.env._("CEC %(year)s, Attestations", year=self.year)

    # ------------------------------------------------------------------
    # As a workbook
    # ------------------------------------------------------------------
    def _build_workbook(self):
        rows = self._get_rows()
        attested = [row.hours for row in rows if row.is_attested]
        cells = [
            [
                row.person,
                "; ".join(row.functions),
                row.hours,
                row.state,
                row.asked_on,
                row.answered_on,
            ]
            for row in rows
        ]
        total = TotalRow((self._describe_total(rows), None, fsum(attested)))
        return write_workbook(f"CEC {self.year}", self._get_columns(), [*cells, total])

    def _get_columns(self):
        return [
            Column(self.env._("Person"), "text", 32),
            Column(self.env._("Functions"), "text", 60),
            Column(self.env._("Hours"), "hours", 10),
            Column(self.env._("State"), "text", 16),
            Column(self.env._("Asked On"), "date", 12),
            Column(self.env._("Answered On"), "date", 12),
        ]

    # ------------------------------------------------------------------
    # On paper
    # ------------------------------------------------------------------
    def _get_pages(self):
        """The rows of each page on paper, and the widths of its columns."""
        rows = self._get_rows()
        fixed = COLUMN_WIDTHS["hours"] + COLUMN_WIDTHS["state"]
        fixed += 2 * COLUMN_WIDTHS["day"]
        widths = COLUMN_WIDTHS | share_width(
            PAPER_WIDTH - fixed,
            {
                "person": [row.person for row in rows],
                "functions": [words for row in rows for words in row.functions],
            },
        )
        heights = [estimate_height(row, widths) for row in rows]
        pages = paginate(heights, first_heading=FIRST_PAGE_HEADING, ending=ENDING)
        return [rows[page] for page in pages], widths

    def _describe_total(self, rows):
        attested = sum(row.is_attested for row in rows)
        return self.env._(
            "Attested: %(attested)s of %(count)s", attested=attested, count=len(rows)
        )

    def _describe_page(self, number, count):
        return self.env._("page %(number)s of %(count)s", number=number, count=count)

    def _describe_today(self):
        today = fields.Date.context_today(self)
        return self.env._("As of %(day)s", day=format_date(self.env, today))


def estimate_height(row, widths):
    """Height of a row on paper: each function begins a line of its own."""
    width = widths["functions"] - CELL_PADDING
    lines = sum(count_lines(words, width) for words in row.functions)
    return max(
        estimate_row([(row.person, widths["person"])]), LINE * lines + ROW_PADDING
    )
