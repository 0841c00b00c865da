from odoo import fields, models


class VolunteerTimeImportLine(models.TransientModel):
    """What importing one line of a file would do, as the check reports it."""

    _name = "volunteer.time.import.line"
    _description = "Line of an Import of Volunteer Time"
    _order = "id"

    import_id = fields.Many2one(
        "volunteer.time.import", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(
        string="Line", help="As a spreadsheet numbers it: the headings are line 1."
    )
    outcome = fields.Selection(
        [
            ("approved", "New, approved"),
            ("submitted", "New, to be approved"),
            ("draft", "New, draft"),
            ("refused", "New, refused before"),
            ("validated", "Imported before, now approved"),
            ("unchanged", "Imported before"),
            ("kept", "Differs here: left as it is"),
            ("error", "With an error"),
        ],
        required=True,
    )
    problem = fields.Text()
    name = fields.Char(string="What Was Done")
    person = fields.Char()
    date = fields.Date()
    date_end = fields.Date(string="Last Day")
    hours = fields.Float(string="Hours per Person")
    headcount = fields.Integer(string="People")
    distance = fields.Float(string="Distance (km)")
