from odoo import models
from odoo.tools import SQL

from ..tools.full_days import FullDays
from ..tools.guards import count_days, find_date_problem, find_duration_problem
from .volunteer_time_import_entries import find_period, get_open


class VolunteerTimeImport(models.TransientModel):
    """What the guards of entries refuse, found in the rows before any entry is made.

    They look again when entries are created: this only finds the bad lines of a file in
    one go, however many they are.
    """

    _inherit = "volunteer.time.import"

    def _refuse_what_guards_refuse(self, steps, periods):
        """Make errors of ``steps`` that no entry can be made of."""
        self._refuse_dates(steps)
        for step in get_open(steps):
            self._refuse_figures(step, periods)
        self._refuse_ended_engagements(get_open(steps))
        self._refuse_full_days(get_open(steps))

    def _refuse_dates(self, steps):
        company = self.company_id
        here = self.env["volunteer.time.entry"].new({"company_id": company.id})
        today, oldest = here._get_today(), company.volunteer_oldest_date
        sentences = {}
        for step in steps:
            days = step.row.date, step.row.date_end
            problem = find_date_problem(*days, today, oldest)
            if not problem:
                continue
            if days not in sentences:
                entry = here.new(
                    {"company_id": company.id, "date": days[0], "date_end": days[1]}
                )
                sentences[days] = entry._describe_date_problem(problem)
            step.refuse(sentences[days], problem)

    def _refuse_figures(self, step, periods):
        row = step.row
        entries = self.env["volunteer.time.entry"]
        days = count_days(row.date, row.date_end)
        if problem := find_duration_problem(
            row.hours, row.distance, row.headcount, days
        ):
            step.refuse(entries._describe_duration_problem(problem, days), problem)
        elif row.state == "refused" and not row.refusal_reason.strip():
            step.refuse(
                self.env._("This time was refused, but the file does not tell why."),
                "refusal_reason",
            )
        elif not (row.late_reason or self.late_reason or "").strip():
            if period := find_period(row.date, periods):
                step.refuse(entries._describe_booked(row.date, *period), "booked")

    def _refuse_ended_engagements(self, steps):
        """Time of people whose engagement has ended."""
        people = {step.named_ids.get("partner_id") for step in steps} - {None}
        engagements = self.env["volunteer.engagement"].sudo()
        ended = engagements.search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "in", list(people)),
                ("state", "=", "ended"),
            ],
            ["partner_id", "company_id"],
        )
        sentences = {
            engagement.partner_id.id: self.env["volunteer.time.entry"]._describe_ended(
                engagement
            )
            for engagement in ended
        }
        for step in steps:
            sentence = sentences.get(step.named_ids.get("partner_id"))
            if sentence:
                step.refuse(sentence)

    def _refuse_full_days(self, steps):
        """Time that would give somebody more than 24 hours on a day, in the file's order."""
        single = [
            step
            for step in steps
            if step.named_ids.get("partner_id")
            and step.row.headcount == 1
            and step.row.state != "refused"
        ]
        full_days = self._read_full_days(single)
        for step in single:
            row = step.row
            given = (step.named_ids["partner_id"], row.date, row.date_end, row.hours)
            if full_day := full_days.find(*given):
                entries = self.env["volunteer.time.entry"]
                sentence = entries._describe_full_day(given[0], *full_day)
                step.refuse(sentence, "full_day")
            else:
                full_days.add(*given)

    def _read_full_days(self, steps):
        """What the people of ``steps`` have already given, anywhere, on these days."""
        full_days = FullDays()
        if not steps:
            return full_days
        self.env["volunteer.time.entry"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, date, date_end, hours
                  FROM volunteer_time_entry
                 WHERE partner_id = ANY(%(people)s)
                   AND headcount = 1
                   AND state != 'refused'
                   AND date <= %(last)s
                   AND COALESCE(date_end, date) >= %(first)s
                """,
                people=list({step.named_ids["partner_id"] for step in steps}),
                first=min(step.row.date for step in steps),
                last=max(step.row.date_end or step.row.date for step in steps),
            )
        )
        for row in rows:
            full_days.add(*row)
        return full_days
