from contextlib import closing

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.names import fold

MANAGER = "volunteer_valuation.group_volunteer_manager"


class VolunteerTimeImport(models.TransientModel):
    """Read time from an export of Bénévalibre: check it first, then import all or nothing.

    Every row has a key, kept on the entry that it makes: a row that comes again makes
    nothing, and approves its entry once it has been validated over there. What was
    changed, withdrawn or refused here since then is left as it is.

    Managers only, each for their own associations. Validated rows are approved in the
    name of the manager who imports them, who answers for the file, their own time
    included: somebody else validated it.
    """

    _name = "volunteer.time.import"
    _description = "Import Volunteer Time"

    # Not required in the database: an empty file is refused with a sentence.
    data_file = fields.Binary(string="File", attachment=False)
    file_name = fields.Char()
    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    create_missing = fields.Boolean(
        string="Create What Is Missing",
        default=True,
        help="Create the people, activities, projects and levels that are not known yet.",
    )
    late_reason = fields.Char(
        string="Why So Late",
        help="Kept on the time of periods that are already booked.",
    )
    line_ids = fields.One2many("volunteer.time.import.line", "import_id", readonly=True)
    line_count = fields.Integer(string="Lines", readonly=True)
    error_count = fields.Integer(string="Lines with Errors", readonly=True)
    create_count = fields.Integer(string="New", readonly=True)
    submitted_count = fields.Integer(string="Of These, to Be Approved", readonly=True)
    approve_count = fields.Integer(
        string="Imported Before, Now Approved", readonly=True
    )
    unchanged_count = fields.Integer(string="Imported Before", readonly=True)
    hours = fields.Float(readonly=True, help="Hours of all lines without errors.")
    distance = fields.Float(string="Distance (km)", readonly=True)
    new_people = fields.Text(readonly=True)
    new_activities = fields.Text(readonly=True)
    new_projects = fields.Text(readonly=True)
    new_levels = fields.Text(readonly=True)
    note = fields.Text(readonly=True)
    entry_ids = fields.Many2many(
        "volunteer.time.entry",
        readonly=True,
        help="The entries that this import created or approved.",
    )

    @api.onchange("data_file", "company_id", "create_missing", "late_reason")
    def _onchange_input(self):
        """An earlier check says nothing about another file or other choices."""
        self.line_ids = False
        self.line_count = self.error_count = 0

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_check(self):
        """Tell line by line what importing the file would do, without doing it.

        :raises AccessError: for anyone but a manager of the association
        :raises UserError: where the file cannot be read
        """
        self.ensure_one()
        self._check_may_import()
        # The import itself, taken back: what it would meet is what gets reported.
        with closing(self.env.cr.savepoint()):
            steps, unknown = self._create_what_is_new()
            report = self._prepare_report(steps, unknown)
        self.write(report)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Volunteer Time"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_import(self):
        """Import the file: all of it, or nothing where a single line has an error.

        :raises AccessError: for anyone but a manager of the association
        :raises UserError: where the file cannot be read, or naming the first bad line
        """
        self.ensure_one()
        self._check_may_import()
        with self.env.cr.savepoint():
            steps, _unknown = self._create_what_is_new()
            refused = [step for step in steps if step.outcome == "error"]
            if refused:
                raise UserError(
                    self.env._(
                        "Nothing was imported, because of line %(line)s: %(problem)s",
                        line=refused[0].line.number,
                        problem=refused[0].problem,
                    )
                )
            self.entry_ids = self._approve_and_submit(steps)
        return self._show_imported()

    def _check_may_import(self):
        user = self.env.user
        if not self.env.su and not (
            user.has_group(MANAGER) and self.company_id in self.env.companies
        ):
            raise AccessError(
                self.env._("Only managers import time, for their own associations.")
            )

    def _show_imported(self):
        if not self.entry_ids:
            message = self.env._("Nothing new: all of it had been imported before.")
            following = {"type": "ir.actions.act_window_close"}
        else:
            message = self.env._(
                "%(count)s entries imported or approved.", count=len(self.entry_ids)
            )
            following = {
                "type": "ir.actions.act_window",
                "name": self.env._("Imported Time"),
                "res_model": "volunteer.time.entry",
                "views": [(False, "list"), (False, "form")],
                "domain": [("id", "in", self.entry_ids.ids)],
            }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": following},
        }

    # ------------------------------------------------------------------
    # From rows to entries
    # ------------------------------------------------------------------
    def _create_what_is_new(self):
        """Create drafts for the rows that were never imported, and what they name.

        :return: all steps, and what was unknown: {field of the entry: names}
        """
        steps = self._read_steps()
        self._recognise(steps)
        new = [step for step in steps if not step.outcome]
        unknown = self._resolve_names(new)
        periods = self._get_booked_periods()
        self._create_entries([step for step in new if not step.outcome], periods)
        trusted = self.company_id.volunteer_approval == "none"
        for step in new:
            if not step.outcome:
                waits = step.row.state == "submitted" and not trusted
                step.outcome = "submitted" if waits else "approved"
        return steps, unknown

    def _recognise(self, steps):
        """Find the entries that the rows made at an earlier import."""
        entries = (
            self.env["volunteer.time.entry"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("import_key", "in", [step.import_key for step in steps]),
                ]
            )
        )
        by_key = {entry.import_key: entry for entry in entries}
        for step in steps:
            step.entry = by_key.get(step.import_key)
            if not step.entry:
                continue
            if step.row.state == "submitted" or step.entry.state == "approved":
                step.outcome = "unchanged"
            elif step.entry.state == "submitted" and self._is_as_imported(step):
                step.outcome = "validated"
            else:
                step.outcome = "kept"

    def _is_as_imported(self, step):
        """Whether the entry still says what was validated over there."""
        entry, row = step.entry, step.row
        return (
            entry.headcount == 1
            and entry.name == (row.title or entry.name)
            and all(
                (entry[name] or False) == (value or False)
                for name, value in self._prepare_figures(row).items()
            )
        )

    def _create_entries(self, steps, periods):
        """Create the drafts of ``steps``; those that a guard refuses become errors.

        All in one batch; only where that fails, each half on its own, so that the bad
        lines are found without trying every one alone.
        """
        if not steps:
            return
        try:
            with self.env.cr.savepoint():
                entries = (
                    self.env["volunteer.time.entry"]
                    .sudo()
                    .create([self._prepare_entry(step, periods) for step in steps])
                )
        except UserError as error:
            if len(steps) == 1:
                steps[0].refuse(str(error))
                return
            middle = len(steps) // 2
            self._create_entries(steps[:middle], periods)
            self._create_entries(steps[middle:], periods)
        else:
            for step, entry in zip(steps, entries, strict=True):
                step.entry = entry

    def _prepare_entry(self, step, periods):
        day = step.row.date
        is_booked = any(first <= day <= last for first, last in periods)
        return (
            self._prepare_figures(step.row)
            | {
                "name": self._get_title(step.row),
                "description": step.row.description,
                "late_reason": is_booked and self.late_reason,
                "company_id": self.company_id.id,
                "partner_id": False,
                "origin": "import",
                "import_key": step.import_key,
            }
            | step.named_ids
        )

    def _get_title(self, row):
        return row.title or row.activity or self.env._("Volunteer time")

    def _prepare_figures(self, row):
        return {
            "date": row.date,
            "date_end": row.date_end,
            "hours": row.hours,
            "distance": row.distance,
        }

    def _get_booked_periods(self):
        bookings = (
            self.env["volunteer.valuation"]
            .sudo()
            .search_fetch(
                [("company_id", "=", self.company_id.id), ("state", "=", "posted")],
                ["date_from", "date_to"],
            )
        )
        return [(booking.date_from, booking.date_to) for booking in bookings]

    def _approve_and_submit(self, steps):
        """Take every entry as far as its row is: validated rows are approved at once.

        Approving before submitting the others opens no activity for what does not wait.

        :return: the entries that were created or approved
        """
        nothing = self.env["volunteer.time.entry"].sudo()
        moved = [
            step
            for step in steps
            if step.outcome in ("approved", "submitted", "validated")
        ]
        entries = nothing.union(*(step.entry for step in moved))
        pending = nothing.union(*(s.entry for s in moved if s.row.state == "submitted"))
        (entries - pending)._approve(self.env.user)
        pending._submit()
        return entries

    # ------------------------------------------------------------------
    # The report of a check
    # ------------------------------------------------------------------
    def _prepare_report(self, steps, unknown):
        outcomes = [step.outcome for step in steps]
        good = [step.row for step in steps if step.outcome != "error"]
        # What needs attention comes first.
        ordered = sorted(steps, key=lambda step: step.outcome != "error")
        return {
            "line_ids": [
                fields.Command.clear(),
                *(fields.Command.create(self._prepare_line(step)) for step in ordered),
            ],
            "line_count": len(steps),
            "error_count": outcomes.count("error"),
            "create_count": outcomes.count("approved") + outcomes.count("submitted"),
            "submitted_count": outcomes.count("submitted"),
            "approve_count": outcomes.count("validated"),
            "unchanged_count": outcomes.count("unchanged") + outcomes.count("kept"),
            "hours": sum(row.hours for row in good),
            "distance": sum(row.distance for row in good),
            "new_people": ", ".join(unknown["partner_id"]),
            "new_activities": "\n".join(unknown["activity_id"]),
            "new_projects": "\n".join(unknown["project_id"]),
            "new_levels": ", ".join(unknown["level_id"]),
            "note": self._describe_other_associations(good),
        }

    def _prepare_line(self, step):
        row = step.row
        values = {
            "number": step.line.number,
            "outcome": step.outcome,
            "problem": step.problem,
        }
        if row:
            values |= self._prepare_figures(row)
            values |= {"name": self._get_title(row), "person": row.person}
        return values

    def _describe_other_associations(self, rows):
        """Say so where the file speaks of another association than the one chosen."""
        here = self.company_id.name
        others = sorted(
            {row.association for row in rows if fold(row.association) != fold(here)}
        )
        if not others:
            return False
        return self.env._(
            "The file speaks of %(others)s: all of it goes to %(association)s.",
            others=", ".join(others),
            association=here,
        )
