from odoo import api, models

from odoo.addons.volunteer_valuation.tools.exchange import ExchangeColumn

from .volunteer_time_entry import CAPACITIES

CAPACITY_COLUMN = ExchangeColumn(
    "capacity",
    "Capacity",
    "choice",
    26,
    in_template=True,
    choices=dict(CAPACITIES),
    module="volunteer_valuation_cec",
)


class VolunteerTimeEntry(models.Model):
    """Files of time tell in which capacity it was given."""

    _inherit = "volunteer.time.entry"

    @api.model
    def _get_exchange_columns(self):
        columns = super()._get_exchange_columns()
        place = [column.key for column in columns].index("activity") + 1
        return (*columns[:place], CAPACITY_COLUMN, *columns[place:])

    @api.model
    def _get_export_expressions(self, query, timezone):
        return super()._get_export_expressions(query, timezone) | {
            "capacity": self._get_path_sql(query, "capacity")
        }

    @api.model
    def _get_export_headings(self):
        return super()._get_export_headings() | {"capacity": self.env._("Capacity")}

    @api.model
    def _get_export_choices(self):
        return super()._get_export_choices() | {
            "capacity": {
                "none": self.env._("No particular one"),
                "governance": self.env._("Administration or direction"),
                "supervision": self.env._("Supervising volunteers"),
            }
        }
