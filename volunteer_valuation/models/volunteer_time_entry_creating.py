from odoo import api, models

from .volunteer_time_entry import ORIGIN_FIELDS, TRANSITION_FIELDS

# Says that values lack no default; no client can send it.
COMPLETE = object()


class VolunteerTimeEntry(models.Model):
    """Creating: one INSERT holds all that follows from what is told, in batch.

    Ten thousand entries cost a constant number of queries, and no UPDATE.
    """

    _inherit = "volunteer.time.entry"

    @api.model
    def default_get(self, fields):
        """Neither a context nor a user's own default tells what a transition tells."""
        told = (TRANSITION_FIELDS | ORIGIN_FIELDS).intersection(fields)
        defaults = super().default_get([name for name in fields if name not in told])
        for name in told:
            if default := self._fields[name].default:
                defaults[name] = default(self)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("volunteer_complete") is not COMPLETE:
            for vals in vals_list:
                self._check_writable(vals)
            vals_list = self._complete(vals_list)
            self._foresee(vals_list)._check_may_declare()
        self._value(vals_list)
        quietly = self.with_context(
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            tracking_disable=True,
            volunteer_complete=COMPLETE,
        )
        return super(VolunteerTimeEntry, quietly).create(vals_list).with_env(self.env)

    @api.model
    def _insert(self, vals_list):
        """Create entries of complete values, in the state that these tell.

        Rights are the caller's to check; the guards are met here.
        """
        complete = self.with_context(volunteer_complete=COMPLETE)
        return complete.create(vals_list).with_env(self.env)

    @api.model
    def _add_missing_default_values(self, values):
        """Complete values lack none; looking for each entry would take a tenth of its time."""
        if self.env.context.get("volunteer_complete") is COMPLETE:
            return values
        return super()._add_missing_default_values(values)

    # ------------------------------------------------------------------
    # Completing what was told
    # ------------------------------------------------------------------
    @api.model
    def _complete(self, vals_list):
        """Values with all that follows from task, project, activity and engagement."""
        for vals in vals_list:
            self._check_told(vals)
        defaults = self._add_missing_default_values({})
        completed = [defaults | vals for vals in vals_list]
        tasks = self._browse_each("project.task", "task_id", completed)
        for vals, task in zip(completed, tasks, strict=True):
            vals["project_id"] = vals.get("project_id") or task.project_id.id
        projects = self._browse_each("project.project", "project_id", completed)
        for given, vals, project in zip(vals_list, completed, projects, strict=True):
            if not given.get("company_id") and project.company_id:
                vals["company_id"] = project.company_id.id
            if "activity_id" not in given:
                vals["activity_id"] = project.volunteer_activity_id.id
        activities = self._browse_each("volunteer.activity", "activity_id", completed)
        engagements = self._add_engagements(completed)
        for vals, activity, engagement in zip(
            completed, activities, engagements, strict=True
        ):
            vals["name"] = vals.get("name") or activity.name
            vals.setdefault("level_id", activity.level_id.id)
            vals.setdefault("status_id", engagement.status_id.id)
        return completed

    @api.model
    def _add_engagements(self, vals_list):
        """Complete each values by the engagement of its person in its association."""
        people = [(vals["partner_id"], vals["company_id"]) for vals in vals_list]
        # Before looking: two first entries at once would both make the engagement.
        self._lock_people(*(partner for partner, _company in people))
        found = self.env["volunteer.engagement"]._find_or_create(
            {(partner, company) for partner, company in people if partner}
        )
        nobody = self.env["volunteer.engagement"]
        engagements = [found.get(person, nobody) for person in people]
        for vals, engagement in zip(vals_list, engagements, strict=True):
            vals["engagement_id"] = engagement.id
        return engagements

    @api.model
    def _browse_each(self, model, field, vals_list):
        """One record of ``model`` per values, prefetched together."""
        ids = [vals.get(field) or False for vals in vals_list]
        records = self.env[model].sudo().browse({id_ for id_ in ids if id_}).exists()
        by_id = {record.id: record for record in records}
        nothing = records.browse()
        return [by_id.get(id_, nothing) for id_ in ids]
