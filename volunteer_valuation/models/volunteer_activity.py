from odoo import api, fields, models
from odoo.exceptions import UserError

DESTINATIONS = [
    ("missions", "Missions"),
    ("fundraising", "Fundraising"),
    ("operation", "Operation"),
]


class VolunteerActivity(models.Model):
    """What volunteers do: reception, bookkeeping, board meetings…

    ``destination`` splits the booked amounts as associations that appeal to the public
    must (missions sociales, recherche de fonds, fonctionnement).
    ``valued`` is off for statutory meetings by default: whether they are valued is disputed.
    """

    _name = "volunteer.activity"
    _description = "Volunteer Activity"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    import_name = fields.Char(
        string="Name in Imported Files",
        help="What other software calls this activity, so that its files find it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", string="Association")
    valued = fields.Boolean(
        default=True,
        help="Whether time given to this activity is given a value in money.",
    )
    destination = fields.Selection(DESTINATIONS, required=True, default="missions")
    level_id = fields.Many2one(
        "volunteer.level",
        string="Usual Level",
        check_company=True,
        ondelete="restrict",
        help="Competence that the activity usually asks for, proposed on entries.",
    )

    def write(self, vals):
        if "destination" in vals:
            self.filtered(
                lambda activity: activity.destination != vals["destination"]
            )._check_not_booked()
        return super().write(vals)

    def _check_not_booked(self):
        """:raises UserError: where a ledger tells the destination of one of these"""
        booked = (
            self.env["volunteer.time.entry"]
            .sudo()
            .search_fetch(
                [("activity_id", "in", self.ids), ("valuation_id", "!=", False)],
                ["activity_id"],
                limit=1,
            )
        )
        if booked:
            raise UserError(
                self.env._(
                    "Time of “%(activity)s” is booked under its destination: archive this "
                    "activity and make another one.",
                    activity=booked.activity_id.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        entries = self.env["volunteer.time.entry"].sudo()
        if entries.search_count([("activity_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("This activity is used by time entries: archive it instead.")
            )
