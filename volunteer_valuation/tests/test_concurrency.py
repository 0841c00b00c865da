import threading
from datetime import date
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

DAY = date(2025, 3, 12)


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Two requests at once, in real transactions: what they commit is deleted after."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.manager_id = env.ref("base.user_admin").id
            self.person_id = env["res.partner"].create({"name": "Ana Twice"}).id
        self.addCleanup(self._delete_what_was_committed)

    def _delete_what_was_committed(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            person = env["res.partner"].browse(self.person_id)
            engagements = person.volunteer_engagement_ids
            engagements.entry_ids.filtered(
                lambda entry: entry.state == "approved"
            ).action_refuse("Test")
            engagements.entry_ids.unlink()
            engagements.unlink()
            person.unlink()

    def _run_together(self, *declarations):
        """Declare each in a request of its own, all of them begun before any goes on."""
        begun = threading.Barrier(len(declarations), timeout=30)
        outcomes = [None] * len(declarations)

        def request(number):
            tries = []

            def declare(env):
                env.cr.execute("SELECT count(*) FROM volunteer_time_entry")
                if not tries:
                    begun.wait()
                tries.append(number)
                vals = declarations[number] | {"partner_id": self.person_id}
                return env["volunteer.time.entry"].declare(vals).ids

            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, self.manager_id, {"lang": "en_US"})
                    outcomes[number] = retrying(partial(declare, env), env)
            except ValidationError as refusal:
                outcomes[number] = str(refusal)

        threads = [
            threading.Thread(target=request, args=[number])
            for number in range(len(declarations))
        ]
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(timeout=60)
        return outcomes

    def _get_hours(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            entries = env["volunteer.time.entry"].search(
                [("partner_id", "=", self.person_id)]
            )
            self.assertLessEqual(len(entries.engagement_id), 1)
            return entries.filtered(lambda entry: entry.date == DAY).mapped("hours")

    def test_ten_and_fifteen_hours_of_one_day(self):
        day = {"name": "Desk", "date": DAY}
        outcomes = self._run_together(day | {"hours": 10}, day | {"hours": 15})
        refusals = [outcome for outcome in outcomes if isinstance(outcome, str)]
        self.assertEqual(
            refusals,
            ["Ana Twice would have given 25.00 hours on 03/12/2025: a day has 24."],
        )
        self.assertEqual(len(self._get_hours()), 1)

    def test_for_a_person_who_has_declared_before(self):
        """No new engagement stands between the two: only the hours of the day do."""
        self._run_together({"name": "Desk", "date": date(2025, 3, 11), "hours": 1})
        self.test_ten_and_fifteen_hours_of_one_day()

    def test_what_fits_is_accepted_together(self):
        day = {"name": "Desk", "date": DAY}
        outcomes = self._run_together(day | {"hours": 10}, day | {"hours": 14})
        self.assertTrue(all(isinstance(outcome, list) for outcome in outcomes))
        self.assertEqual(sorted(self._get_hours()), [10, 14])
