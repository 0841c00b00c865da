import threading
from datetime import date
from functools import partial

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestCertificateConcurrency(BaseCase):
    """Two taps on a slow line, in real transactions: what they commit is deleted after."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True})
            user = env["res.users"].create(
                {
                    "name": "Tina Twice",
                    "login": "vv_tina_twice",
                    "email": "tina.twice@example.com",
                    "group_ids": [Command.set(env.ref("base.group_portal").ids)],
                }
            )
            association = env.ref("base.main_company")
            entry = env["volunteer.time.entry"].create(
                {
                    "name": "Bikes",
                    "date": date(2025, 3, 12),
                    "hours": 2.5,
                    "partner_id": user.partner_id.id,
                    "company_id": association.id,
                }
            )
            entry.action_submit()
            if entry.state == "submitted":
                entry.action_approve()
            self.user_id = user.id
            self.company_id = association.id
        self.addCleanup(self._delete_what_was_committed)

    def _delete_what_was_committed(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            user = env["res.users"].browse(self.user_id)
            person = user.partner_id
            env["volunteer.certificate"].search(
                [("partner_id", "=", person.id)]
            ).unlink()
            person.volunteer_entry_ids.action_refuse("Test")
            person.volunteer_entry_ids.unlink()
            person.volunteer_engagement_ids.unlink()
            user.unlink()
            person.unlink()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_taps_issue_one_certificate(self):
        begun = threading.Barrier(2, timeout=30)
        told = []

        def request():
            tries = []

            def issue(env):
                env.cr.execute("SELECT count(*) FROM volunteer_certificate")
                if not tries:
                    begun.wait()
                tries.append(True)
                certificates = env["volunteer.certificate"]
                offer = certificates._find_own_offer(self.company_id)
                certificate, is_new = certificates._issue_own(
                    offer, date(2025, 1, 1), date(2025, 12, 31)
                )
                return certificate.id, is_new

            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.user_id, {})
                told.append(retrying(partial(issue, env), env))

        taps = [threading.Thread(target=request) for _number in range(2)]
        for tap in taps:
            tap.start()
        for tap in taps:
            tap.join(60)
        self.assertEqual(len({certificate_id for certificate_id, _new in told}), 1)
        self.assertEqual(sorted(is_new for _id, is_new in told), [False, True])
