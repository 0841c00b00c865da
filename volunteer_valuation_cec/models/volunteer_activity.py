from odoo import fields, models

from .volunteer_time_entry import CAPACITIES


class VolunteerActivity(models.Model):
    """The capacity in which an activity is usually done."""

    _inherit = "volunteer.activity"

    capacity = fields.Selection(
        CAPACITIES,
        required=True,
        default="none",
        help="Proposed on the time of who holds a mandate of this kind.",
    )
