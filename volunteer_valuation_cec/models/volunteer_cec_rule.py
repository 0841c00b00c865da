from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.eligibility import Thresholds

# The deadlines of a year are in the year after.
LAST_YEAR = 9998


class VolunteerCecRule(models.Model):
    """What the law asks for from a year of activity on, until a later rule takes over.

    The compte d'engagement citoyen counts calendar years. The law changes: next year's
    thresholds are one more record, and years before keep theirs. Shared by all associations;
    managers write it.
    """

    _name = "volunteer.cec.rule"
    _description = "Rule of the Compte d'engagement citoyen"
    _order = "year_from desc"
    _rec_name = "year_from"

    year_from = fields.Integer(
        string="From Year of Activity",
        required=True,
        help="The calendar year in which the time was given.",
    )
    total_hours = fields.Float(
        string="Hours in All",
        required=True,
        help="Hours in the calendar year, in one or several associations (D5151-14).",
    )
    association_hours = fields.Float(
        string="Hours in One Association",
        required=True,
        help="Of which so many in one and the same association (D5151-14).",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.ref("base.EUR"),
        ondelete="restrict",
    )
    amount = fields.Monetary(
        required=True, help="What a year that is attested adds to the account."
    )
    ceiling = fields.Monetary(
        required=True, help="What the account holds at most, all years together."
    )
    existence_years = fields.Integer(
        string="Years of Existence",
        required=True,
        help="For how many years the association must have been declared (L5151-9, 6°).",
    )
    existence_on = fields.Selection(
        [
            ("declaration", "The day on which the person declares"),
            ("year_end", "The last day of the year of activity"),
        ],
        string="Counted On",
        required=True,
        default="declaration",
    )
    minimum_age = fields.Integer(required=True, default=16)
    apprentice_age = fields.Integer(
        string="Minimum Age of Apprentices", required=True, default=15
    )
    declaration_month = fields.Integer(required=True, default=6)
    declaration_day = fields.Integer(
        string="Declaration until",
        required=True,
        default=30,
        help="Until when the person declares, in the year after (R5151-16).",
    )
    attestation_month = fields.Integer(required=True, default=12)
    attestation_day = fields.Integer(
        string="Attestation until",
        required=True,
        default=31,
        help="Until when the association attests, in the year after (R5151-17).",
    )
    reminder_days = fields.Integer(
        required=True,
        default=60,
        help="So many days before each deadline, those who asked for it are reminded.",
    )
    reminder_hours = fields.Float(
        required=True,
        default=160,
        help="People are reminded from so many hours on: what they gave elsewhere may "
        "complete them.",
    )
    legal_reference = fields.Text(required=True)

    _year_from_uniq = models.Constraint(
        "UNIQUE(year_from)", "There is a rule from that year on already."
    )
    _year_from_sensible = models.Constraint(
        "CHECK(year_from BETWEEN 2017 AND 9998)",
        "The compte d'engagement citoyen exists since 2017: write the year in full.",
    )
    _numbers_not_negative = models.Constraint(
        """CHECK(
            total_hours >= 0 AND association_hours >= 0 AND amount >= 0 AND ceiling >= 0
            AND reminder_days >= 0 AND reminder_hours >= 0
            AND existence_years >= 0 AND minimum_age >= 0 AND apprentice_age >= 0
            AND total_hours < 'Infinity' AND association_hours < 'Infinity'
        )""",
        "What the law asks for cannot be negative.",
    )

    @api.depends("year_from")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = self.env._("From %(year)s on", year=rule.year_from)

    @api.constrains(
        "declaration_month", "declaration_day", "attestation_month", "attestation_day"
    )
    def _check_deadlines(self):
        for rule in self:
            try:
                declaration = rule._get_declaration_deadline(rule.year_from)
                attestation = rule._get_attestation_deadline(rule.year_from)
            except ValueError:
                raise ValidationError(
                    self.env._("A deadline is a day of the year: 30 June, for example.")
                ) from None
            if attestation < declaration:
                raise ValidationError(
                    self.env._("The association attests after the person has declared.")
                )

    @api.model
    def _get_rule(self, year):
        """The rule of a year of activity.

        :raises UserError: for a year before the first rule
        """
        is_a_year = year <= LAST_YEAR
        rule = is_a_year and self.search([("year_from", "<=", year)], limit=1)
        if not rule:
            raise UserError(
                self.env._(
                    "Nobody has recorded what the law asked for in %(year)s.", year=year
                )
            )
        return rule

    def _get_thresholds(self):
        self.ensure_one()
        return Thresholds(self.total_hours, self.association_hours)

    def _get_declaration_deadline(self, year):
        """The last day on which the time given in ``year`` can be declared."""
        self.ensure_one()
        return date(year + 1, self.declaration_month, self.declaration_day)

    def _get_attestation_deadline(self, year):
        """The last day on which an association can attest the time given in ``year``."""
        self.ensure_one()
        return date(year + 1, self.attestation_month, self.attestation_day)

    def _get_existence_day(self, year, today):
        """The day on which the association must have existed for long enough.

        :param today: when the person declares; nobody can once the deadline has passed
        """
        if self.existence_on == "year_end":
            return date(year, 12, 31)
        return min(today, self._get_declaration_deadline(year))

    def _is_time_to_remind(self, deadline, today):
        """Whether ``deadline`` is near, and has not passed."""
        return deadline - timedelta(days=self.reminder_days) <= today <= deadline
