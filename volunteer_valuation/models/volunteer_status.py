from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerStatus(models.Model):
    """Legal status of the person who gives time.

    A *volontaire* (service civique…) is not a *bénévole*: their time is counted, not valued.
    An entry without a status is that of a bénévole.
    """

    _name = "volunteer.status"
    _description = "Volunteer Status"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", string="Association")
    valued = fields.Boolean(
        default=True,
        help="Whether time given under this status is given a value in money.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        entries = self.env["volunteer.time.entry"].sudo()
        if entries.search_count([("status_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("This status is used by time entries: archive it instead.")
            )
