from odoo import api, fields, models


class VolunteerEngagement(models.Model):
    """The mandates that somebody holds in an association."""

    _inherit = "volunteer.engagement"

    mandate_ids = fields.One2many("volunteer.mandate", "engagement_id")

    @api.model
    def _unite(self, people):
        self.env["volunteer.cec.declaration"]._unite(people)
        return super()._unite(people)

    def _take_over(self, spare):
        spare.mandate_ids._apply({"engagement_id": self.id})
        lines = self.env["volunteer.cec.declaration.line"].sudo()
        lines.search([("engagement_id", "in", spare.ids)])._apply(
            {"engagement_id": self.id}
        )
        return super()._take_over(spare)

    def _check_governance(self, mandates):
        """:raises ValidationError: where time was given to govern, but none of ``mandates`` held"""
        given = self.env["volunteer.time.entry"].search(
            [
                ("engagement_id", "in", self.ids),
                ("capacity", "=", "governance"),
                ("state", "!=", "refused"),
            ]
        )
        given._check_mandated(mandates._look_up())
