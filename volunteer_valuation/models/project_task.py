from odoo import api, fields, models
from odoo.exceptions import UserError


class ProjectTask(models.Model):
    _inherit = "project.task"

    volunteer_entry_ids = fields.One2many(
        "volunteer.time.entry", "task_id", groups="base.group_user"
    )
    volunteer_hours = fields.Float(
        compute="_compute_volunteer_hours",
        help="Approved hours given to this task.",
    )
    volunteer_planned_hours = fields.Float(
        string="Planned Volunteer Hours",
        help="Hours that volunteers are expected to give to this task.",
    )

    @api.depends_context("uid")
    def _compute_volunteer_hours(self):
        entries = self.env["volunteer.time.entry"]
        hours = {}
        if entries.has_access("read"):
            groups = entries._read_group(
                [("task_id", "in", self.ids), ("state", "=", "approved")],
                ["task_id"],
                ["total_hours:sum"],
            )
            hours = dict(groups)
        for task in self:
            task.volunteer_hours = hours.get(task._origin, 0.0)

    def action_open_volunteer_entries(self):
        """Open the time that was given to this task."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_valuation.action_volunteer_time_entry"
        )
        return action | {
            "domain": [("task_id", "=", self.id)],
            "context": {"default_task_id": self.id},
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_volunteer_time(self):
        entries = self.env["volunteer.time.entry"].sudo()
        if entries.search_count([("task_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("Volunteers gave time to this task: archive it instead.")
            )
