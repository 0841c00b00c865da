from odoo import fields, models
from odoo.tools import SQL

from ..models.volunteer_activity import DESTINATIONS
from ..models.volunteer_bookable import STATES


class VolunteerTimeReport(models.Model):
    """Hours and value by project, activity, month: never by person.

    People fear being counted and compared; who gave what stays in the entries.
    """

    _name = "volunteer.time.report"
    _description = "Volunteer Time Analysis"
    _inherit = "volunteer.report.grouping"
    _auto = False
    _order = "date desc"
    _rec_name = "date"
    _depends = {
        "volunteer.time.entry": [
            "date",
            "company_id",
            "structure_id",
            "project_id",
            "activity_id",
            "level_id",
            "status_id",
            "state",
            "origin",
            "is_estimate",
            "total_hours",
            "distance",
            "amount",
            "rule_id",
            "valuation_id",
        ],
        "volunteer.activity": ["destination"],
    }

    date = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", string="Association", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    structure_id = fields.Many2one("res.partner", readonly=True)
    project_id = fields.Many2one("project.project", readonly=True)
    activity_id = fields.Many2one("volunteer.activity", readonly=True)
    level_id = fields.Many2one("volunteer.level", readonly=True)
    status_id = fields.Many2one("volunteer.status", readonly=True)
    destination = fields.Selection(DESTINATIONS, readonly=True)
    state = fields.Selection(
        STATES,
        readonly=True,
    )
    is_estimate = fields.Boolean(string="Estimated", readonly=True)
    is_valued = fields.Boolean(string="Valued", readonly=True)
    is_booked = fields.Boolean(string="Booked", readonly=True)
    total_hours = fields.Float(string="Hours", readonly=True)
    distance = fields.Float(string="Distance (km)", readonly=True)
    amount = fields.Monetary(string="Value", readonly=True)

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    def _select(self):
        return SQL(
            """
            SELECT entry.id, entry.date, entry.company_id, company.currency_id,
                   entry.structure_id, entry.project_id, entry.activity_id,
                   entry.level_id, entry.status_id, activity.destination, entry.state,
                   entry.is_estimate,
                   entry.rule_id IS NOT NULL AS is_valued,
                   entry.valuation_id IS NOT NULL AS is_booked,
                   entry.total_hours, entry.distance, entry.amount
            """
        )

    def _from(self):
        # Left joins cost nothing where nothing of them is asked for.
        return SQL(
            """
              FROM volunteer_time_entry entry
         LEFT JOIN res_company company ON company.id = entry.company_id
         LEFT JOIN volunteer_activity activity ON activity.id = entry.activity_id
            """
        )
