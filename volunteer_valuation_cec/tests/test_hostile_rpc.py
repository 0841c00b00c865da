import inspect
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_hostile import DECLARATION, ELSEWHERE, LINE, HostileCecCommon

PRIVATE = (DECLARATION, LINE)
READING = (
    ("search_read", [[], ["display_name"]]),
    ("search_count", [[]]),
    ("name_search", [""]),
    ("formatted_read_group", [[], ["partner_id"], ["__count"]]),
    ("web_search_read", [[], {"display_name": {}}]),
)
ON_RECORDS = (
    ("read", [["display_name"]]),
    ("export_data", [["display_name"]]),
    ("web_read", [{"display_name": {}}]),
    ("copy", []),
    ("unlink", []),
    ("write", [{"hours": 1}]),
)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 10:00")
class TestHostileRpc(HostileCecCommon):
    """Every model and method of the CEC, by everybody who has no business there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = cls._create_user("portal", "base.group_portal")
        cls.public_user = cls._create_user("public", "base.group_public")
        cls.association.cec_self_attestation = True
        cls.declaration.action_ask()

    def _get_strangers(self):
        return (*self._get_curious(), self.portal_user, self.public_user)

    def _try(self, user, records, method, *args):
        """What this user is answered; None where they are refused."""
        self.env.flush_all()
        self.env.invalidate_all()
        records = records.with_env(self.env(user=user, context={}))
        savepoint = self.env.cr.savepoint()
        try:
            answer = getattr(records, method)(*args)
            self.env.flush_all()
        except UserError as refusal:
            for secret in (ELSEWHERE, self.volunteer.name, "Secret"):
                self.assertNotIn(secret, str(refusal))
            return None
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        if isinstance(answer, dict) and not any(answer.values()):
            return None
        return answer

    def _get_methods(self, model):
        for name, method in inspect.getmembers(type(model), inspect.isfunction):
            is_ours = ".volunteer_valuation" in method.__module__
            if is_ours and not name.startswith(("_", "action_open_", "create")):
                parameters = [*inspect.signature(method).parameters.values()][1:]
                required = [p for p in parameters if p.default is p.empty]
                if all(p.kind is p.POSITIONAL_OR_KEYWORD for p in required):
                    yield name, [{"hours": 1} for _parameter in required]

    # ----- strangers -----
    def test_strangers_find_nothing(self):
        for user in self._get_strangers():
            for model in PRIVATE:
                for method, args in READING:
                    with self.subTest(user=user.login, model=model, method=method):
                        answer = self._try(user, self.env[model], method, *args)
                        if method == "formatted_read_group":
                            answer = answer and answer[0].get("partner_id")
                        self.assertFalse(answer)

    def test_strangers_reach_nothing(self):
        for user in self._get_strangers():
            for record in (self.declaration, self.line, self.other_line, self.told):
                record = record.sudo()
                methods = [*ON_RECORDS, *self._get_methods(record)]
                for method, args in methods:
                    with self.subTest(user=user.login, record=record, method=method):
                        self.assertFalse(self._try(user, record, method, *args))
        self.assertEqual(self.line.state, "asked")
        self.assertEqual(self.told.hours, 77)

    def test_strangers_hear_nothing(self):
        """Nor through what hangs on a line: messages, activities, who follows it."""
        for user in self._get_strangers():
            for model, name in (
                ("mail.message", "model"),
                ("mail.activity", "res_model"),
                ("ir.attachment", "res_model"),
                ("mail.tracking.value", "mail_message_id.model"),
            ):
                with self.subTest(user=user.login, model=model):
                    about = [(name, "in", PRIVATE)]
                    self.assertFalse(self._try(user, self.env[model], "search", about))
                    self.assertFalse(
                        self._try(user, self.env[model], "search_count", about)
                    )

    def test_nobody_follows_their_own_line(self):
        """Every employee may read who follows what."""
        own = self._as(self.volunteer_user, DECLARATION)
        self._give(5, day=date(2024, 3, 1))
        declaration = own.create({"year": 2024})
        declaration._tell_elsewhere(ELSEWHERE, False, 5)
        self.assertEqual(len(declaration.line_ids), 2)
        self.assertFalse(declaration.sudo().line_ids.message_follower_ids)

    # ----- the valideur of one association -----
    def _get_paths(self):
        """Domains that lead from what the valideur reads to what is told elsewhere."""
        return (
            [("declaration_id.line_ids.association_name", "ilike", ELSEWHERE)],
            [("declaration_id.line_ids", "any", [("hours", "=", 77)])],
            [("declaration_id.birthdate", "=", False)],
            [("declaration_id.line_ids.company_id", "=", self.other_association.id)],
            [("declaration_id", "any", [("shows_total", "=", False)])],
            [("partner_id.volunteer_entry_ids.name", "=", "Meeting")],
            [("engagement_id.partner_id.volunteer_entry_ids.name", "=", "Meeting")],
            [
                (
                    "partner_id.volunteer_engagement_ids.mandate_ids.office",
                    "ilike",
                    "Sec",
                )
            ],
            [("association_name", "ilike", ELSEWHERE)],
        )

    def test_the_valideur_finds_no_way_to_what_was_given_elsewhere(self):
        for domain in self._get_paths():
            with self.subTest(domain=domain):
                found = self._try(
                    self.validator_user, self.env[LINE], "search_count", domain
                )
                self.assertFalse(found)

    def test_the_valideur_reads_one_line(self):
        for method, args, told in (
            ("search_read", [[], ["association_name", "hours"]], 1),
            ("formatted_read_group", [[], ["declaration_id"], ["hours:sum"]], 1),
        ):
            answer = self._try(self.validator_user, self.env[LINE], method, *args)
            self.assertEqual(len(answer), told)
            for secret in (ELSEWHERE, "77", "227", self.other_association.name):
                self.assertNotIn(secret, str(answer))
        for groupby in ("declaration_id.birthdate:month", "declaration_id.is_retired"):
            with self.subTest(groupby=groupby):
                self.assertNotIn(
                    "1)",
                    str(
                        self._try(
                            self.validator_user,
                            self.env[LINE],
                            "formatted_read_group",
                            [],
                            [groupby],
                            ["__count"],
                        )
                    ),
                )
        for path in ("declaration_id/birthdate", "declaration_id/line_ids/hours"):
            with self.subTest(path=path):
                told = self._try(self.validator_user, self.line, "export_data", [path])
                self.assertFalse(told and any(any(row) for row in told["datas"]))

    def test_windows_are_of_who_opened_them(self):
        refusing = self._as(self.validator_user, "volunteer.cec.refuse")
        window = refusing.create({"line_id": self.line.id, "reason": "Secret"})
        for method, args in (
            ("read", [["reason"]]),
            ("write", [{"reason": "Forged"}]),
            ("action_refuse", []),
        ):
            with self.subTest(method=method):
                self.assertIsNone(self._try(self.elsewhere_user, window, method, *args))

    def test_strangers_see_no_certificate_of_it(self):
        attesting = self.line.with_user(self.validator_user)
        attesting.action_attest()
        attesting.action_certify()
        certificate = self.line.sudo().certificate_ids
        mine = [[("cec_line_id", "=", self.line.id)]]
        for user in self._get_strangers():
            for records, method, args in (
                (certificate.browse(), "search_count", mine),
                (certificate, "read", [["person_name"]]),
                (certificate, "export_data", [["person_name"]]),
                (certificate, "unlink", []),
                (certificate, "action_revoke", ["Forged"]),
            ):
                with self.subTest(user=user.login, method=method):
                    self.assertFalse(self._try(user, records, method, *args))

    def test_windows_to_revoke_are_of_who_opened_them(self):
        window = self._as(self.validator_user, "volunteer.certificate.revoke").create(
            {"certificate_ids": [], "reason": "Secret"}
        )
        self.assertIsNone(self._try(self.manager_user, window, "read", ["reason"]))

    def test_the_valideur_hears_of_one_line(self):
        messages = self._try(
            self.validator_user,
            self.env["mail.message"],
            "search",
            [("model", "in", PRIVATE)],
        )
        self.assertFalse(
            (messages or self.env["mail.message"]).filtered(
                lambda message: (message.model, message.res_id) != (LINE, self.line.id)
            )
        )

    def test_the_valideur_answers_what_was_asked_of_them(self):
        for record in (self.other_line, self.told, self.declaration):
            for method, args in self._get_methods(record):
                with self.subTest(record=record, method=method):
                    answer = self._try(
                        self.validator_user, record.sudo(), method, *args
                    )
                    self.assertFalse(answer)
        for values in ({"hours": 1}, {"state": "attested"}, {"office": "x"}):
            with self.subTest(values=values):
                self.assertIsNone(
                    self._try(self.validator_user, self.line, "write", values)
                )

    def test_being_superuser_passes_no_guard(self):
        root = self.env.ref("base.user_root")
        for record, method, args in (
            (self.line, "write", [{"state": "attested"}]),
            (self.line, "write", [{"hours": 500}]),
            (self.line, "create", [[{"declaration_id": 1, "state": "attested"}]]),
            (self.other_line, "action_refuse", [""]),
            (self.told, "action_attest", []),
            (self.declaration, "write", [{"year": 2024}]),
        ):
            with self.subTest(method=method, args=args):
                record = record.with_user(root)
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    getattr(record, method)(*args)
