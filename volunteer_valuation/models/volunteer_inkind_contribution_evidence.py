from odoo import models


class VolunteerInkindContribution(models.Model):
    """The evidence of contributions: agreements, certificates, price lists.

    Whoever reads a contribution reads the files that were uploaded for it.
    """

    _inherit = "volunteer.inkind.contribution"

    def _take_evidence(self):
        """Hang files that were just uploaded on their contribution.

        :raises AccessError: for files that the user may not read
        """
        for contribution in self:
            files = contribution.sudo().evidence_ids.sudo(self.env.su)
            files.check_access("read")
            uploaded = files.filtered(lambda file: not file.res_id and not file.public)
            uploaded._hang_on_contribution(contribution)
