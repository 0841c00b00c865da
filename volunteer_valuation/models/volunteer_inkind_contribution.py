from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .volunteer_activity import DESTINATIONS


class VolunteerInkindContribution(models.Model):
    """Goods, premises, services, skills sponsorship or seconded people given to the association.

    Seconded people and skills sponsorship are recorded here at the cost that the lender
    certifies (862/871), never as time entries: an hour is volunteer, paid or sponsored.
    """

    _name = "volunteer.inkind.contribution"
    _description = "Contribution in Kind"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Description", required=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Donor", ondelete="restrict")
    nature_id = fields.Many2one(
        "volunteer.contribution.nature", required=True, ondelete="restrict"
    )
    project_id = fields.Many2one(
        "project.project", check_company=True, ondelete="restrict"
    )
    destination = fields.Selection(DESTINATIONS, required=True, default="missions")
    origin = fields.Selection(
        [
            ("public", "Public Generosity"),
            ("private", "Other Private"),
            ("government", "Public Bodies"),
        ],
        required=True,
        default="private",
    )
    hours = fields.Float(help="Hours of seconded people, where there are any.")
    amount = fields.Monetary(required=True, tracking=True)
    is_certified = fields.Boolean(
        string="Certified by the Donor",
        tracking=True,
        help="The donor certifies the amount; otherwise it is an estimate.",
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        help="Agreement, certificate of the donor, price list…",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    refusal_reason = fields.Text(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    late_reason = fields.Char(
        string="Why So Late",
        copy=False,
        help="Why this contribution comes after its period was booked.",
    )
    valuation_id = fields.Many2one(
        "volunteer.valuation",
        string="Booking",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    _amount_positive = models.Constraint(
        "CHECK(amount >= 0 AND amount < 'Infinity')",
        "The amount of a contribution cannot be negative.",
    )
    _hours_positive = models.Constraint(
        "CHECK(hours IS NULL OR (hours >= 0 AND hours < 'Infinity'))",
        "The hours of a contribution cannot be negative.",
    )

    @api.constrains("nature_id")
    def _check_nature(self):
        volunteering = self.env.ref(
            "volunteer_valuation.nature_volunteering", raise_if_not_found=False
        )
        if volunteering and volunteering in self.nature_id:
            raise ValidationError(
                self.env._("Volunteer time is declared as time entries, not here.")
            )
