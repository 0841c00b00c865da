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
                SELECT entry.rule_id, entry.hourly_rate, fact.date,
                       SUM(fact.hours), SUM(fact.amount)
                  FROM (%s) fact
                  JOIN volunteer_time_entry entry ON entry.id = fact.given_id
                 WHERE fact.is_time AND fact.is_valued
              GROUP BY entry.rule_id, entry.hourly_rate, fact.date
                """,
                self._get_counted_facts(scope),
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
                SELECT fact.nature_id, COALESCE(contribution.is_certified, FALSE),
                       COUNT(*), SUM(fact.lent_hours), SUM(fact.amount)
                  FROM (%s) fact
                  JOIN volunteer_inkind_contribution contribution
                    ON contribution.id = fact.given_id
                 WHERE NOT fact.is_time
              GROUP BY 1, 2
                """,
                self._get_counted_facts(scope),
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

    @api.model
    def _get_counted_facts(self, scope):
        return SQL(
            "SELECT * FROM (%s) given WHERE %s",
            self._get_facts(scope),
            self._is_counted(scope),
        )
