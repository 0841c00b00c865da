import threading
from datetime import date
from functools import partial

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestDeclareConcurrency(BaseCase):
    """Two taps on a slow line, in real transactions: what they commit is deleted after."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True})
            user = env["res.users"].create(
                {
                    "name": "Tim Twice",
                    "login": "vv_tim_twice",
                    "email": "tim.twice@example.com",
                    "group_ids": [Command.set(env.ref("base.group_portal").ids)],
                }
            )
            env["volunteer.engagement"].create(
                {
                    "partner_id": user.partner_id.id,
                    "company_id": env.ref("base.main_company").id,
                }
            )
            self.user_id = user.id
            self.opened = cr.now().isoformat()
        self.addCleanup(self._delete_what_was_committed)

    def _delete_what_was_committed(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            user = env["res.users"].browse(self.user_id)
            person = user.partner_id
            person.volunteer_entry_ids.unlink()
            person.volunteer_engagement_ids.unlink()
            user.unlink()
            person.unlink()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_taps_make_one_entry(self):
        begun = threading.Barrier(2, timeout=30)
        told = []

        def request():
            tries = []

            def declare(env):
                env.cr.execute("SELECT count(*) FROM volunteer_time_entry")
                if not tries:
                    begun.wait()
                tries.append(True)
                vals = {
                    "name": "Bikes",
                    "date": date(2025, 3, 12),
                    "hours": 2.5,
                    "company_id": env.ref("base.main_company").id,
                }
                entries = env["volunteer.time.entry"]
                return entries._declare_own(vals, self.opened).id

            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.user_id, {})
                told.append(retrying(partial(declare, env), env))

        taps = [threading.Thread(target=request) for _number in range(2)]
        for tap in taps:
            tap.start()
        for tap in taps:
            tap.join(60)
        self.assertEqual(len(told), 2)
        self.assertEqual(len(set(told)), 1)
