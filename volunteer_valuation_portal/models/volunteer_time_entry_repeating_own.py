from datetime import datetime

from odoo import api, models
from odoo.exceptions import UserError

# What belongs to one day, and is not repeated on others.
OF_ONE_DAY = frozenset({"date", "date_end", "late_reason"})
# The days of a year: more at a time would be nobody's own time.
MOST_DAYS = 53


class VolunteerTimeEntry(models.Model):
    """The same time on other days: proposed, then drafts to confirm."""

    _inherit = "volunteer.time.entry"

    def _repeat_own(self, days, late_reason="", opened=""):
        """Drafts of the same time, on other days.

        :param days: dates; what the association no longer offers is not repeated
        :param str late_reason: needed where one of them lies in a booked period
        :param str opened: when the form was, in ISO format: what it made since stands
        :return: the new drafts, with rights past those of the user
        :raises UserError: without a day, with too many, or where a guard refuses one
        """
        self.ensure_one()
        if not days:
            raise UserError(self.env._("Choose at least one day."))
        if len(days) > MOST_DAYS:
            raise UserError(
                self.env._("Choose at most %(number)s days.", number=MOST_DAYS)
            )
        if since := self._read_opened(opened):
            days = sorted(set(days) - self._find_repeated_days(days, since))
        declaring = self.browse().sudo(False)
        told = declaring._prepare_own(self._prepare_repetition())
        return declaring._declare(
            [told | {"date": day, "late_reason": late_reason} for day in days],
            origin="portal",
            submit=False,
        ).sudo()

    def _prepare_repetition(self):
        told = self._get_own_fields() - OF_ONE_DAY
        if not self._is_group():
            told -= {"headcount"}
        [values] = self.read(list(told), load=None)
        values = {name: values[name] for name in told}
        association = self.company_id
        if self.project_id not in self._get_offered_projects(association):
            values["project_id"] = False
        if self.activity_id not in self._get_offered_activities(association):
            values["activity_id"] = False
        return values

    def _find_repeated_days(self, days, since=datetime.min):
        """Those of ``days`` on which this person's same thing is told, since a moment."""
        same = self.search_read(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("date", "in", days),
                ("name", "=", self.name),
            ],
            ["date", "create_date"],
        )
        return {row["date"] for row in same if row["create_date"] > since}

    @api.model
    def _has_booked_day(self, association, days):
        """Whether a booking of the association may hold one of ``days``."""
        return bool(days) and bool(
            self.env["volunteer.valuation"]
            .sudo()
            .search_count(
                [
                    ("state", "=", "posted"),
                    ("company_id", "=", association.id),
                    ("date_from", "<=", max(days)),
                    ("date_to", ">=", min(days)),
                ],
                limit=1,
            )
        )
