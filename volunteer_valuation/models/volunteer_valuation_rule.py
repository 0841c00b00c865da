from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import formatLang

from ..tools.valuation import Rule, RuleBook, Situation


class VolunteerValuationRule(models.Model):
    """Condition → hourly rate. The lowest sequence that matches wins.

    Fixed:      amount × (1 + charge_rate)
    Reference:  value in force on the day of the work × coefficient × (1 + charge_rate)

    No official scale exists: the board or the general meeting decides, and its decision is
    kept on the rule. A used rule stays editable: what was approved does not move.
    """

    _name = "volunteer.valuation.rule"
    _description = "Valuation Rule"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        string="Association",
        default=lambda self: self.env.company,
        index=True,
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    status_id = fields.Many2one("volunteer.status", ondelete="restrict")
    level_id = fields.Many2one(
        "volunteer.level", check_company=True, ondelete="restrict"
    )
    activity_id = fields.Many2one(
        "volunteer.activity", check_company=True, ondelete="restrict"
    )
    project_id = fields.Many2one(
        "project.project", check_company=True, ondelete="restrict"
    )
    date_from = fields.Date(
        string="From", help="First day of work that the rule values."
    )
    date_to = fields.Date(string="To", help="Last day of work that the rule values.")
    method = fields.Selection(
        [("fixed", "Fixed Amount"), ("reference", "Reference Rate")],
        required=True,
        default="fixed",
        tracking=True,
    )
    amount = fields.Float(
        string="Amount per Hour", digits=(16, 4), tracking=True, help="EUR per hour."
    )
    reference_id = fields.Many2one(
        "volunteer.reference.rate", ondelete="restrict", tracking=True
    )
    coefficient = fields.Float(default=1.0, digits=(16, 4), tracking=True)
    charge_rate = fields.Float(
        string="Employer Charges",
        digits=(16, 4),
        tracking=True,
        help="Added on top, as a fraction: 42 % is 0.42.",
    )
    decision_date = fields.Date(
        string="Decided On",
        tracking=True,
        help="Day on which the board or the general meeting chose this method.",
    )
    decision_text = fields.Text(
        string="Decision", help="Words of the minutes that chose this method."
    )
    decision_state = fields.Selection(
        [("awaited", "Awaiting the board's decision"), ("made", "Decided")],
        string="Board's Decision",
        compute="_compute_decision_state",
    )
    preview_date = fields.Date(
        compute="_compute_preview_date", readonly=False, string="Day of the Work"
    )
    preview_level_id = fields.Many2one(
        "volunteer.level", compute="_compute_preview_date", readonly=False
    )
    preview_text = fields.Char(
        compute="_compute_preview_text", string="This Would Give"
    )

    _dates_in_order = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_to >= date_from)",
        "A rule cannot end before it starts.",
    )
    _numbers_sensible = models.Constraint(
        """CHECK(
            COALESCE(amount, 0) BETWEEN 0 AND 1000000
            AND COALESCE(coefficient, 0) BETWEEN 0 AND 1000
            AND COALESCE(charge_rate, 0) BETWEEN 0 AND 10
        )""",
        "Amount, coefficient and charges cannot be negative or beyond reason "
        "(charges are a fraction: 42 % is 0.42).",
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for rule in self:
            rule.currency_id = (rule.company_id or self.env.company).currency_id

    @api.constrains("method", "amount", "reference_id", "coefficient")
    def _check_method(self):
        for rule in self:
            if rule.method == "reference" and not rule.reference_id:
                raise ValidationError(
                    self.env._(
                        "Choose the reference rate of “%(rule)s”.", rule=rule.name
                    )
                )
            if not (rule.amount if rule.method == "fixed" else rule.coefficient):
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” would value time at nothing: give it an amount or a "
                        "coefficient. Time that should not be valued is told by its "
                        "activity or status.",
                        rule=rule.name,
                    )
                )

    @api.depends("decision_date")
    def _compute_decision_state(self):
        for rule in self:
            rule.decision_state = "made" if rule.decision_date else "awaited"

    @api.depends("date_from", "level_id")
    def _compute_preview_date(self):
        today = fields.Date.context_today(self)
        for rule in self:
            rule.preview_date = rule.date_from or today
            rule.preview_level_id = rule.level_id

    @api.depends(
        "preview_date",
        "preview_level_id",
        "method",
        "amount",
        "reference_id",
        "coefficient",
        "charge_rate",
        "date_from",
        "date_to",
        "level_id",
    )
    def _compute_preview_text(self):
        for rule in self:
            rule.preview_text = rule._describe_preview()

    def _describe_preview(self):
        """One sentence: what this rule gives for the level and day of the preview."""
        day = self.preview_date or fields.Date.context_today(self)
        company = self.company_id or self.env.company
        terms = self._get_terms()
        situation = Situation(
            company=company.id,
            day=day,
            currency=company.currency_id.id,
            status=terms.status,
            level=self.preview_level_id._origin.id or 0,
            activity=terms.activity,
            project=terms.project,
        )
        if not terms.matches(situation):
            return self.env._("This rule does not apply to that level on that day.")
        rate = terms.rate_on(day)
        if not rate:
            return self.env._(
                "%(reference)s has no value on that day.",
                reference=self.reference_id.name or self.env._("The reference rate"),
            )
        return self.env._(
            "%(rate)s %(currency)s per hour",
            rate=formatLang(self.env, float(rate), digits=4),
            currency=self.currency_id.name,
        )

    def _get_terms(self):
        """This rule as the pure computation knows it, also while it is being edited."""
        self.ensure_one()
        is_reference = self.method == "reference"
        return Rule(
            id=self._origin.id or 0,
            company=self.company_id._origin.id or 0,
            currency=self.reference_id.currency_id.id if is_reference else 0,
            status=self.status_id._origin.id or 0,
            level=self.level_id._origin.id or 0,
            activity=self.activity_id._origin.id or 0,
            project=self.project_id._origin.id or 0,
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            amount=self.amount,
            series=self.reference_id._get_series() if is_reference else None,
            coefficient=self.coefficient,
            charge_rate=self.charge_rate,
        )

    @api.model
    def _get_rule_book(self, companies):
        """The active rules that may value time of ``companies``, in their order."""
        rules = self.sudo().search(
            ["|", ("company_id", "=", False), ("company_id", "in", companies.ids)]
        )
        return RuleBook(
            (rule._get_terms() for rule in rules),
            unvalued_activities=self._get_unvalued_ids("volunteer.activity"),
            unvalued_statuses=self._get_unvalued_ids("volunteer.status"),
        )

    @api.model
    def _get_unvalued_ids(self, model):
        records = self.env[model].sudo().with_context(active_test=False)
        return records.search([("valued", "=", False)]).ids

    @api.model
    def _is_missing(self, company):
        """Whether no rule values the time of ``company`` yet: its day one."""
        return not self.sudo().search_count(
            [("company_id", "in", [False, company.id])], limit=1
        )

    def action_value_at_minimum_wage(self):
        """Day one: value this association's time at SMIC × 1, until its board decides.

        Creates the rule where the association has none, values what was approved and not
        valued, and leaves the treasurer an activity to have the board confirm it.

        :raises AccessError: for anyone who may not write rules
        """
        company = self.env.company
        rule = self.search([("company_id", "in", [False, company.id])], limit=1)
        if not rule:
            rule = self.create(
                {
                    "name": "SMIC × 1",
                    "company_id": company.id,
                    "method": "reference",
                    "reference_id": self.env.ref("volunteer_valuation.smic").id,
                }
            )
            rule.activity_schedule(
                "volunteer_valuation.mail_activity_confirm_rule",
                user_id=self.env.uid,
            )
            self.env["volunteer.time.entry"]._value_what_is_not_valued(company)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": rule.id,
            "views": [(False, "form")],
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        entries = self.env["volunteer.time.entry"].sudo()
        if entries.search_count([("rule_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("This rule has valued time entries: archive it instead.")
            )
