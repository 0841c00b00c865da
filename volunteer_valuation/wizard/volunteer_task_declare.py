from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class VolunteerTaskDeclare(models.TransientModel):
    """Declare the time of a finished task for several people at once.

    Proposes the task's assignees and its title; every person gets an entry of their own.
    """

    _name = "volunteer.task.declare"
    _description = "Declare Time for Several People"

    task_id = fields.Many2one("project.task", required=True, readonly=True)
    name = fields.Char(string="What Was Done", required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    date_end = fields.Date(string="Last Day")
    hours = fields.Float(string="Hours per Person", required=True)
    is_estimate = fields.Boolean(string="Estimated")
    activity_id = fields.Many2one("volunteer.activity")
    level_id = fields.Many2one("volunteer.level")
    partner_ids = fields.Many2many("res.partner", string="People", required=True)
    total_hours = fields.Float(compute="_compute_total_hours")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        task = self.env["project.task"].browse(
            values.get("task_id") or self.env.context.get("active_id")
        )
        task.check_access("read")
        values["task_id"] = task.id
        values.setdefault("name", task.name)
        people = task.user_ids.partner_id.ids
        values.setdefault("partner_ids", [Command.set(people)])
        values.setdefault("hours", task.volunteer_planned_hours)
        activity = task.project_id.volunteer_activity_id
        values.setdefault("activity_id", activity.id)
        values.setdefault("level_id", activity.level_id.id)
        return values

    @api.depends("hours", "partner_ids")
    def _compute_total_hours(self):
        for wizard in self:
            wizard.total_hours = wizard.hours * len(wizard.partner_ids)

    def action_declare(self):
        """Declare and submit one entry per person.

        :raises AccessError: where the user may not declare for one of them
        :raises UserError: without people
        """
        self.ensure_one()
        if not self.partner_ids:
            raise UserError(self.env._("Choose at least one person."))
        self.task_id.check_access("read")
        entries = self.env["volunteer.time.entry"]._declare(
            [self._prepare_entry(partner) for partner in self.partner_ids],
            origin="task",
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s entries declared, %(hours).2f hours in all.",
                    count=len(entries),
                    hours=self.total_hours,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _prepare_entry(self, partner):
        return {
            "name": self.name,
            "date": self.date,
            "date_end": self.date_end,
            "hours": self.hours,
            "is_estimate": self.is_estimate,
            "partner_id": partner.id,
            "task_id": self.task_id.id,
            "project_id": self.task_id.project_id.id,
            "activity_id": self.activity_id.id,
            "level_id": self.level_id.id,
        }
