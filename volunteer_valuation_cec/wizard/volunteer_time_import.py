from odoo import models

from odoo.addons.volunteer_valuation.wizard.volunteer_time_import_entries import (
    get_open,
)


class VolunteerTimeImport(models.TransientModel):
    """Files may tell in which capacity time was given; else activity and mandate propose it."""

    _inherit = "volunteer.time.import"

    def _get_template_meanings(self):
        return super()._get_template_meanings() | {
            "capacity": self.env._(
                "For the compte d'engagement citoyen: what the person was in charge of "
                "when they gave the time. Where it is empty, it follows from the activity "
                "and their mandate."
            )
        }

    def _prepare_entry(self, step, common, periods):
        return super()._prepare_entry(step, common, periods) | {
            "capacity": step.row.choices.get("capacity")
        }

    def _is_same(self, row, entry):
        told = row.choices.get("capacity")
        return super()._is_same(row, entry) and (not told or told == entry.capacity)

    def _refuse_what_guards_refuse(self, steps, periods):
        result = super()._refuse_what_guards_refuse(steps, periods)
        self._refuse_capacities(get_open(steps))
        return result

    def _refuse_capacities(self, steps):
        """What ``_check_capacity`` of entries would refuse, in one query for all lines."""
        entries = self.env["volunteer.time.entry"].sudo()
        in_capacity = [
            (step, entries.new(self._prepare_told(step)))
            for step in steps
            if step.row.choices.get("capacity", "none") != "none"
        ]
        people = {step.named_ids.get("partner_id") for step, _entry in in_capacity}
        mandates = self.env["volunteer.mandate"]._find_mandates(people - {None})
        for step, entry in in_capacity:
            if problem := entry._find_capacity_problem(mandates):
                step.refuse(entry._describe_capacity_problem(problem), problem)

    def _prepare_told(self, step):
        """Of what a line tells, what its capacity depends on."""
        return {
            "company_id": self.company_id.id,
            "partner_id": step.named_ids.get("partner_id", False),
            "date": step.row.date,
            "date_end": step.row.date_end,
            "headcount": step.row.headcount,
            "capacity": step.row.choices["capacity"],
        }
