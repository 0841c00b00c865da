from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .certificate_common import CertificateCommon
from .rights_common import RightsCommon

ISSUE = {"date_from": "2025-01-01", "date_to": "2025-12-31"}


@tagged("post_install", "-at_install")
class TestCertificateRights(RightsCommon, CertificateCommon):
    """Managers, for their own associations; nobody else, whatever they try."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._approve()
        cls.certificate = cls._issue()
        cls.others = (
            cls.volunteer_user,
            cls.approver_user,
            cls.treasurer_user,
            cls.other_manager,
            cls.portal_user,
            cls.public_user,
        )

    def test_only_managers_of_the_association_read_it(self):
        for records in (self.certificate, self.certificate.line_ids):
            found = self._call(
                self.manager_user,
                records.browse(),
                "search",
                [("id", "in", records.ids)],
            )
            self.assertEqual(found, records.ids)
            for user in self.others:
                self.assertRefused(user, records, "read", [], error=AccessError)

    def test_nobody_creates_changes_or_deletes_one(self):
        line = self.certificate.line_ids
        values = {
            "number": "2026-9999",
            "partner_id": self.person.id,
            "company_id": self.association.id,
            "date_from": "2025-01-01",
            "date_to": "2025-12-31",
            "hours": 9999,
            "issued_on": "2026-01-01",
            "lang": "en_US",
            "person_name": "Me",
            "association_name": "Us",
        }
        for user in (self.manager_user, *self.others):
            for records, method, *args in (
                (self.certificate, "write", {"hours": 9999}),
                (self.certificate, "write", {"state": "issued"}),
                (self.certificate, "unlink"),
                (self.certificate, "copy"),
                (self.certificate.browse(), "create", values),
                (line, "write", {"hours": 9999}),
                (line, "unlink"),
                (
                    line.browse(),
                    "create",
                    {
                        "certificate_id": self.certificate.id,
                        "activity_name": "Me",
                        "date_from": "2025-01-01",
                        "date_to": "2025-01-01",
                    },
                ),
            ):
                self.assertRefused(user, records, method, *args)

    def test_others_neither_print_replace_nor_revoke(self):
        for user in self.others:
            for method, *args in (
                ("action_print",),
                ("action_replace",),
                ("action_revoke", "Because"),
            ):
                self.assertRefused(
                    user, self.certificate, method, *args, error=AccessError
                )
        self.assertEqual(self.certificate.state, "issued")

    def test_a_manager_does(self):
        self._call(self.manager_user, self.certificate, "action_print")
        self._call(self.manager_user, self.certificate, "action_replace")
        self.assertEqual(self.certificate.state, "replaced")
        newer = self.certificate.replaced_by_id
        self._call(self.manager_user, newer, "action_revoke", "Because")
        self.assertEqual(newer.state, "revoked")
        self.assertEqual(newer.write_uid, self.manager_user)

    # ----- issuing -----

    def test_a_client_tells_person_and_period_and_nothing_else(self):
        told = ISSUE | {"partner_id": self.person.id}
        [issued_id] = self._call(self.manager_user, self.certificates, "create", [told])
        issued = self.certificates.browse(issued_id)
        self.assertEqual(issued.hours, 1.0)
        self.assertEqual(issued.company_id, self.association)
        self.assertEqual(issued.create_uid, self.manager_user)
        self.assertEqual(self.certificate.replaced_by_id, issued)
        for wrong in (
            told | {"hours": 1000},
            told | {"state": "issued"},
            told | {"code": "7QK2-M0ZD-XR4V-9TB1-HC8W"},
            ISSUE,
            {"partner_id": self.person.id, "date_from": "2025-01-01"},
            told | {"date_from": False},
            told | {"date_to": False},
            told | {"date_from": "yesterday"},
            told | {"date_to": 2025},
            told | {"partner_id": False},
            told | {"partner_id": 2**31 - 1},
            told | {"date_from": "2026-01-01"},
        ):
            self.assertRefused(self.manager_user, self.certificates, "create", [wrong])
        self.assertEqual(issued.state, "issued")

    def test_a_client_issues_for_its_own_associations_only(self):
        told = ISSUE | {"partner_id": self.person.id}
        self._approve(company_id=self.other_association.id, activity_id=False)
        for user, company in (
            (self.other_manager, self.association),
            (self.manager_user, self.other_association),
            *((user, self.association) for user in self.others),
        ):
            self.assertRefused(
                user,
                self.certificates,
                "create",
                [told | {"company_id": company.id}],
                error=AccessError,
            )

    def _start(self, user, **values):
        wizards = self.env["volunteer.certificate.issue"]
        told = {"partner_ids": [(6, 0, self.person.ids)], **ISSUE, **values}
        return self._call(user, wizards, "create", [told])

    def test_a_manager_issues(self):
        [wizard_id] = self._start(self.manager_user)
        wizard = self.env["volunteer.certificate.issue"].browse(wizard_id)
        action = self._call(self.manager_user, wizard, "action_issue")
        issued = self.certificates.browse(action["res_id"])
        self.assertEqual(issued.partner_id, self.person)
        self.assertEqual(issued.company_id, self.association)
        self.assertEqual(self.certificate.replaced_by_id, issued)

    def test_others_do_not_even_start(self):
        for user in self.others[:3] + self.others[4:]:
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._start(user)

    def test_nor_for_an_association_that_is_not_theirs(self):
        for user, company in (
            (self.other_manager, self.association),
            (self.manager_user, self.other_association),
        ):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                [wizard_id] = self._start(user, company_id=company.id)
                wizard = self.env["volunteer.certificate.issue"].browse(wizard_id)
                self._call(user, wizard, "action_issue")

    def test_a_wizard_is_ones_own(self):
        [wizard_id] = self._start(self.manager_user)
        colleague = self._create_user(
            "colleague", "volunteer_valuation.group_volunteer_manager"
        )
        wizard = self.env["volunteer.certificate.issue"].browse(wizard_id)
        self.assertRefused(colleague, wizard, "action_issue", error=AccessError)

    def test_a_revocation_of_what_is_not_ones_own(self):
        wizards = self.env["volunteer.certificate.revoke"]
        told = {"certificate_ids": [(6, 0, self.certificate.ids)], "reason": "Because"}
        for user in self.others:
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                [wizard_id] = self._call(user, wizards, "create", [told])
                self._call(user, wizards.browse(wizard_id), "action_revoke")
        self.assertEqual(self.certificate.state, "issued")

    def test_the_signature_is_not_for_everybody(self):
        for user in (self.manager_user, *self.others):
            self.assertRefused(
                user,
                self.association,
                "read",
                ["volunteer_signature"],
                error=AccessError,
            )
