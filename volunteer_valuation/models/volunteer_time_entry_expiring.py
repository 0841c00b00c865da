from odoo import api, models

FORGETTABLE = ("volunteer.time.entry", "volunteer.inkind.contribution")
# Records forgotten between two commits.
BATCH = 5000


class VolunteerTimeEntry(models.Model):
    """Names that nothing is kept for any longer go at night, in batches that resume.

    Those that evidence kept until its date, or until its booking was reversed; then those
    of time that is older than the association keeps names.
    """

    _inherit = "volunteer.time.entry"

    @api.model
    def _cron_expire(self):
        """Forget what has outlived its term: what was given, then evidence of bookings."""
        bookings = self.env["volunteer.valuation"].search(
            self.env["volunteer.valuation"]._get_outlived_domain()
        )
        outlived = [
            (self.env[name], cause, domain)
            for name in FORGETTABLE
            for cause, domain in self.env[name]._get_outlived_domains().items()
        ]
        commit = self.env["ir.cron"]._commit_progress
        commit(
            remaining=len(bookings)
            + sum(model.search_count(domain) for model, _cause, domain in outlived)
        )
        for model, cause, domain in outlived:
            while given := model.search(domain, limit=BATCH, order="id"):
                self.env["volunteer.erasure"]._log_term(given, cause)
                given._let_go()
                if not commit(len(given)):
                    return
        for booking in bookings:
            booking._take_names_out()
            if not commit(1):
                return
