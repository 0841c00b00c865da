from odoo import SUPERUSER_ID, Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .time_import_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportRights(ImportCase):
    def test_only_managers(self):
        wizard = self._prepare({})
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.treasurer_user,
            self.stranger_user,
        ):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self._prepare({}, user=user)
                for action in ("action_check", "action_import"):
                    with self.assertRaisesRegex(AccessError, "Only managers import"):
                        getattr(wizard.with_user(user), action)()
        self.assertFalse(self._get_entries())

    def test_wizard_of_somebody_else(self):
        colleague = self._create_user(
            "colleague", "volunteer_valuation.group_volunteer_manager"
        )
        wizard = self._prepare({})
        with self.assertRaises(AccessError):
            wizard.with_user(colleague).read(["data_file"])
        wizard.action_check()
        with self.assertRaises(AccessError):
            wizard.line_ids.with_user(colleague).read(["person"])

    def test_only_own_associations(self):
        wizard = self._prepare({}, company_id=self.other_association.id)
        for action in (wizard.action_check, wizard.action_import):
            with self.assertRaisesRegex(AccessError, "their own associations"):
                action()

    def test_company_written_afterwards(self):
        wizard = self._prepare({})
        wizard.action_check()
        wizard.company_id = self.other_association
        with self.assertRaises(AccessError):
            wizard.action_import()

    def test_manager_needs_no_other_right(self):
        """Neither contacts nor projects are a manager's to create otherwise."""
        for model in ("res.partner", "project.project"):
            self.assertFalse(
                self.env[model].with_user(self.manager_user).has_access("create")
            )
        entry = self._import({"Nom": "Nouveau", "Projet": "Ruche"})
        self.assertTrue(entry.partner_id and entry.project_id)

    def test_superuser(self):
        wizard = self._prepare({}, user=self.env["res.users"].browse(SUPERUSER_ID))
        wizard.action_import()
        self.assertEqual(wizard.entry_ids.state, "approved")

    def test_results_cannot_be_smuggled_in(self):
        """What a client writes on the import never reaches an entry."""
        entry = self._declare()
        wizard = self._prepare({})
        wizard.write({"entry_ids": [Command.set(entry.ids)], "error_count": 0})
        wizard.action_import()
        self.assertNotIn(entry, wizard.entry_ids)
        self.assertEqual(entry.state, "draft")
