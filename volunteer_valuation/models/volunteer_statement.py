from datetime import timedelta
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.periods import get_year_earlier


class Scope(NamedTuple):
    """What a statement is about: associations, a period, and perhaps one project."""

    companies: Any
    date_from: Any
    date_to: Any
    project: Any
    volunteering_id: int
    # Bookings of a part of the period: what comes later for it is late.
    bookings: Any
    # Bookings that took time of earlier periods, and those of them that the period holds.
    late_bookings: Any
    late_bookings_within: Any


class VolunteerStatement(models.AbstractModel):
    """The one computation of the year's figures, which every screen and file reads.

    What counts is approved: the time and the contributions in kind of the period. A booked
    period does not move any more: what was approved for it after its booking is told apart
    as late, and belongs to the period that books it. So the amounts of a booked year are
    those of its ledger, to the cent. Nobody is named.

    Reading the facts, sharing them out, late time and the books' own resources are in the
    files of those names.
    """

    _name = "volunteer.statement"
    _description = "Statement of Contributions in Kind"

    @api.model
    @api.readonly
    def compute_statement(self, company_ids, date_from, date_to):
        """What these associations were given between two days, and the period before.

        :param list company_ids: associations among those the user works with
        :return: a dict: hours (float), money in the associations' one currency (rounded by
            it), and lists ``by_…`` of ``{id, name, hours, amount}``, each of which adds up
            to the whole; ``previous`` holds the same for the preceding fiscal year, or for
            the same dates a year earlier where the period is no fiscal year
        :raises AccessError: for anyone but managers and treasurers of all of them
        :raises UserError: where there is no period, or more than one currency
        """
        companies = self._check_companies(company_ids)
        first, last = self._check_period(date_from, date_to)
        language = self.env.context.get("lang") or self.env.user.lang
        return self.with_context(lang=language)._compute_statement(
            companies, first, last
        )

    @api.model
    def _check_companies(self, company_ids):
        """:raises AccessError: for anyone but managers and treasurers of all of them"""
        user = self.env.user
        if not self.env.su and not (
            user.has_group("volunteer_valuation.group_volunteer_manager")
            or user.has_group("volunteer_valuation.group_volunteer_treasurer")
        ):
            raise AccessError(
                self.env._("Only managers and treasurers read statements.")
            )
        asked = company_ids if isinstance(company_ids, list | tuple) else [company_ids]
        if not asked:
            raise UserError(self.env._("Choose an association."))
        if self.env.su:
            return self.env["res.company"].browse(asked)
        if any(company_id not in self.env.companies.ids for company_id in asked):
            raise AccessError(
                self.env._("You do not work with all of these associations.")
            )
        return self.env.companies.filtered(lambda company: company.id in asked)

    @api.model
    def _check_period(self, date_from, date_to):
        """:raises UserError: where the days are none, or in the wrong order"""
        try:
            first, last = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        except (TypeError, ValueError):
            first = last = None
        # Odoo reckons with the years before and after.
        if not first or not last or first.year < 1900 or last.year > 2999:
            raise UserError(self.env._("A statement goes from one day to another."))
        if last < first:
            raise UserError(self.env._("The period ends before it starts."))
        return first, last

    @api.model
    def _compute_statement(self, companies, date_from, date_to, project=None):
        """The same without asking who reads, for one project where it is told."""
        self = self.sudo()
        companies = companies.with_env(self.env)
        currency = companies.currency_id
        if len(currency) > 1:
            raise UserError(
                self.env._(
                    "These associations keep their books in different currencies: make "
                    "one statement for each currency."
                )
            )
        self.env.flush_all()
        period, before = (
            self._compute_period(self._get_scope(companies, first, last, project))
            for first, last in (
                (date_from, date_to),
                self._get_previous_period(companies, date_from, date_to),
            )
        )
        return period | {"previous": before}

    @api.model
    def _get_scope(self, companies, date_from, date_to, project):
        bookings = self.env["volunteer.valuation"].search_fetch(
            [
                ("state", "=", "posted"),
                ("company_id", "in", companies.ids),
                ("date_to", ">=", date_from),
            ],
            ["company_id", "date_from", "date_to", "books_late"],
        )
        late_bookings = bookings.filtered("books_late")
        return Scope(
            companies=companies,
            date_from=date_from,
            date_to=date_to,
            project=project,
            volunteering_id=self.env.ref("volunteer_valuation.nature_volunteering").id,
            bookings=bookings.filtered(lambda booking: booking.date_from <= date_to),
            late_bookings=late_bookings,
            late_bookings_within=late_bookings.filtered(
                lambda booking: booking.date_to <= date_to
            ),
        )

    @api.model
    def _get_previous_period(self, companies, date_from, date_to):
        """The preceding fiscal year, or else the same dates a year earlier."""
        roots = companies.root_id
        years = {self._get_fiscal_year(root, date_from) for root in roots}
        before = {
            self._get_fiscal_year(root, date_from - timedelta(days=1)) for root in roots
        }
        if years == {(date_from, date_to)} and len(before) == 1:
            return before.pop()
        return get_year_earlier(date_from, date_to)

    @api.model
    def _get_fiscal_year(self, company, day):
        dates = company.compute_fiscalyear_dates(day)
        return dates["date_from"], dates["date_to"]

    @api.model
    def _compute_period(self, scope):
        currency = scope.companies.currency_id
        sums = self._read_sums(scope)
        people = self._read_people(scope)
        (total,) = sums["total"].values()
        amount = currency.round(total.amount)
        statement = {
            "company_ids": scope.companies.ids,
            "date_from": scope.date_from,
            "date_to": scope.date_to,
            "currency_id": currency.id,
            "hours": total.hours,
            "valued_hours": total.valued_hours,
            "estimated_hours": total.estimated_hours,
            "estimated_share": self._get_share(total.estimated_hours, total.hours),
            "waiting_hours": self._read_waiting_hours(scope),
            "lent_hours": total.lent_hours,
            "fte": self._compute_fte(scope.companies, sums["by_company"]),
            "amount": amount,
            "time_amount": currency.round(total.time_amount),
            "inkind_amount": currency.round(amount - total.time_amount),
            "booked_amount": currency.round(total.booked_amount),
            "unbooked_amount": currency.round(amount - total.booked_amount),
        }
        statement |= people.pop(())
        statement |= self._break_down(scope, sums, people)
        # The names that its reasons tell are read by now, all at once.
        statement["unvalued"] = self._describe_unvalued(scope)
        statement |= self._compute_late(scope)
        statement |= self._compute_resources(scope, amount)
        return statement

    @api.model
    def _compute_fte(self, companies, sums):
        """Full-time equivalents, each association's hours by its own full-time year."""
        return sum(
            (
                sums[company.id].hours / company.volunteer_fte_hours
                for company in companies
                if company.id in sums
            ),
            start=0.0,
        )

    @api.model
    def _get_share(self, part, whole):
        return part / whole if whole else 0.0
