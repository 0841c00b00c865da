from odoo import fields, models


class VolunteerTimeImportProblem(models.TransientModel):
    """One problem of a file, and all the lines that have it, as the check reports them."""

    _name = "volunteer.time.import.problem"
    _description = "Problem of an Import of Volunteer Time"
    _order = "id"

    import_id = fields.Many2one(
        "volunteer.time.import", required=True, index=True, ondelete="cascade"
    )
    line_count = fields.Integer(string="Lines")
    description = fields.Text(string="Problem")
    numbers = fields.Char(
        string="Where",
        help="The lines as a spreadsheet numbers them: the headings are line 1.",
    )
