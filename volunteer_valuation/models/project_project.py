from odoo import api, fields, models
from odoo.exceptions import UserError


class ProjectProject(models.Model):
    _inherit = "project.project"

    volunteer_declarable = fields.Boolean(
        string="Volunteers Can Declare Time",
        default=True,
        help="Whether the portal and links offer this project; never a reason to refuse.",
    )
    volunteer_activity_id = fields.Many2one(
        "volunteer.activity",
        string="Usual Activity",
        check_company=True,
        ondelete="restrict",
        help="Proposed on the time that is given to this project.",
    )
    volunteer_entry_ids = fields.One2many(
        "volunteer.time.entry", "project_id", groups="base.group_user"
    )
    volunteer_hours = fields.Float(
        compute="_compute_volunteer_hours",
        help="Approved hours given to this project.",
    )

    @api.depends_context("uid")
    def _compute_volunteer_hours(self):
        entries = self.env["volunteer.time.entry"]
        hours = {}
        if entries.has_access("read"):
            groups = entries._read_group(
                [("project_id", "in", self.ids), ("state", "=", "approved")],
                ["project_id"],
                ["total_hours:sum"],
            )
            hours = dict(groups)
        for project in self:
            project.volunteer_hours = hours.get(project._origin, 0.0)

    def action_open_volunteer_entries(self):
        """Open the time that was given to this project."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_valuation.action_volunteer_time_entry"
        )
        return action | {
            "domain": [("project_id", "=", self.id)],
            "context": {"default_project_id": self.id},
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_volunteer_time(self):
        entries = self.env["volunteer.time.entry"].sudo()
        if entries.search_count([("project_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("Volunteers gave time to this project: archive it instead.")
            )
