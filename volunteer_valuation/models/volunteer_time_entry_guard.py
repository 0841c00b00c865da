from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_date
from odoo.tools.misc import formatLang

from ..tools.guards import (
    HOURS_PER_DAY,
    MOST_KILOMETRES,
    TOLERANCE,
    count_days,
    find_date_problem,
    find_duration_problem,
)


class VolunteerTimeEntry(models.Model):
    """The guards: what is refused on every way in, one clear sentence each.

    Being superuser passes rights, never guards.
    """

    _inherit = "volunteer.time.entry"

    @api.model
    def _check_told(self, vals):
        """:raises ValidationError: where ``vals`` take away what every guard looks at"""
        for name in ("date", "company_id"):
            if name in vals and not vals[name]:
                raise ValidationError(
                    self.env._("“%(field)s” is needed.", field=self._get_label(name))
                )

    def _check_guards(self):
        """All guards, for entries that come back (a refusal that is submitted again)."""
        self._check_name()
        self._check_dates()
        self._check_duration()
        self._check_project()
        self._check_engagement()
        self._check_booked_period()
        self._check_hours_per_day()

    def _check_company(self, fnames=None):
        """Entries of the same association, activity and level stand or fall together."""
        alike = {(e.company_id, e.activity_id, e.level_id): e for e in self}
        one_of_each = self.browse().concat(*alike.values())
        return super(VolunteerTimeEntry, one_of_each)._check_company(fnames)

    @api.constrains("name")
    def _check_name(self):
        for entry in self:
            if not (entry.name or "").strip():
                raise ValidationError(
                    self.env._(
                        "Tell in a few words what was done, or choose an activity."
                    )
                )

    @api.constrains("date", "date_end", "company_id")
    def _check_dates(self):
        for company, entries in self.grouped("company_id").items():
            today = entries[0]._get_today()
            oldest = company.volunteer_oldest_date
            for entry in entries:
                problem = find_date_problem(
                    entry.date, entry.date_end or None, today, oldest
                )
                if problem:
                    raise ValidationError(entry._describe_date_problem(problem))

    @api.constrains("hours", "distance", "headcount", "date", "date_end")
    def _check_duration(self):
        for entry in self:
            days = count_days(entry.date, entry.date_end or None)
            problem = find_duration_problem(
                entry.hours, entry.distance, entry.headcount, days
            )
            if problem:
                raise ValidationError(entry._describe_duration_problem(problem, days))

    @api.constrains("project_id", "task_id", "company_id")
    def _check_project(self):
        places = {(e.project_id, e.task_id, e.company_id) for e in self}
        for project, task, company in places:
            project, task = project.sudo(), task.sudo()
            companies = company.sudo().parent_ids
            if project.company_id - companies:
                raise ValidationError(
                    self.env._("This project belongs to another association.")
                )
            if task.company_id - companies:
                raise ValidationError(
                    self.env._("This task belongs to another association.")
                )
            if task and task.project_id != project:
                raise ValidationError(
                    self.env._("This task does not belong to that project.")
                )

    @api.constrains("partner_id", "company_id", "date")
    def _check_engagement(self):
        for engagement in self.engagement_id.sudo():
            if engagement.state == "ended":
                raise ValidationError(self._describe_ended(engagement))

    @api.constrains("partner_id", "headcount", "hours", "date", "date_end")
    def _check_hours_per_day(self):
        """No person gives more than 24 hours a day, over all their entries everywhere."""
        single = self.filtered(
            lambda entry: (
                entry.partner_id and entry.headcount == 1 and entry.state != "refused"
            )
        )
        if not single:
            return
        self.flush_model(
            ["partner_id", "headcount", "hours", "date", "date_end", "state"]
        )
        # Of long entries only the days that these may fill count: all of them would be many.
        # No join of days with entries: after a large transaction the planner knows too
        # little of the table, and would at times compare every day with every entry.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, day, hours
                  FROM (SELECT entry.partner_id,
                               entry.date + shift AS day,
                               SUM(entry.hours / (span.days + 1)) AS hours,
                               ARRAY_AGG(entry.id) AS entry_ids
                          FROM volunteer_time_entry entry,
                               LATERAL (SELECT COALESCE(entry.date_end, entry.date)
                                               - entry.date AS days) span,
                               LATERAL generate_series(
                                   GREATEST(0, %(first)s - entry.date),
                                   LEAST(span.days, %(last)s - entry.date)
                               ) shift
                         WHERE entry.partner_id = ANY(%(people)s)
                           AND entry.headcount = 1
                           AND entry.state != 'refused'
                           AND entry.date <= %(last)s
                           AND COALESCE(entry.date_end, entry.date) >= %(first)s
                      GROUP BY entry.partner_id, entry.date + shift
                        HAVING SUM(entry.hours / (span.days + 1)) > %(limit)s
                       ) full_day
                 WHERE entry_ids && %(ids)s
              ORDER BY day
                 LIMIT 1
                """,
                people=single.partner_id.ids,
                first=min(single.mapped("date")),
                last=max(entry.date_end or entry.date for entry in single),
                ids=list(single.ids),
                limit=HOURS_PER_DAY + TOLERANCE,
            )
        )
        for full_day in rows:
            raise ValidationError(self._describe_full_day(*full_day))

    def _lock_people(self, *partner_ids):
        """Let two requests for the same person follow one another.

        Each adds up the hours of a day without seeing the other's: touching the person's
        row makes the second one fail on it, and Odoo then runs it again.
        """
        ids = sorted({*self.partner_id.ids, *filter(None, partner_ids)})
        if ids:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE res_partner SET write_date = write_date
                     WHERE id IN (SELECT id FROM res_partner WHERE id = ANY(%s)
                                  ORDER BY id FOR NO KEY UPDATE)
                    """,
                    ids,
                )
            )

    def _get_today(self):
        """Today where the person who declares is, or else where the association is."""
        association = self.company_id[:1] or self.env.company
        zone = self.env.user.tz or association._get_volunteer_timezone()
        return fields.Date.context_today(self.with_context(tz=zone))

    # ------------------------------------------------------------------
    # The sentences
    # ------------------------------------------------------------------
    @api.model
    def _describe_ended(self, engagement):
        return self.env._(
            "The engagement of %(person)s in %(association)s has ended: take it up "
            "again before declaring time.",
            person=engagement.partner_id.display_name,
            association=engagement.company_id.name,
        )

    @api.model
    def _describe_full_day(self, partner_id, day, hours):
        person = self.env["res.partner"].sudo().browse(partner_id)
        return self.env._(
            "%(person)s would have given %(hours)s hours on %(day)s: a day has 24.",
            person=person.display_name,
            hours=formatLang(self.env, hours),
            day=format_date(self.env, day),
        )

    def _describe_date_problem(self, problem):
        match problem:
            case "end_before_start":
                return self.env._("The last day comes before the first one.")
            case "future":
                return self.env._(
                    "Time is declared once it is given: %(day)s is still to come.",
                    day=format_date(self.env, self.date_end or self.date),
                )
            case "too_old":
                return self.env._(
                    "%(day)s is before %(oldest)s, the oldest day that %(association)s "
                    "accepts.",
                    day=format_date(self.env, self.date),
                    oldest=format_date(self.env, self.company_id.volunteer_oldest_date),
                    association=self.company_id.name,
                )

    def _describe_duration_problem(self, problem, days):
        match problem:
            case "hours_not_finite":
                return self.env._("The duration is not a number.")
            case "distance_invalid":
                return self.env._("The distance must be zero or more kilometres.")
            case "distance_too_long":
                return self.env._(
                    "Nobody travels %(limit)s kilometres or more for one entry.",
                    limit=MOST_KILOMETRES,
                )
            case "headcount_invalid":
                return self.env._("The number of people must be one or more.")
            case "hours_negative":
                return self.env._("The duration cannot be negative.")
            case "hours_missing":
                return self.env._(
                    "Tell how long it took, or at least the distance travelled."
                )
            case "hours_too_long":
                return self.env._(
                    "No more than %(limit)s hours fit into %(days)s day(s).",
                    limit=int(HOURS_PER_DAY) * days,
                    days=days,
                )
