from math import isfinite

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ..tools.guards import find_date_problem

# Finite is not enough: sums of these must stay exact to the cent.
MOST_AMOUNT = 1_000_000_000
MOST_HOURS = 1_000_000
LIMITS = {"amount": MOST_AMOUNT, "hours": MOST_HOURS}
# What the other guards, and the statements, look at.
NEEDED = ("name", "date", "company_id", "nature_id", "destination", "origin")


class VolunteerInkindContribution(models.Model):
    """The guards: what is refused on every way in, one clear sentence each.

    Being superuser passes rights, never guards.
    """

    _inherit = "volunteer.inkind.contribution"

    def _check_complete(self):
        """:raises UserError: where something is missing that an approval needs"""
        for contribution in self:
            reason = contribution._get_incomplete_reason()
            if reason:
                raise UserError(reason)

    def _get_incomplete_reason(self):
        """What this contribution lacks before it can be approved, one sentence, or None."""
        name = self.display_name
        if not self.amount:
            return self.env._("Tell what “%(name)s” is worth.", name=name)
        if self.hours and not self.is_certified:
            return self.env._(
                "“%(name)s” lends people: their cost is what the lender certifies.",
                name=name,
            )
        if self.is_certified and not self.evidence_ids:
            return self.env._(
                "“%(name)s” is certified by the donor: attach the certificate.",
                name=name,
            )
        return None

    @api.model
    def _check_told(self, vals):
        """:raises ValidationError: for what the database, or a guard, could not look at"""
        for name in NEEDED:
            if name in vals and not vals[name]:
                raise ValidationError(
                    self.env._("“%(field)s” is needed.", field=self._label(name))
                )
        for name, most in LIMITS.items():
            value = vals.get(name) or 0
            if not (isinstance(value, int | float) and isfinite(value)):
                raise ValidationError(
                    self.env._("“%(field)s” is not a number.", field=self._label(name))
                )
            if not 0 <= value < most:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” lies between 0 and %(most)s.",
                        field=self._label(name),
                        most=formatLang(self.env, most, digits=0),
                    )
                )

    @api.model
    def _label(self, field_name):
        return self._fields[field_name]._description_string(self.env)

    @api.constrains("name")
    def _check_name(self):
        if not all((contribution.name or "").strip() for contribution in self):
            raise ValidationError(self.env._("Tell in a few words what was given."))

    @api.constrains("nature_id", "hours")
    def _check_nature(self):
        volunteering = self.env.ref(
            "volunteer_valuation.nature_volunteering", raise_if_not_found=False
        )
        if volunteering and volunteering in self.nature_id:
            raise ValidationError(
                self.env._("Volunteer time is declared as time entries, not here.")
            )
        for contribution in self:
            nature = contribution.nature_id
            if contribution.hours and not nature.counts_hours:
                raise ValidationError(
                    self.env._(
                        "Hours are those of people lent: “%(nature)s” has none.",
                        nature=nature.display_name,
                    )
                )

    @api.constrains("date", "company_id")
    def _check_date(self):
        for company, contributions in self.grouped("company_id").items():
            entry = self.env["volunteer.time.entry"].new({"company_id": company.id})
            today = entry._get_today()
            oldest = company.volunteer_oldest_date
            for contribution in contributions:
                problem = find_date_problem(contribution.date, None, today, oldest)
                if problem:
                    raise ValidationError(contribution._describe_date_problem(problem))

    @api.constrains("project_id", "company_id")
    def _check_project(self):
        for contribution in self.sudo():
            company = contribution.company_id
            if contribution.project_id.company_id - company.parent_ids:
                raise ValidationError(
                    self.env._("This project belongs to another association.")
                )

    @api.model
    def _describe_booked(self, day, first, last):
        return self.env._(
            "%(day)s lies in the period %(first)s – %(last)s, which is already booked: "
            "say why this contribution comes so late.",
            day=format_date(self.env, day),
            first=format_date(self.env, first),
            last=format_date(self.env, last),
        )

    def _describe_date_problem(self, problem):
        if problem == "future":
            return self.env._(
                "A contribution is recorded once it is given: %(day)s is still to come.",
                day=format_date(self.env, self.date),
            )
        return self.env._(
            "%(day)s is before %(oldest)s, the oldest day that %(association)s accepts.",
            day=format_date(self.env, self.date),
            oldest=format_date(self.env, self.company_id.volunteer_oldest_date),
            association=self.company_id.name,
        )
