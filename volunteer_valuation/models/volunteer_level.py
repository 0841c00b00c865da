from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerLevel(models.Model):
    """Competence that a task asks for, not the diploma of the person who does it.

    A lawyer who paints a wall is valued as a painter.
    """

    _name = "volunteer.level"
    _description = "Volunteer Level"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", string="Association")
    description = fields.Text(translate=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        entries = self.env["volunteer.time.entry"].sudo()
        if entries.search_count([("level_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("This level is used by time entries: archive it instead.")
            )
