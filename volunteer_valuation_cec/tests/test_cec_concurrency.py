import threading
from datetime import date

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..models.volunteer_cec_declaration import FORGETTING

LAST_YEAR = date.today().year - 1
DECLARATION = "volunteer.cec.declaration"


@tagged("post_install", "-at_install")
class TestCecConcurrency(BaseCase):
    """Two requests at once, in real transactions: what they commit is deleted after."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True})
            company = env["res.company"].create({"name": "At Once"})
            users = env["res.users"].create(
                [
                    self._prepare_user(env, company, login, group)
                    for login, group in (
                        ("vv_once_person", "base.group_portal"),
                        (
                            "vv_once_first",
                            "volunteer_valuation_cec.group_cec_validator",
                        ),
                        (
                            "vv_once_second",
                            "volunteer_valuation_cec.group_cec_validator",
                        ),
                    )
                ]
            )
            self.company_id, self.user_ids = company.id, users.ids
            self.person_id = users[0].partner_id.id
            env["volunteer.engagement"].create(
                {
                    "partner_id": self.person_id,
                    "company_id": company.id,
                    "mandate_ids": [
                        Command.create({"office": "Chair", "date_start": "2020-01-01"})
                    ],
                }
            )
            entry = env["volunteer.time.entry"].create(
                {
                    "partner_id": self.person_id,
                    "company_id": company.id,
                    "name": "Board",
                    "capacity": "governance",
                    "date": date(LAST_YEAR, 3, 1),
                    "hours": 5,
                }
            )
            entry.action_submit()
            entry.action_approve()
        self.addCleanup(self._delete_what_was_committed)

    def _prepare_user(self, env, company, login, group):
        return {
            "name": login,
            "login": login,
            "group_ids": [Command.set(env.ref(group).ids)],
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
        }

    def _delete_what_was_committed(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            own = [("partner_id", "=", self.person_id)]
            declarations = env[DECLARATION].search(own)
            declarations.with_context(volunteer_forgetting=FORGETTING).unlink()
            entries = env["volunteer.time.entry"].search(own)
            entries.action_refuse("Test")
            entries.unlink()
            env["volunteer.engagement"].search(own).unlink()
            users = env["res.users"].browse(self.user_ids)
            people = users.partner_id
            users.unlink()
            people.unlink()
            env["res.company"].browse(self.company_id).unlink()

    def _run_together(self, *requests):
        """Answer requests, each (user id, what to do), all begun before any goes on."""
        begun = threading.Barrier(len(requests), timeout=30)
        outcomes = [None] * len(requests)

        def answer(number, user_id, act):
            tries = []

            def run():
                # The request sees the database as it is at this moment.
                env.cr.execute("SELECT count(*) FROM volunteer_cec_declaration")
                if not tries:
                    begun.wait()
                tries.append(number)
                return act(env)

            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, user_id, {"lang": "en_US"})
                    outcomes[number] = retrying(run, env)
            except UserError as refusal:
                outcomes[number] = str(refusal)

        threads = [
            threading.Thread(target=answer, args=[number, *request])
            for number, request in enumerate(requests)
        ]
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(timeout=60)
        return outcomes

    def _ask(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            own = env[DECLARATION].create(
                {"partner_id": self.person_id, "year": LAST_YEAR}
            )
            own.line_ids._ask()
            return own.line_ids.id

    def _read_lines(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            declarations = env[DECLARATION].search(
                [("partner_id", "=", self.person_id)]
            )
            self.assertEqual(len(declarations), 1)
            return [
                (line.hours, line.state, line.is_changed, len(line.message_ids))
                for line in declarations.line_ids
            ]

    def test_started_twice_at_once(self):
        def start(env):
            return env[DECLARATION]._start_own(LAST_YEAR).id

        person = self.user_ids[0]
        first, second = self._run_together((person, start), (person, start))
        self.assertIsInstance(first, int)
        self.assertEqual(first, second)
        self.assertEqual([line[:2] for line in self._read_lines()], [(5, "draft")])

    def test_two_valideurs_attest_at_once(self):
        line_id = self._ask()

        def attest(env):
            return env["volunteer.cec.declaration.line"].browse(line_id).action_attest()

        _person, *valideurs = self.user_ids
        outcomes = self._run_together(*((valideur, attest) for valideur in valideurs))
        self.assertEqual(outcomes, [True, True])
        [(hours, state, is_changed, message_count)] = self._read_lines()
        self.assertEqual((hours, state, is_changed), (5, "attested", False))
        self.assertLessEqual(message_count, 2)

    def test_counted_anew_while_it_is_attested(self):
        line_id = self._ask()
        person, valideur, _second = self.user_ids

        def attest(env):
            return env["volunteer.cec.declaration.line"].browse(line_id).action_attest()

        def refresh(env):
            return env[DECLARATION]._find_own(LAST_YEAR).action_refresh()

        outcomes = self._run_together((valideur, attest), (person, refresh))
        self.assertEqual(outcomes, [True, True])
        [(hours, state, is_changed, _count)] = self._read_lines()
        self.assertEqual((hours, state, is_changed), (5, "attested", False))
