from odoo import api, fields, models

from ..tools.mandates import Mandate, Mandates


class VolunteerMandate(models.Model):
    """What somebody is in charge of in an association, from one day to another.

    Code du travail, L5151-9, 6°: time counts for the compte d'engagement citoyen where it is
    given as a member of the administration or direction body (``governance``), or while
    supervising other volunteers (``supervision``). Managers write mandates; the person and who
    follows them read them.
    """

    _name = "volunteer.mandate"
    _description = "Mandate"
    _order = "date_start desc, id desc"
    _rec_name = "office"

    engagement_id = fields.Many2one(
        "volunteer.engagement", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        related="engagement_id.partner_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="engagement_id.company_id", store=True, index=True
    )
    kind = fields.Selection(
        [
            ("governance", "Administration or direction"),
            ("supervision", "Supervises volunteers"),
        ],
        required=True,
        default="governance",
    )
    office = fields.Char(
        string="Office or Team",
        required=True,
        help="Treasurer, member of the board…; or the team of volunteers supervised.",
    )
    date_start = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_end = fields.Date(string="To", help="Empty while it goes on.")

    _dates_in_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "A mandate cannot end before it starts.",
    )

    @api.depends("office", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for mandate in self:
            mandate.display_name = mandate.office or kinds.get(mandate.kind)

    @api.model
    def _find_mandates(self, person_ids):
        """All mandates of these people, in one query, to look them up."""
        found = self.sudo().search_fetch(
            [("partner_id", "in", list(person_ids))],
            ["partner_id", "company_id", "kind", "date_start", "date_end"],
        )
        return found._look_up()

    def _filter_year(self, year):
        """Those held on some day of the calendar year."""
        return self.filtered(
            lambda mandate: (
                mandate.date_start.year <= year
                and (not mandate.date_end or mandate.date_end.year >= year)
            )
        )

    def _look_up(self):
        return Mandates(
            Mandate(
                mandate.partner_id.id,
                mandate.company_id.id,
                mandate.kind,
                mandate.date_start,
                mandate.date_end or None,
            )
            for mandate in self
        )

    def write(self, vals):
        left = self.engagement_id.sudo()
        result = super().write(vals)
        if "engagement_id" in vals:
            left._check_governance(left.mandate_ids)
        return result

    def _apply(self, vals):
        """Write past the check of ``write``: the time goes along."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.constrains("engagement_id")
    def _check_engagement(self):
        """:raises AccessError: where it would be told of another association's people"""
        self.engagement_id.check_access("write")

    @api.constrains("kind", "date_start", "date_end", "engagement_id")
    def _check_time_given(self):
        engagements = self.engagement_id.sudo()
        engagements._check_governance(engagements.mandate_ids)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        engagements = self.engagement_id.sudo()
        engagements._check_governance(engagements.mandate_ids - self)
