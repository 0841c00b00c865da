from odoo import api, models
from odoo.tools import SQL

from ..tools.applied_rates import ValuedTime, collect_rates


class VolunteerStatement(models.AbstractModel):
    """How the period's figures came about: rules and rates really used, and evidence."""

    _inherit = "volunteer.statement"

    @api.model
    def _read_applied_rates(self, scope):
        """The rates that valued the time that counts: {rule: [AppliedRate]}, in their order."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT given.rule_id, given.hourly_rate, given.date,
                       SUM(given.total_hours), SUM(given.amount)
                  FROM volunteer_time_entry given
                 WHERE given.rule_id IS NOT NULL AND %s
              GROUP BY given.rule_id, given.hourly_rate, given.date
                """,
                self._is_counted(scope, "volunteer.time.entry"),
            )
        )
        times = [
            ValuedTime(rule_id, rate, day, hours, float(amount))
            for rule_id, rate, day, hours, amount in rows
        ]
        rules = self.env["volunteer.valuation.rule"].with_context(active_test=False)
        rules = rules.search([("id", "in", list({time.rule_id for time in times}))])
        applied = {rule: [] for rule in rules}
        terms = {rule.id: rule._get_terms() for rule in rules}
        for rate in collect_rates(times, terms):
            applied[rules.browse(rate.rule_id)].append(rate)
        return applied

    @api.model
    def _read_inkind_evidence(self, scope):
        """Contributions in kind that count: [(nature, is certified, number, hours, amount)]."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT given.nature_id, COALESCE(given.is_certified, FALSE),
                       COUNT(*), COALESCE(SUM(given.hours), 0), SUM(given.amount)
                  FROM volunteer_inkind_contribution given
                 WHERE %s
              GROUP BY 1, 2
                """,
                self._is_counted(scope, "volunteer.inkind.contribution"),
            )
        )
        natures = self.env["volunteer.contribution.nature"]
        return sorted(
            (
                (natures.browse(nature_id), is_certified, count, hours, float(amount))
                for nature_id, is_certified, count, hours, amount in rows
            ),
            key=lambda row: (row[0].sequence, row[0].id, not row[1]),
        )
