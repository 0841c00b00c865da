from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Entries forgotten between two commits.
BATCH = 5000


class VolunteerTimeEntry(models.Model):
    """Names that nothing is kept for any longer go at night, in batches that resume.

    Those that evidence kept until its date, or until its booking was reversed; then those
    of time that is older than the association keeps names.
    """

    _inherit = "volunteer.time.entry"

    @api.model
    def _cron_expire(self):
        """Forget what has outlived its term: entries first, then evidence of bookings."""
        bookings = self.env["volunteer.valuation"].search(
            self.env["volunteer.valuation"]._get_outlived_domain()
        )
        domains = {
            "evidence": self._get_outlived_evidence_domain(),
            "age": self._get_outlived_age_domain(),
        }
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(bookings) + sum(map(self.search_count, domains.values())))
        for cause, domain in domains.items():
            while entries := self.search(domain, limit=BATCH, order="id"):
                self.env["volunteer.erasure"]._log_term(entries, cause)
                entries._let_go()
                if not commit(len(entries)):
                    return
        for booking in bookings:
            booking._take_names_out()
            if not commit(1):
                return

    @api.model
    def _get_outlived_evidence_domain(self):
        """Time whose name was kept for evidence that needs it no more."""
        return Domain("evidence_name", "!=", False) & self._get_no_evidence_domain()

    @api.model
    def _get_outlived_age_domain(self):
        """People's time that is older than its association keeps names."""
        today = fields.Date.context_today(self)
        companies = self.env["res.company"].search(
            [("volunteer_anonymise_years", ">", 0)]
        )
        return (
            self._get_people_domain()
            & self._get_no_evidence_domain()
            & Domain.OR(
                Domain("company_id", "=", company.id)
                & Domain(
                    "date",
                    "<",
                    today - relativedelta(years=company.volunteer_anonymise_years),
                )
                for company in companies
            )
        )

    @api.model
    def _get_people_domain(self):
        """Time that tells which person gave it; organisations are none."""
        return Domain("partner_id", "!=", False) & Domain(
            "partner_id.is_company", "=", False
        )

    @api.model
    def _get_no_evidence_domain(self):
        """Time that no booking holds, or one whose evidence may name people no longer."""
        today = fields.Date.context_today(self)
        return Domain("valuation_id", "=", False) | Domain(
            "valuation_id.evidence_until", "<", today
        )
