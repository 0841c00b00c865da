import threading
from functools import partial

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestJoiningConcurrency(BaseCase):
    """Two taps on a slow line, in real transactions: what they commit is deleted after."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True})
            self.user_id = (
                env["res.users"]
                .create(
                    {
                        "name": "Ana Twice",
                        "login": "vv_ana_twice",
                        "email": "ana.twice@example.com",
                        "group_ids": [Command.set(env.ref("base.group_portal").ids)],
                    }
                )
                .id
            )
        self.addCleanup(self._delete_what_was_committed)

    def _delete_what_was_committed(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            user = env["res.users"].browse(self.user_id)
            person = user.partner_id
            engagements = person.volunteer_engagement_ids
            env["mail.mail"].search(
                [
                    ("model", "=", engagements._name),
                    ("res_id", "in", engagements.ids),
                ]
            ).unlink()
            engagements.unlink()
            user.unlink()
            person.unlink()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_taps_ask_once(self):
        begun = threading.Barrier(2, timeout=30)
        asked = []

        def request():
            tries = []

            def ask(env):
                env.cr.execute("SELECT count(*) FROM volunteer_engagement")
                if not tries:
                    begun.wait()
                tries.append(True)
                association = env.ref("base.main_company")
                engagements = env["volunteer.engagement"]
                return engagements._ask_to_join(association, "Hello").id

            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.user_id, {})
                asked.append(retrying(partial(ask, env), env))

        taps = [threading.Thread(target=request) for _number in range(2)]
        for tap in taps:
            tap.start()
        for tap in taps:
            tap.join(60)
        self.assertEqual(len(asked), 2)
        self.assertEqual(len(set(asked)), 1)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            engagement = env["volunteer.engagement"].browse(asked[0])
            words = engagement.message_ids.filtered(lambda m: "Hello" in m.body)
            self.assertEqual(len(words), 1)
            self.assertLessEqual(len(engagement.activity_ids), 1)
