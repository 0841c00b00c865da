from odoo import api, fields, models
from odoo.fields import Domain


class VolunteerInkindContribution(models.Model):
    """What the screens ask of a contribution: may this user decide on it, is it late?

    These fields show and hide; the actions themselves check again.
    """

    _inherit = "volunteer.inkind.contribution"

    is_own = fields.Boolean(compute="_compute_is_own")
    counts_hours = fields.Boolean(related="nature_id.counts_hours")
    missing = fields.Char(
        compute="_compute_missing", help="What this lacks before it can be approved."
    )
    can_decide = fields.Boolean(
        compute="_compute_can_decide", search="_search_can_decide"
    )

    @api.depends("partner_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        own = self._get_own_donors()
        for contribution in self:
            contribution.is_own = contribution.partner_id in own

    @api.depends("state", "name", "amount", "hours", "is_certified", "evidence_ids")
    def _compute_missing(self):
        for contribution in self:
            contribution.missing = (
                contribution.state == "submitted"
                and contribution._get_incomplete_reason()
            )

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for contribution in self:
            contribution.can_decide = not contribution._get_cannot_approve_reason()

    def _search_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_decidable_domain()
        return domain if True in value else ~domain

    @api.model
    def _get_decidable_domain(self):
        """What the user may approve, as ``_get_cannot_approve_reason`` says."""
        user = self.env.user
        if not user.has_group("volunteer_valuation.group_volunteer_manager"):
            return Domain.FALSE
        others = Domain("partner_id", "not in", self._get_own_donors().ids)
        trusting = Domain("company_id.volunteer_self_approval", "=", True)
        return Domain("company_id", "in", user.company_ids.ids) & (others | trusting)

    @api.model
    def _get_own_donors(self):
        """The user, and the organisation that they belong to."""
        own = self.env.user.partner_id.sudo()
        return own | own.commercial_partner_id
