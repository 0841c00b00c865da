from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from .rules_common import RulesCommon


@tagged("post_install", "-at_install")
class TestSums(RulesCommon):
    """To the cent: what the entries add up to is what is booked."""

    @settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
    )
    @given(
        st.lists(
            st.tuples(
                st.integers(1, 1440),  # minutes
                st.integers(1, 60),  # people
                st.sampled_from(["fixed", "smic", "dear"]),
                st.booleans(),  # on the project
                st.booleans(),  # fundraising rather than missions
            ),
            min_size=1,
            max_size=15,
        )
    )
    def test_entries_valuation_and_move_agree(self, declared):
        savepoint = self.env.cr.savepoint()
        try:
            self._check_sums(declared)
        finally:
            savepoint.close(rollback=True)

    def _check_sums(self, declared):
        self._set_up_books()
        fundraising = self.activity.copy({"destination": "fundraising"})
        levels = {
            name: self.env["volunteer.level"].create({"name": name})
            for name in ("fixed", "smic", "dear")
        }
        self._create_rule(level_id=levels["fixed"].id, amount=13.3333)
        self._create_smic_rule(level_id=levels["smic"].id, charge_rate=0.4217)
        self._create_smic_rule(level_id=levels["dear"].id, coefficient=2.75)
        entries = self.env["volunteer.time.entry"].create(
            [
                {
                    "name": "Desk",
                    "date": date(2025, 3, 12),
                    "hours": minutes / 60,
                    "headcount": people,
                    "partner_id": False,
                    "company_id": self.association.id,
                    "level_id": levels[level].id,
                    "project_id": on_project and self.project.id,
                    "activity_id": (fundraising if raising else self.activity).id,
                }
                for minutes, people, level, on_project, raising in declared
            ]
        )
        entries.action_submit()
        entries.action_approve()
        valuation = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        )
        preview = valuation.total_amount
        cents = sum(round(entry.amount * 100) for entry in entries)
        if not cents:
            with self.assertRaises(UserError):
                valuation.action_post()
            return
        valuation.action_post()
        for amounts in (
            [preview],
            [valuation.total_amount],
            valuation.line_ids.mapped("amount"),
            valuation.move_id.line_ids.mapped("debit"),
            valuation.move_id.line_ids.mapped("credit"),
        ):
            self.assertEqual(sum(round(amount * 100) for amount in amounts), cents)
