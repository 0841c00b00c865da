from odoo import api, fields, models

from ..tools.names import fold

SITUATIONS = [
    ("ambiguous", "Several bear this name"),
    ("email", "Another name, but this e-mail address"),
    ("unknown", "Not known yet"),
]
KINDS = [
    ("partner_id", "Person"),
    ("structure_id", "Structure"),
    ("activity_id", "Activity"),
    ("project_id", "Project"),
    ("task_id", "Task"),
    ("level_id", "Level"),
    ("status_id", "Status"),
]
KIND_FIELDS = [kind for kind, _label in KINDS]


def is_created_unasked(kind, detail):
    """Whether an unknown name is simply created where the import creates what is missing.

    A status is not: whether its time is valued is a question of law. Nor is a task that
    nobody could find again in a project.
    """
    return kind != "status_id" and bool(kind != "task_id" or detail)


class VolunteerTimeImportMatch(models.TransientModel):
    """A name in the file that does not say by itself which record is meant.

    Whoever imports answers: one that exists, or a new one. Answers are kept over checks.
    """

    _name = "volunteer.time.import.match"
    _description = "Name in an Import of Volunteer Time"
    _order = "id"

    import_id = fields.Many2one(
        "volunteer.time.import", required=True, index=True, ondelete="cascade"
    )
    # The field of a time entry that the name stands for.
    kind = fields.Selection(KINDS, required=True)
    name = fields.Char(string="In the File")
    detail = fields.Char(
        string="E-Mail or Project", help="What else the file tells of this name."
    )
    line_count = fields.Integer(string="Lines")
    situation = fields.Selection(SITUATIONS, string="Why Asked", required=True)
    proposals = fields.Char(
        string="Known Here", help="What bears the same or nearly the same name."
    )
    candidate_ids = fields.Many2many(
        "res.partner", help="The people who may be meant, where several may."
    )
    partner_id = fields.Many2one(
        "res.partner", string="Take Person", ondelete="cascade"
    )
    structure_id = fields.Many2one(
        "res.partner",
        string="Take Structure",
        domain="[('is_company', '=', True)]",
        ondelete="cascade",
    )
    activity_id = fields.Many2one(
        "volunteer.activity", string="Take Activity", ondelete="cascade"
    )
    project_id = fields.Many2one(
        "project.project", string="Take Project", ondelete="cascade"
    )
    task_id = fields.Many2one("project.task", string="Take Task", ondelete="cascade")
    level_id = fields.Many2one(
        "volunteer.level", string="Take Level", ondelete="cascade"
    )
    status_id = fields.Many2one(
        "volunteer.status", string="Take Status", ondelete="cascade"
    )
    is_new = fields.Boolean(
        string="Create New", help="None of those that exist: create a new one."
    )
    outcome = fields.Selection(
        [
            ("open", "Answer needed"),
            ("taken", "Known here"),
            ("created", "Will be created"),
        ],
        compute="_compute_outcome",
    )
    taken_name = fields.Char(string="Taken For", compute="_compute_taken_name")

    @api.depends("situation", "is_new", "import_id.create_missing", *KIND_FIELDS)
    def _compute_outcome(self):
        for match in self:
            if match[match.kind] or (match.situation == "email" and not match.is_new):
                match.outcome = "taken"
            elif match.is_new or (
                match.situation == "unknown"
                and match.import_id.create_missing
                and is_created_unasked(match.kind, match.detail)
            ):
                match.outcome = "created"
            else:
                match.outcome = "open"

    @api.depends("outcome", "candidate_ids", *KIND_FIELDS)
    def _compute_taken_name(self):
        for match in self:
            record = match[match.kind]
            if match.outcome == "taken":
                record = record or match.candidate_ids[:1]
            record = record.sudo().with_context(show_email=True)
            match.taken_name = record.display_name

    def _get_key(self):
        """What the answer is for, alike for every spelling of the name."""
        self.ensure_one()
        return self.kind, fold(self.name or ""), fold(self.detail or "")
