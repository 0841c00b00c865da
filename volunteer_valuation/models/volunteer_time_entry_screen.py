from odoo import api, fields, models
from odoo.fields import Domain


class VolunteerTimeEntry(models.Model):
    """What the screens ask of an entry: may this user change it, or decide on it?

    These fields show and hide; the actions themselves check again.
    """

    _inherit = "volunteer.time.entry"

    can_change = fields.Boolean(compute="_compute_can_change")
    can_decide = fields.Boolean(
        compute="_compute_can_decide", search="_search_can_decide"
    )
    is_rule_missing = fields.Boolean(compute="_compute_is_rule_missing")
    association_message = fields.Text(related="company_id.volunteer_message")

    @api.depends("valuation_id", "partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_can_change(self):
        for entry in self:
            entry.can_change = not entry.is_booked and (
                entry.is_own or entry._is_manager()
            )

    @api.depends("partner_id", "project_id", "engagement_id", "company_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for entry in self:
            entry.can_decide = not entry._get_cannot_approve_reason()

    def _search_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_decidable_domain()
        return domain if True in value else ~domain

    @api.model
    def _get_decidable_domain(self):
        """The entries that the user may approve, as ``_get_cannot_approve_reason`` says."""
        user = self.env.user
        own_companies = Domain("company_id", "in", user.company_ids.ids)
        others = Domain("partner_id", "!=", user.partner_id.id) | Domain(
            "company_id.volunteer_self_approval", "=", True
        )
        if user.has_group("volunteer_valuation.group_volunteer_manager"):
            return own_companies & others
        if user.has_group("volunteer_valuation.group_volunteer_approver"):
            followed = Domain("project_id.user_id", "=", user.id) | Domain(
                "engagement_id.approver_id", "=", user.id
            )
            return own_companies & others & followed
        return Domain.FALSE

    @api.depends("company_id")
    def _compute_is_rule_missing(self):
        rules = self.env["volunteer.valuation.rule"]
        for entry in self:
            entry.is_rule_missing = rules._is_missing(entry.company_id)

    def action_value_at_minimum_wage(self):
        """Day one, from an entry that nothing values: see the method of that name on rules."""
        self.ensure_one()
        rules = self.env["volunteer.valuation.rule"].with_company(self.company_id)
        return rules.action_value_at_minimum_wage()
