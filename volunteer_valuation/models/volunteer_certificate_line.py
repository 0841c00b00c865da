from odoo import fields, models
from odoo.tools import format_date

from ..tools.durations import format_duration


class VolunteerCertificateLine(models.Model):
    """What a certificate says about one mission, in the words of the day it was issued."""

    _name = "volunteer.certificate.line"
    _description = "Mission on a Volunteering Certificate"
    _order = "certificate_id, date_from, date_to, id"

    certificate_id = fields.Many2one(
        "volunteer.certificate",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="certificate_id.company_id", store=True)
    activity_name = fields.Char(string="Activity", required=True, readonly=True)
    project_name = fields.Char(string="Project", readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    hours = fields.Float(readonly=True, aggregator=None)

    def _describe_days(self):
        """The day, or the first and the last one."""
        days = dict.fromkeys((self.date_from, self.date_to))
        return " – ".join(format_date(self.env, day) for day in days)

    def _describe_hours(self):
        return format_duration(self.hours)
