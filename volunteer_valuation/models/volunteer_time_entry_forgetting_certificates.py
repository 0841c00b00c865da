from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class VolunteerTimeEntry(models.Model):
    """A person who is forgotten leaves no certificate: verifying one finds nothing."""

    _inherit = "volunteer.time.entry"

    @api.model
    def _forget_elsewhere(self, people, companies):
        self.env["volunteer.certificate"].search(
            [("partner_id", "in", people.ids)]
        ).unlink()
        return super()._forget_elsewhere(people, companies)


class VolunteerCertificate(models.Model):
    _inherit = "volunteer.certificate"

    @api.autovacuum
    def _gc_outlived(self):
        """Delete those issued longer ago than their association keeps names."""
        today = fields.Date.today()
        companies = self.env["res.company"].search(
            [("volunteer_anonymise_years", ">", 0)]
        )
        outlived = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(
                "issued_on",
                "<",
                today - relativedelta(years=company.volunteer_anonymise_years),
            )
            for company in companies
        )
        self.search(outlived).unlink()
