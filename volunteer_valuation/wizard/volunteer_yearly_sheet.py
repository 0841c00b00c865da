import base64
from urllib.parse import urlencode

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_duration

from ..report.volunteer_yearly_sheet import YearlySheet
from ..report.volunteer_yearly_sheet_xlsx import YearlySheetWorkbook


class VolunteerYearlySheet(models.TransientModel):
    """What people gave in a year, on paper or in a workbook, for both sides to sign.

    Auditors ask for it: one person's, or everybody's at once. Managers and treasurers print
    it for their associations. It tells the same to all of them, so it is computed in checked
    ``sudo``.
    """

    _name = "volunteer.yearly.sheet"
    _description = "Yearly Sheet of Volunteer Time"

    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
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
    partner_ids = fields.Many2many(
        "res.partner",
        string="People",
        domain="""[("volunteer_entry_ids", "any", [
            ("company_id", "=", company_id),
            ("state", "=", "approved"),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
        ])]""",
        help="Empty for everybody who gave time.",
    )
    people_count = fields.Integer(string="Sheets", compute="_compute_totals")
    approved_hours = fields.Float(compute="_compute_totals")
    waiting_hours = fields.Float(
        string="Waiting for Approval",
        compute="_compute_totals",
        help="Hours that are submitted: the sheets tell them apart.",
    )
    nobody_hours = fields.Float(
        string="On No Sheet",
        compute="_compute_totals",
        help="Approved hours that were given by nobody in particular.",
    )
    shows_value = fields.Boolean(related="company_id.volunteer_shows_value")
    workbook = fields.Binary(compute="_compute_workbook")

    _dates_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The period ends before it starts."
    )

    # ------------------------------------------------------------------
    # Defaults and computes
    # ------------------------------------------------------------------
    @api.model
    def default_get(self, fields):
        """From engagements: their association and their people.

        :raises UserError: for engagements in several associations
        """
        values = super().default_get(fields)
        if self.env.context.get("active_model") != "volunteer.engagement":
            return values
        ids = self.env.context.get("active_ids", [])
        engagements = self.env["volunteer.engagement"].browse(ids)
        if len(engagements.company_id) > 1:
            raise UserError(
                self.env._(
                    "Choose people of one association at a time: each has its own "
                    "fiscal year."
                )
            )
        return values | {
            "company_id": engagements.company_id.id,
            "partner_ids": [Command.set(engagements.partner_id.ids)],
        }

    @api.depends("company_id")
    def _compute_period(self):
        for sheet in self:
            bookings = self.env["volunteer.valuation"].with_company(sheet.company_id)
            sheet.date_from, sheet.date_to = bookings._default_period()

    @api.depends("company_id", "date_from", "date_to", "partner_ids")
    def _compute_totals(self):
        for sheet in self:
            sheet._check_may_print()
            sheet.people_count, sheet.approved_hours = sheet._sum(
                sheet._get_domain("approved"),
                "partner_id:count_distinct",
                "total_hours:sum",
            )
            (sheet.waiting_hours,) = sheet._sum(
                sheet._get_domain("submitted"), "total_hours:sum"
            )
            _count, sheet.nobody_hours, _amount = sheet._get_sums_of_nobody()

    @api.depends("company_id", "date_from", "date_to", "partner_ids")
    def _compute_workbook(self):
        for sheet in self:
            content = YearlySheetWorkbook(sheet).build(sheet._get_sheets())
            sheet.workbook = base64.b64encode(content)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_print(self):
        """Print a sheet for each person.

        :raises AccessError: for anyone but managers and treasurers of the association
        :raises UserError: where no time was approved
        """
        # Said here, where there is something to print or not, rather than by a download.
        self._get_sheets()
        report = self.env.ref("volunteer_valuation.action_report_yearly_sheet")
        return report.report_action(self, config=False)

    def action_download(self):
        """Download the same as a workbook.

        :raises AccessError: for anyone but managers and treasurers of the association
        :raises UserError: where no time was approved
        """
        self._get_sheets()
        query = urlencode(
            {"filename": f"{self._get_file_name()}.xlsx", "download": "true"}
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/workbook?{query}",
            "target": "self",
        }

    # ------------------------------------------------------------------
    # What the sheets tell
    # ------------------------------------------------------------------
    def _get_sheets(self):
        """One sheet for each person whose time was approved, in the order of their names.

        :return: list of :class:`YearlySheet`
        :raises AccessError: for anyone but managers and treasurers of the association
        :raises UserError: where no time was approved
        """
        self.ensure_one()
        self._check_may_print()
        entries = self.env["volunteer.time.entry"].sudo()
        approved = entries.search(
            self._get_domain("approved") & Domain("partner_id", "!=", False),
            order="partner_id, date, id",
        )
        if not approved:
            raise UserError(
                self.env._(
                    "No time of theirs was approved between %(first)s and %(last)s.",
                    first=format_date(self.env, self.date_from),
                    last=format_date(self.env, self.date_to),
                )
            )
        waiting = dict(
            entries._read_group(
                self._get_domain("submitted"), ["partner_id"], ["total_hours:sum"]
            )
        )
        return [
            YearlySheet(person, given, waiting.get(person, 0.0), self.shows_value)
            for person, given in approved.grouped("partner_id").items()
        ]

    def _get_sums_of_nobody(self):
        """Number, hours and amount of the approved entries that nobody signs."""
        return self._sum(
            self._get_domain("approved") & Domain("partner_id", "=", False),
            "__count",
            "total_hours:sum",
            "amount:sum",
        )

    def _get_identity(self, partner):
        """Name, address and registration number, as far as known: one line each."""
        partner = partner.sudo()
        lines = [
            partner.name,
            *partner._display_address(without_company=True).splitlines(),
        ]
        if partner.company_registry:
            lines.append(f"{partner.company_registry_label} {partner.company_registry}")
        return [line.strip() for line in lines if line and line.strip()]

    def _describe_group(self, entry):
        """How the hours of an entry came about, where there is more to say than hours."""
        words = []
        if entry.headcount > 1:
            words.append(
                self.env._(
                    "%(count)s people × %(hours)s",
                    count=entry.headcount,
                    hours=format_duration(entry.hours),
                )
            )
        if entry.is_estimate:
            words.append(self.env._("estimated"))
        return ", ".join(words)

    def _describe_page(self, number, count):
        return self.env._("page %(number)s of %(count)s", number=number, count=count)

    def _get_signatures(self, person):
        """What ``person`` and the association sign, each in their place."""
        return (
            self.env._(
                "%(person)s confirms having given this time freely and without pay.\n"
                "Date and signature:",
                person=person.name,
            ),
            self.env._(
                "%(association)s confirms having received it.\n"
                "Name, office, date and signature:",
                association=self.company_id.name,
            ),
        )

    def _get_domain(self, state):
        """The entries of the period, the association and the chosen people in ``state``."""
        domain = Domain("company_id", "=", self.company_id.id) & Domain(
            [
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
                ("state", "=", state),
            ]
        )
        if self.partner_ids:
            domain &= Domain("partner_id", "in", self.partner_ids.ids)
        return domain

    def _sum(self, domain, *aggregates):
        entries = self.env["volunteer.time.entry"].sudo()
        return entries._read_group(domain, [], aggregates)[0]

    def _check_may_print(self):
        """:raises AccessError: for anyone but managers and treasurers of the association"""
        if self.env.su:
            return
        user = self.env.user
        if not (
            user.has_group("volunteer_valuation.group_volunteer_manager")
            or user.has_group("volunteer_valuation.group_volunteer_treasurer")
        ):
            raise AccessError(
                self.env._("Only managers and treasurers print yearly sheets.")
            )
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("You print the yearly sheets of your own associations only.")
            )

    def _get_file_name(self):
        """What the file is called: the period, and the person where it is only one."""
        person = self.partner_ids.name if len(self.partner_ids) == 1 else ""
        return " ".join(
            part
            for part in (self.env._("Volunteer Time"), self._describe_period(), person)
            if part
        )

    def _describe_days(self):
        """The first and the last day, as people write them."""
        return " – ".join(
            format_date(self.env, day, date_format="d MMMM y")
            for day in (self.date_from, self.date_to)
        )

    def _describe_period(self):
        """“2025” for a calendar year, both days for any other period."""
        first, last = self.date_from, self.date_to
        year = first.replace(month=1, day=1), first.replace(month=12, day=31)
        if (first, last) == year:
            return str(first.year)
        return f"{first} – {last}"
