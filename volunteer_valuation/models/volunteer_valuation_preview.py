from odoo import models
from odoo.tools import format_date

from .volunteer_valuation_bookable import GIFTS, TIME


class VolunteerValuation(models.Model):
    """What a draft shows before anything is booked: what would be, and what cannot and why."""

    _inherit = "volunteer.valuation"

    def _render_preview(self):
        if not (self.company_id and self.date_from and self.date_to):
            return False
        lines = self._prepare_lines()
        return self.env["ir.qweb"]._render(
            "volunteer_valuation.valuation_preview",
            {
                "valuation": self,
                "lines": [self._describe_preview_line(line) for line in lines],
                "count": sum(line["entry_count"] for line in lines),
                "hours": sum(line["hours"] for line in lines),
                "amount": self.currency_id.round(sum(line["amount"] for line in lines)),
                "late": [
                    {
                        "year": self._describe_period(first, last),
                        "hours": hours,
                        "amount": amount,
                    }
                    for first, last, hours, amount in self._read_late()
                ],
                "obstacles": self._get_obstacles(),
                "lock": self._describe_violated_lock(self.date_to),
            },
        )

    def _describe_preview_line(self, line):
        """A line as people read it."""
        natures = self.env["volunteer.contribution.nature"].sudo()
        projects = self.env["project.project"].sudo()
        destinations = dict(
            self.env["volunteer.activity"]
            ._fields["destination"]
            ._description_selection(self.env)
        )
        return {
            "nature": natures.browse(line["nature_id"]).name,
            "project": projects.browse(line["project_id"]).name,
            "destination": destinations.get(line["destination"], ""),
            "late": line["late_from"]
            and self._describe_period(line["late_from"], line["late_to"]),
            "count": line["entry_count"],
            "hours": line["hours"],
            "amount": line["amount"],
        }

    def _describe_period(self, first, last):
        return f"{format_date(self.env, first)} – {format_date(self.env, last)}"

    def _get_obstacles(self):
        """What of the period cannot be booked.

        :return: [(reason, number of entries or contributions, hours, amount in kind)]
        """
        return [
            *((*obstacle, 0.0) for obstacle in self._get_time_obstacles()),
            *((*obstacle, 0.0) for obstacle in self._get_unvalued_obstacles()),
            *(
                (reason, count, 0.0, amount)
                for reason, count, amount in self._get_gift_obstacles()
            ),
        ]

    def _get_time_obstacles(self):
        groups = self._read_states(TIME, "total_hours:sum")
        return [
            (reason, count, hours)
            for state, valuation, count, hours in groups
            if (reason := self._describe_obstacle(TIME, state, valuation))
        ]

    def _get_unvalued_obstacles(self):
        """Why approved time has no value, one line for each thing that decides it."""
        return [
            (self.env._("not valued: %s", reason), count, hours)
            for reason, count, hours in self.env[TIME]._read_unvalued(
                self._get_period_domain()
            )
        ]

    def _get_gift_obstacles(self):
        obstacles = []
        for state, valuation, count, amount in self._read_states(GIFTS, "amount:sum"):
            reason = self._describe_obstacle(GIFTS, state, valuation)
            if reason:
                reason = self.env._("contribution in kind, %(reason)s", reason=reason)
                obstacles.append((reason, count, amount))
        return obstacles

    def _read_states(self, model, total):
        return (
            self.env[model]
            .sudo()
            ._read_group(
                self._get_period_domain(),
                ["state", "valuation_id"],
                ["__count", total],
            )
        )

    def _describe_obstacle(self, model, state, valuation):
        """Why what is in this state, and in that booking, cannot be booked; or None."""
        if valuation:
            return self.env._("already booked (%s)", valuation.display_name)
        if state != "approved":
            states = self.env[model]._fields["state"]._description_selection(self.env)
            return self.env._("not approved: %s", dict(states)[state])
        return None
