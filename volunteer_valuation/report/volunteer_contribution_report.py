from odoo import fields, models
from odoo.tools import SQL

from ..models.volunteer_activity import DESTINATIONS
from ..models.volunteer_bookable import STATES


class VolunteerContributionReport(models.Model):
    """All that is given, time and in kind, by nature, project, month: never by person or donor.

    Hours of volunteers and hours of seconded people stay apart: they are not the same work.
    """

    _name = "volunteer.contribution.report"
    _description = "Volunteering and Contributions in Kind"
    _inherit = "volunteer.report.grouping"
    _auto = False
    _order = "date desc"
    _rec_name = "date"
    _depends = {
        "volunteer.time.entry": [
            "date",
            "company_id",
            "project_id",
            "activity_id",
            "state",
            "is_estimate",
            "total_hours",
            "amount",
            "valuation_id",
        ],
        "volunteer.inkind.contribution": [
            "date",
            "company_id",
            "project_id",
            "nature_id",
            "destination",
            "state",
            "is_certified",
            "hours",
            "amount",
            "valuation_id",
        ],
        "volunteer.activity": ["destination"],
    }

    date = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", string="Association", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    nature_id = fields.Many2one("volunteer.contribution.nature", readonly=True)
    project_id = fields.Many2one("project.project", readonly=True)
    destination = fields.Selection(DESTINATIONS, readonly=True)
    state = fields.Selection(
        STATES,
        readonly=True,
    )
    is_inkind = fields.Boolean(string="In Kind", readonly=True)
    is_estimate = fields.Boolean(string="Estimated", readonly=True)
    is_booked = fields.Boolean(string="Booked", readonly=True)
    volunteer_hours = fields.Float(string="Hours of Volunteers", readonly=True)
    lent_hours = fields.Float(string="Hours of Seconded People", readonly=True)
    amount = fields.Monetary(string="Value", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT given.*, company.currency_id
              FROM (%s UNION ALL %s) given
         LEFT JOIN res_company company ON company.id = given.company_id
            """,
            self._select_time(),
            self._select_inkind(),
        )

    def _select_time(self):
        return SQL(
            """
            SELECT entry.id, entry.date, entry.company_id, %s AS nature_id,
                   entry.project_id, activity.destination, entry.state,
                   FALSE AS is_inkind, entry.is_estimate,
                   entry.valuation_id IS NOT NULL AS is_booked,
                   entry.total_hours AS volunteer_hours,
                   0.0::double precision AS lent_hours, entry.amount
              FROM volunteer_time_entry entry
         LEFT JOIN volunteer_activity activity ON activity.id = entry.activity_id
            """,
            self.env.ref("volunteer_valuation.nature_volunteering").id,
        )

    def _select_inkind(self):
        # Negative ids keep contributions apart from entries of the same number.
        return SQL(
            """
            SELECT -contribution.id, contribution.date, contribution.company_id,
                   contribution.nature_id, contribution.project_id,
                   contribution.destination, contribution.state, TRUE,
                   contribution.is_certified IS NOT TRUE,
                   contribution.valuation_id IS NOT NULL, 0.0::double precision,
                   COALESCE(contribution.hours, 0), contribution.amount
              FROM volunteer_inkind_contribution contribution
            """
        )
