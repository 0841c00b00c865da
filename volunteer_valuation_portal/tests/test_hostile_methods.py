import inspect

from odoo.exceptions import UserError
from odoo.tests import tagged

from .hostile_common import SCRIPT, HostileCommon

# What a client may tell a method that wants something told.
TOLD = {
    "vals": {"name": SCRIPT, "date": "2025-03-12", "hours": 1},
    "values": {"name": SCRIPT},
    "vals_list": [{"name": SCRIPT}],
    "reason": SCRIPT,
    "word": SCRIPT,
    "domain": [],
    "fields": ["display_name"],
    "format": "xlsx",
    "file_format": "csv",
}
READING = [
    ("search_read", [[], ["display_name"]]),
    ("search_count", [[]]),
    ("name_search", [""]),
    ("formatted_read_group", [[], [], ["__count"]]),
    ("web_search_read", [[], {"display_name": {}}]),
    ("export_data", [["display_name"]]),
    ("read", [["display_name"]]),
    ("copy", []),
    ("unlink", []),
    ("write", [{}]),
    ("create", [{}]),
]


@tagged("post_install", "-at_install")
class TestHostileMethods(HostileCommon):
    """Every model of ours, through RPC, by people who hold no right on it."""

    def _get_models(self):
        return sorted(
            name
            for name, model in self.env.registry.items()
            if (model._original_module or "").startswith("volunteer_valuation")
            and not model._abstract
        )

    def _get_methods(self, model):
        """Our methods that a client can call, with something to tell them."""
        for name, method in inspect.getmembers(type(model), inspect.isfunction):
            if (
                ".volunteer_valuation" not in method.__module__
                or name.startswith("_")
                or getattr(method, "_api_private", False)
            ):
                continue
            parameters = list(inspect.signature(method).parameters.values())[1:]
            yield (
                name,
                [
                    TOLD.get(parameter.name, SCRIPT)
                    for parameter in parameters
                    if parameter.default is parameter.empty
                    and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
                ],
            )

    def _find_records(self, model):
        """Records of the model that are not the attacker's, or one that does not exist."""
        mine = [("id", "not in", self.own.ids)] if model == self.own._name else []
        records = self.env[model].search(mine, limit=3)
        return records or self.env[model].browse(1)

    def assertUntouched(self, user, records, method, *args):
        """Refused in one sentence, or answered with nothing of others."""
        savepoint = self.env.cr.savepoint()
        try:
            answer = self._call(user, records, method, *args)
            self.env.flush_all()
        except UserError as refusal:
            self.assertNotIn("secrète", str(refusal))
        else:
            self.assertFalse(answer, f"{records._name}.{method}")
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_our_models_are_found(self):
        models = self._get_models()
        self.assertIn("volunteer.time.entry", models)
        self.assertIn("volunteer.invitation", models)

    def test_portal_and_public_hold_no_right(self):
        for model in self._get_models():
            for operation in ("read", "write", "create", "unlink"):
                for user in (self.portal_user, self.env.ref("base.public_user")):
                    with self.subTest(model=model, user=user.name, operation=operation):
                        records = self.env[model].with_user(user)
                        self.assertFalse(records.has_access(operation))

    def test_what_odoo_offers_on_every_model(self):
        public = self.env.ref("base.public_user")
        for model in self._get_models():
            records = self._find_records(model)
            for method, args in READING:
                if not hasattr(records, method):
                    continue
                for user in (self.portal_user, public):
                    with self.subTest(model=model, user=user.name, method=method):
                        self.assertUntouched(user, records, method, *args)

    def test_every_public_method_of_ours(self):
        public = self.env.ref("base.public_user")
        for model in self._get_models():
            record = self._find_records(model)[:1]
            for method, args in self._get_methods(record):
                if (model, method) == ("volunteer.time.entry", "declare"):
                    continue  # their own time is theirs to declare: see below
                if method.startswith("action_open_"):
                    continue  # names a screen, and reads nothing
                for user in (self.portal_user, public):
                    with self.subTest(model=model, user=user.name, method=method):
                        self.assertUntouched(user, record, method, *args)

    def test_declaring_for_others_or_elsewhere(self):
        before = self._photograph()
        entries = self.env["volunteer.time.entry"]
        told = {"name": "Desk", "date": "2025-03-12", "hours": 1}
        for wrong in (
            {"partner_id": self.victim.id},
            {"company_id": self.other_association.id},
            {"project_id": self.foreign_project.id},
            {"structure_id": self.victim.id},
            {"state": "approved", "company_id": self.other_association.id},
        ):
            with self.subTest(wrong=wrong):
                self.assertUntouched(self.portal_user, entries, "declare", told | wrong)
        self.assertEqual(self._photograph(), before)

    def test_what_decides_is_not_told_by_a_client(self):
        """Fields that are not the person's to tell are left out, not obeyed."""
        [entry_id] = self._call(
            self.portal_user,
            self.env["volunteer.time.entry"],
            "declare",
            {
                "name": "Desk",
                "date": "2025-03-12",
                "hours": 1,
                "company_id": self.association.id,
                "state": "approved",
                "amount": 1000,
                "hourly_rate": 1000,
                "rule_id": self.rule.id,
                "approved_by_id": self.manager_user.id,
                "origin": "import",
                "import_key": "taken",
                "engagement_id": self.others.engagement_id[0].id,
            },
        )
        entry = self.env["volunteer.time.entry"].browse(entry_id)
        self.assertEqual(entry.state, "submitted")
        self.assertEqual(entry.origin, "api")
        self.assertFalse(entry.rule_id or entry.import_key or entry.approved_by_id)
        self.assertEqual(entry.engagement_id.partner_id, self.attacker)
