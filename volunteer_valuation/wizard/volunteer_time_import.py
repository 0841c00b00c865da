from contextlib import closing

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "volunteer_valuation.group_volunteer_manager"


class VolunteerTimeImport(models.TransientModel):
    """Read time from a file: check it first, then import all or nothing.

    Every row has a key, kept on the entry that it makes: a row that comes again makes
    nothing, and approves its entry once it has been validated over there. What was
    changed, withdrawn or refused here since then is left as it is.

    Managers only, each for their own associations. Validated rows are approved in the
    name of the manager who imports them, who answers for the file, their own time
    included: somebody else validated it. Where nobody can have, in a spreadsheet of their
    own or an export of this database, their own time waits for somebody else.

    Reading the file, resolving names, looking for what guards would refuse, making
    entries and reporting a check are in the files of those names.
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
    match_ids = fields.One2many(
        "volunteer.time.import.match",
        "import_id",
        string="Names to Tell",
        help="The names that are unknown or ambiguous, and what they stand for.",
    )
    problem_ids = fields.One2many(
        "volunteer.time.import.problem", "import_id", readonly=True
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
    hours = fields.Float(
        readonly=True, help="Hours × people of all lines without errors."
    )
    distance = fields.Float(string="Distance (km)", readonly=True)
    note = fields.Text(readonly=True)
    entry_ids = fields.Many2many(
        "volunteer.time.entry",
        readonly=True,
        help="The entries that this import created or approved.",
    )

    @api.onchange("data_file", "company_id", "create_missing", "late_reason")
    def _onchange_input(self):
        """An earlier check says nothing about another file or other choices."""
        self.line_ids = self.problem_ids = False
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
            steps, matches = self._prepare_steps()
            self._create_what_is_new(steps)
            report = self._prepare_report(steps, matches)
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
            steps, _matches = self._prepare_steps()
            self._check_nothing_refused(steps)
            self._create_what_is_new(steps)
            self._check_nothing_refused(steps)
            self.entry_ids = self._go_on(steps)
        return self._show_imported()

    def _check_nothing_refused(self, steps):
        """:raises UserError: naming the first line with an error"""
        refused = [step for step in steps if step.outcome == "error"]
        if refused:
            raise UserError(
                self.env._(
                    "Nothing was imported, because of line %(line)s: %(problem)s",
                    line=refused[0].line.number,
                    problem=refused[0].problem,
                )
            )

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
