from datetime import date

from pytz import country_timezones

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ResCompany(models.Model):
    """How an association counts and books the time it is given.

    Accounts and journal belong to the root company: branches use those of their parent.
    """

    _inherit = "res.company"

    volunteer_approval = fields.Selection(
        [
            ("manager", "Somebody approves it"),
            ("none", "It is approved when it is submitted"),
        ],
        string="Approval of Volunteer Time",
        required=True,
        default="manager",
    )
    volunteer_self_approval = fields.Boolean(
        string="Approve One's Own Time",
        help="Let approvers and managers approve the time they gave themselves.",
    )
    volunteer_booking = fields.Selection(
        [
            ("book", "Booked on accounts 86/87"),
            ("disclose", "Only disclosed in the annex"),
        ],
        string="Volunteer Time in the Accounts",
        required=True,
        default="book",
    )
    volunteer_oldest_date = fields.Date(
        string="Oldest Day Accepted",
        required=True,
        default=date(2000, 1, 1),
        help="Time given before this day is refused.",
    )
    volunteer_fte_hours = fields.Float(
        string="Hours of a Full-Time Year",
        required=True,
        default=1607.0,
        help="1607 h (Code du travail L3121-41); some use 1820 h (35 × 52).",
    )
    volunteer_day_hours = fields.Float(
        string="Hours of a Day",
        required=True,
        default=7.0,
        help="What “one day” means when time is declared in days: a convention.",
    )
    volunteer_journal_id = fields.Many2one(
        "account.journal",
        string="Journal of Contributions in Kind",
        domain="[('type', '=', 'general')]",
        check_company=True,
    )
    volunteer_shows_value = fields.Boolean(
        string="Value on Yearly Sheets",
        help="Print rates and amounts on the yearly sheets that volunteers sign.",
    )
    volunteer_message = fields.Text(
        string="Why We Count Time",
        translate=True,
        help="The association's own words, shown where people declare.",
    )
    volunteer_evidence_years = fields.Integer(
        string="Years That Evidence Keeps Names",
        required=True,
        default=10,
        help="The evidence of a booking names people until so many years after its fiscal "
        "year (Code de commerce L123-22: ten). Bookings made already keep their date.",
    )
    volunteer_anonymise_years = fields.Integer(
        string="Years That Time Keeps Names",
        required=True,
        default=0,
        help="Time given more than so many years ago no longer tells whose it was; booked "
        "time not before its evidence. 0: it always does.",
    )

    _volunteer_hours_sensible = models.Constraint(
        """CHECK(
            volunteer_fte_hours > 0 AND volunteer_fte_hours <= 8784
            AND volunteer_day_hours > 0 AND volunteer_day_hours <= 24
        )""",
        "A full-time year has between 0 and 8784 hours, a day between 0 and 24.",
    )

    _volunteer_years_sensible = models.Constraint(
        """CHECK(
            volunteer_evidence_years BETWEEN 0 AND 100
            AND volunteer_anonymise_years BETWEEN 0 AND 100
        )""",
        "Names are kept for 0 to 100 years.",
    )

    @api.constrains("volunteer_journal_id")
    def _check_volunteer_journal(self):
        for company in self:
            if company.volunteer_journal_id.type not in (False, "general"):
                raise ValidationError(
                    self.env._("Contributions in kind are booked in a general journal.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if "volunteer_booking" in vals:
            # The booking menus depend on it.
            self.env.registry.clear_cache()
        return super().write(vals)

    def _get_volunteer_timezone(self):
        """The time zone where the association is: its own, or the only one of its country."""
        self.ensure_one()
        partner = self.sudo().partner_id
        zones = country_timezones.get(partner.country_id.code or "", [])
        return partner.tz or (zones[0] if len(zones) == 1 else "UTC")

    def _get_volunteer_journal(self, raise_if_missing=True):
        """The journal of the root company.

        :raises UserError: where none is chosen, unless told otherwise
        """
        self.ensure_one()
        root = self.sudo().root_id
        if not root.volunteer_journal_id and raise_if_missing:
            raise UserError(
                self.env._(
                    "%(company)s has no journal for contributions in kind: choose one in "
                    "the settings of volunteering.",
                    company=root.name,
                )
            )
        return root.volunteer_journal_id
