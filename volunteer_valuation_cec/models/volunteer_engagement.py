from odoo import fields, models


class VolunteerEngagement(models.Model):
    """The mandates that somebody holds in an association."""

    _inherit = "volunteer.engagement"

    mandate_ids = fields.One2many("volunteer.mandate", "engagement_id")

    def _take_over(self, spare):
        spare.mandate_ids.engagement_id = self
        return super()._take_over(spare)
