from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from odoo import models
from odoo.exceptions import UserError

from .volunteer_time_import_names import NAMED_BY
from .volunteer_time_import_step import Step

# Entries written at once: more costs memory, fewer costs queries.
BATCH = 5_000
# What the rows of two exports may differ by and still tell the same hours.
PRECISION = 1e-6
FIGURES = ("date", "date_end", "hours", "headcount", "distance")


def split(items: Sequence) -> Iterator[Sequence]:
    """``items`` in batches."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def get_open(steps: Iterable[Step]) -> list[Step]:
    """Those of ``steps`` of which nothing is known yet."""
    return [step for step in steps if not step.outcome]


def find_period(day: date, periods: Iterable[tuple[date, date]]):
    """The first and last day of the period that ``day`` lies in, or None."""
    return next((p for p in periods if p[0] <= day <= p[1]), None)


class VolunteerTimeImport(models.TransientModel):
    """From rows to entries: recognised, or created in the state that the row tells."""

    _inherit = "volunteer.time.import"

    def _prepare_steps(self):
        """Find what each line of the file does; people, projects… that are missing are made.

        :return: all steps, and the names that were not clear by themselves
        """
        steps = self._read_steps()
        self._refuse_repetitions(steps)
        for batch in split(get_open(steps)):
            self._recognise(batch)
        new = get_open(steps)
        matches = self._resolve_names(new)
        self._refuse_what_guards_refuse(get_open(new), self._get_booked_periods())
        return steps, matches

    def _create_what_is_new(self, steps):
        """Create the entries of ``steps`` that nothing speaks against so far."""
        new = get_open(steps)
        common = self._prepare_common_by_state()
        periods = self._get_booked_periods()
        for batch in split(new):
            self._create_entries(batch, common, periods)
            # A hundred thousand entries need not stay in memory.
            self.env["volunteer.time.entry"].invalidate_model()
        for step in new:
            step.outcome = step.outcome or common[self._get_state(step)]["state"]

    def _refuse_repetitions(self, steps):
        """Refuse what would make the same entry a second time."""
        numbers = {}
        for step in get_open(steps):
            first = numbers.setdefault(step.import_key, step.line.number)
            if first != step.line.number:
                step.refuse(
                    self.env._(
                        "The reference “%(reference)s” stands on line %(line)s already.",
                        reference=step.row.reference,
                        line=first,
                    ),
                    "repetition",
                )

    # ------------------------------------------------------------------
    # What was imported, or made here, before
    # ------------------------------------------------------------------
    def _recognise(self, steps):
        """Find the entries that the rows came from, or made at an earlier import."""
        own_ids = self._read_own_references(steps)
        entries = (
            self.env["volunteer.time.entry"]
            .sudo()
            .search_fetch(
                [
                    ("company_id", "=", self.company_id.id),
                    "|",
                    ("import_key", "in", [step.import_key for step in steps]),
                    ("id", "in", list(own_ids.values())),
                ],
                ["import_key", "state", "name", *FIGURES],
            )
        )
        by_id = {entry.id: entry for entry in entries}
        by_key = {entry.import_key: entry for entry in entries}
        for step in steps:
            own = by_id.get(own_ids.get(step.row.reference))
            if entry := own or by_key.get(step.import_key):
                step.entry_id = entry.id
                step.outcome = self._compare(step.row, entry)
            if step.outcome == "validated" and (own or step.row.is_handwritten):
                # Nobody validated it elsewhere: who may approve it here decides.
                if entry.sudo(self.env.su)._get_cannot_approve_reason():
                    step.outcome = "kept"
        entries.invalidate_recordset(flush=False)

    def _read_own_references(self, steps):
        """The ids in references of this very database: {reference: id of an entry}."""
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return {
            reference: int(id_)
            for reference in {step.row.reference for step in steps}
            if (id_ := reference.removeprefix(f"{uuid}-")) != reference
            and id_.isdecimal()
            and len(id_) < 10
        }

    def _compare(self, row, entry):
        """The outcome of a row whose entry is here already."""
        if not self._is_same(row, entry):
            return "kept"
        if row.state != "approved" or entry.state == "approved":
            return "unchanged"
        return "validated" if entry.state == "submitted" else "kept"

    def _is_same(self, row, entry):
        """Whether the entry says what the row says."""
        return (
            entry.headcount == row.headcount
            and entry.name == (row.title or entry.name)
            and entry.date == row.date
            and (entry.date_end or None) == row.date_end
            and abs(entry.hours - row.hours) < PRECISION
            and abs(entry.distance - row.distance) < PRECISION
        )

    # ------------------------------------------------------------------
    # What is new
    # ------------------------------------------------------------------
    def _create_entries(self, steps, common, periods):
        """Create the entries of ``steps``; those that are refused become errors.

        All in one batch. What the guards look at was found before; where something else
        fails, each half is tried on its own, so that the bad lines are found without
        trying every one alone.
        """
        model = self.env["volunteer.time.entry"].sudo()
        vals_list = [self._prepare_entry(step, common, periods) for step in steps]
        try:
            with self.env.cr.savepoint():
                entries = model._insert(model._complete(vals_list))
        except UserError as error:
            if len(steps) == 1:
                steps[0].refuse(str(error))
                return
            middle = len(steps) // 2
            self._create_entries(steps[:middle], common, periods)
            self._create_entries(steps[middle:], common, periods)
        else:
            for step, entry in zip(steps, entries, strict=True):
                step.entry_id = entry.id

    def _prepare_entry(self, step, common, periods):
        row = step.row
        is_late = find_period(row.date, periods)
        return {
            **common[self._get_state(step)],
            # Our own exports are whole: what they leave empty is empty, not usual.
            **(dict.fromkeys(NAMED_BY, False) if row.reference else {}),
            **step.named_ids,
            "date": row.date,
            "date_end": row.date_end,
            "hours": row.hours,
            "headcount": row.headcount,
            "is_estimate": row.is_estimate,
            "distance": row.distance,
            "name": self._get_title(row),
            "description": row.description,
            "refusal_reason": row.state == "refused" and row.refusal_reason,
            "late_reason": row.late_reason or (is_late and self.late_reason),
            "import_key": step.import_key,
        }

    def _get_state(self, step):
        """The state that the row tells; nobody approves their own time by writing so."""
        row, user = step.row, self.env.user
        is_own = step.named_ids.get("partner_id") == user.partner_id.id
        if (
            row.state == "approved"
            and row.is_handwritten
            and is_own
            and not self.company_id.volunteer_self_approval
        ):
            return "submitted"
        return row.state

    def _prepare_common_by_state(self):
        """What all entries share whose rows tell the same state: {state of the row: values}.

        Validated rows are approved by whoever imports them; what was only submitted is
        approved by nobody where the association trusts.
        """
        model = self.env["volunteer.time.entry"]
        common = {
            "company_id": self.company_id.id,
            "partner_id": False,
            "origin": "import",
        }
        states = {
            state: {"state": state} for state in ("draft", "submitted", "refused")
        }
        states["approved"] = model._prepare_approval(self.env.user)
        if self.company_id.volunteer_approval == "none":
            states["submitted"] = model._prepare_approval(self.env["res.users"])
        return {state: values | common for state, values in states.items()}

    def _get_title(self, row):
        title = row.title if row.title.strip() else row.activity
        return title or self.env._("Volunteer time")

    def _get_booked_periods(self):
        """First and last days of what is booked."""
        bookings = (
            self.env["volunteer.valuation"]
            .sudo()
            .search_fetch(
                [("company_id", "=", self.company_id.id), ("state", "=", "posted")],
                ["date_from", "date_to"],
            )
        )
        return [(booking.date_from, booking.date_to) for booking in bookings]

    # ------------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------------
    def _go_on(self, steps):
        """Approve what was validated since; let approvers know of what waits for them.

        :return: the entries that were created or approved
        """
        model = self.env["volunteer.time.entry"].sudo()
        ids = {outcome: [] for outcome in ("validated", "submitted")}
        for step in steps:
            ids.setdefault(step.outcome, []).append(step.entry_id)
        for batch in split(ids["validated"]):
            model.browse(batch)._approve(self.env.user)
        for batch in split(ids["submitted"]):
            model.browse(batch)._update_waiting()
        moved = ("approved", "submitted", "draft", "refused", "validated")
        return model.browse(id_ for outcome in moved for id_ in ids.get(outcome, []))
