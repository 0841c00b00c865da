import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..tools.blank_columns import blank_columns
from .volunteer_valuation_detail import PERSONAL_COLUMNS

_logger = logging.getLogger(__name__)


class VolunteerValuation(models.Model):
    """How long the evidence of a booking names people.

    The law wants evidence of the accounts kept for years, reversed bookings included. The
    date is fixed when a booking is made: people who ask to be forgotten are told it.
    """

    _inherit = "volunteer.valuation"

    detail_attachment_id = fields.Many2one(index="btree_not_null")
    evidence_until = fields.Date(
        string="Names Kept Until",
        compute="_compute_evidence_until",
        store=True,
        help="Until then the evidence of this booking names people; the night after, "
        "their names are taken out of it.",
    )
    nameless_on = fields.Date(
        string="Names Taken Out On",
        readonly=True,
        copy=False,
        help="When the names were taken out of the detail workbook.",
    )

    # Not of the setting: what was told to people stays true when it is changed.
    @api.depends("company_id", "date_to")
    def _compute_evidence_until(self):
        for valuation in self:
            company, last = valuation.company_id, valuation.date_to
            valuation.evidence_until = (
                company
                and last
                and company.compute_fiscalyear_dates(last)["date_to"]
                + relativedelta(years=company.volunteer_evidence_years)
            )

    @api.model
    def _get_outlived_domain(self):
        """Bookings whose workbook still names people though its term has passed."""
        return [
            ("detail_attachment_id", "!=", False),
            ("evidence_until", "<", fields.Date.context_today(self)),
            ("nameless_on", "=", False),
        ]

    def _take_names_out(self):
        """Write the workbook anew without names; its hours, rates and sums stay.

        One that cannot be read keeps the others waiting for nothing: it is tried again the
        night after.
        """
        for valuation in self:
            detail = valuation.detail_attachment_id
            try:
                with self.env.cr.savepoint():
                    detail._replace_volunteer_evidence(
                        blank_columns(detail.raw, PERSONAL_COLUMNS)
                    )
                    valuation._apply({"nameless_on": fields.Date.context_today(self)})
            except Exception:
                _logger.exception("%s still names people", valuation.display_name)
