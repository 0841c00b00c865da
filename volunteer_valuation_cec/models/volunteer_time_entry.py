import json
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

CAPACITIES = [
    ("none", "No particular one"),
    ("governance", "Administration or direction"),
    ("supervision", "Supervising volunteers"),
]


class VolunteerTimeEntry(models.Model):
    """In which capacity time was given, which the compte d'engagement citoyen asks for.

    Proposed from the activity, where the person holds a mandate of its kind; the person
    changes it, who approves looks at it. It has nothing to do with value: time of statutory
    meetings counts here, though it may not be valued.
    """

    _inherit = "volunteer.time.entry"

    capacity = fields.Selection(
        CAPACITIES,
        compute="_compute_capacity",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Only time given in one of these capacities counts for the compte "
        "d'engagement citoyen.",
    )

    # Not on the dates: correcting a day leaves alone what the person chose.
    @api.depends("activity_id", "partner_id", "company_id")
    def _compute_capacity(self):
        # A form that is being filled in may name anybody: it proposes what its user may know.
        mandates = self.env["volunteer.mandate"].sudo(self.env.su or all(self._ids))
        mandates = mandates.search([("partner_id", "in", self.partner_id.ids)])
        mandates = mandates._look_up()
        for entry in self:
            kind = entry.activity_id.capacity
            if kind in (False, "none"):
                entry.capacity = entry.capacity or "none"
            else:
                entry.capacity = kind if entry._is_mandated(kind, mandates) else "none"

    @api.model
    def _get_declared_fields(self):
        return super()._get_declared_fields() | {"capacity"}

    @api.model
    def _complete(self, vals_list):
        """With the capacity that activities and mandates propose, in one query for all."""
        completed = super()._complete(vals_list)
        activities = self._browse_each("volunteer.activity", "activity_id", completed)
        proposed = []
        for vals, activity in zip(completed, activities, strict=True):
            if not vals.get("capacity"):
                vals["capacity"] = "none"
                if activity.capacity != "none" and vals["headcount"] == 1:
                    proposed.append((vals, activity.capacity))
        people = {vals["partner_id"] for vals, _kind in proposed if vals["partner_id"]}
        mandates = self.env["volunteer.mandate"]._find_mandates(people)
        for vals, kind in proposed:
            first = fields.Date.to_date(vals["date"])
            last = fields.Date.to_date(vals.get("date_end")) or first
            if mandates.cover(
                vals["partner_id"], vals["company_id"], kind, first, last
            ):
                vals["capacity"] = kind
        return completed

    def _is_mandated(self, kind, mandates):
        """Whether it is one person's, who held a mandate of this kind all along."""
        return bool(self.date and self.headcount == 1) and mandates.cover(
            self.partner_id.id,
            self.company_id.id,
            kind,
            self.date,
            self.date_end or self.date,
        )

    def _check_guards(self):
        result = super()._check_guards()
        self._check_capacity()
        return result

    @api.constrains(
        "capacity", "partner_id", "company_id", "headcount", "date", "date_end"
    )
    def _check_capacity(self):
        """:raises ValidationError: where nobody, a group, or somebody without the mandate
        would have given time in a capacity
        """
        in_capacity = self.filtered(lambda entry: entry.capacity not in (False, "none"))
        people = in_capacity.partner_id.ids
        in_capacity._check_mandated(
            self.env["volunteer.mandate"]._find_mandates(people)
        )

    def _check_mandated(self, mandates):
        """:raises ValidationError: for what ``_find_capacity_problem`` finds"""
        for entry in self:
            if problem := entry._find_capacity_problem(mandates):
                raise ValidationError(entry._describe_capacity_problem(problem))

    def _find_capacity_problem(self, mandates):
        """Why time cannot have been given in its capacity, as a code, or None."""
        if self.capacity in (False, "none"):
            return None
        if self.headcount > 1 or not self.partner_id:
            return "group"
        is_governance = self.capacity == "governance"
        if is_governance and not self._is_mandated("governance", mandates):
            return "no_mandate"
        return None

    def _describe_capacity_problem(self, problem):
        if problem == "group":
            return self.env._(
                "A group holds no mandate: only the time of one person is given in a "
                "capacity."
            )
        days = [format_date(self.env, day) for day in (self.date, self.date_end) if day]
        return self.env._(
            "%(person)s held no mandate of administration or direction in "
            "%(association)s on %(days)s: this time counts in no such capacity, unless "
            "their mandate is recorded.",
            person=self.partner_id.display_name,
            association=self.company_id.name,
            days=" – ".join(days),
        )

    def _describe_figures_of_one(self):
        figures = super()._describe_figures_of_one()
        if self.capacity in (False, "none"):
            return figures
        return f"{figures} · {self._describe_capacity()}"

    def _describe_capacity(self):
        capacities = dict(self._fields["capacity"]._description_selection(self.env))
        return capacities[self.capacity or "none"]

    def _fingerprint_for_cec(self):
        """What an attestation vouches for, told apart from any change of it."""
        vouched = [
            (entry.id, str(entry.date), entry.hours, entry.capacity)
            for entry in self.sorted("id")
        ]
        return sha256(json.dumps(vouched).encode()).hexdigest()
