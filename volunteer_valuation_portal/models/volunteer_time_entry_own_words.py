from odoo import api, models
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from odoo.addons.volunteer_valuation.tools.durations import format_duration


class VolunteerTimeEntry(models.Model):
    """How an entry is told to the person who declared it, in plain words."""

    _inherit = "volunteer.time.entry"

    @api.model
    def _get_state_words(self):
        """What each state is to those who do not know the words of the office."""
        return {
            "draft": self.env._("Draft, not sent yet"),
            "submitted": self.env._("Waiting for approval"),
            "approved": self.env._("Approved"),
            "refused": self.env._("Refused"),
        }

    def _describe_state(self):
        self.ensure_one()
        return self._get_state_words()[self.state]

    def _describe_days(self):
        """The day, or the first and the last one."""
        self.ensure_one()
        days = dict.fromkeys(filter(None, (self.date, self.date_end)))
        return " – ".join(
            format_date(self.env, day, date_format="full") for day in days
        )

    def _describe_time(self):
        """How long it took, how far it was: ``2 h 30``, for a group ``30 × 4 h = 120 h``."""
        self.ensure_one()
        time = format_duration(self.total_hours)
        if self.headcount > 1:
            time = f"{self.headcount} × {format_duration(self.hours)} = {time}"
        distance = self.distance and self._describe_distance()
        estimated = self.is_estimate and self.env._("estimated")
        parts = (self.hours or not distance) and time, distance, estimated
        return " · ".join(filter(None, parts))

    def _describe_distance(self):
        kilometres = f"{self.distance:g}".replace(".", get_lang(self.env).decimal_point)
        return f"{kilometres} km"
