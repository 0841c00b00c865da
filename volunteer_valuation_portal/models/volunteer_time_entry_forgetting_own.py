from odoo import api, models
from odoo.fields import Domain


class VolunteerTimeEntry(models.Model):
    """Asking to be forgotten oneself; and what this addon adds for forgetting to reach."""

    _inherit = "volunteer.time.entry"

    @api.model
    def _foresee_forgetting_own(self):
        """What forgetting the user would do, for each association: see the log of it."""
        return self.env["volunteer.erasure"].sudo()._foresee(self.env.user.partner_id)

    @api.model
    def _forget_own(self, closes_account):
        """Forget the user, for good. The time of an organisation that they represent stays.

        :param bool closes_account: also close the portal account; others keep theirs
        """
        user = self.env.user
        self._forget(user.partner_id)
        if closes_account and user.share:
            user.sudo()._deactivate_portal_user()

    # ------------------------------------------------------------------
    # What forgetting reaches
    # ------------------------------------------------------------------
    @api.model
    def _forget_elsewhere(self, people, companies):
        """Also invitations, and the mails about their accounts."""
        invited = [("partner_id", "in", people.ids)]
        self.env["volunteer.invitation.line"].search(invited).unlink()
        users = people.with_context(active_test=False).user_ids
        self.env["mail.message"].search(
            [("model", "=", "res.users"), ("res_id", "in", users.ids)]
        ).unlink()
        return super()._forget_elsewhere(people, companies)

    @api.model
    def _prepare_nobody(self):
        return super()._prepare_nobody() | {"declared_by": False}

    @api.model
    def _get_people_domain(self):
        return super()._get_people_domain() | Domain("declared_by", "!=", False)
