from odoo import api, fields, models
from odoo.exceptions import ValidationError

APPROVER = "volunteer_valuation.group_volunteer_approver"
MANAGER = "volunteer_valuation.group_volunteer_manager"


class ResCompany(models.Model):
    """How an association takes in those who wish to give it time."""

    _inherit = "res.company"

    volunteer_joining = fields.Selection(
        [
            ("listed", "Everybody who has an account"),
            ("link", "Only who has a link of yours"),
            ("closed", "Nobody: you invite people"),
        ],
        string="Who May Ask to Join",
        required=True,
        default="listed",
    )
    volunteer_welcome_id = fields.Many2one(
        "res.users",
        string="Who Answers",
        domain="[('share', '=', False)]",
        help="Answers those who ask to join, and follows them from then on. "
        "Empty: the first manager of the association.",
    )

    volunteer_certificate_own = fields.Boolean(
        string="Volunteers Issue Their Certificates",
        default=True,
        help="On the portal, of what is approved. Otherwise only managers issue them.",
    )

    @api.constrains("volunteer_welcome_id")
    def _check_volunteer_welcome(self):
        for company in self:
            user = company.volunteer_welcome_id
            if user and not company._has_volunteer_approver(user):
                raise ValidationError(
                    self.env._(
                        "%(person)s cannot answer for %(association)s: it needs an "
                        "approver or a manager of this association.",
                        person=user.name,
                        association=company.name,
                    )
                )

    def _has_volunteer_approver(self, user):
        """Whether ``user`` is an approver, or a manager, of this association."""
        self.ensure_one()
        return user.active and self in user.company_ids and user.has_group(APPROVER)

    def _get_volunteer_managers(self):
        """The managers of this association, those first who mainly work in it."""
        self.ensure_one()
        managers = self.env.ref(MANAGER).sudo().all_user_ids
        return managers.filtered(
            lambda user: user.active and self in user.company_ids
        ).sorted(lambda user: (user.company_id != self, user.id))
