import io
from unittest import skipUnless

from freezegun import freeze_time
from lxml import html

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader

from odoo.addons.volunteer_valuation.tests.test_yearly_sheet_files import (
    has_wkhtmltopdf,
    squeeze,
)

from ..hooks import uninstall_hook
from .common import DeclarationCommon

REPORT = "volunteer_valuation.report_certificate"


class CertificateCommon(DeclarationCommon):
    """An attested year of 120 hours: 100 on the board, 20 in supervising volunteers."""

    def setUp(self):
        super().setUp()
        clock = freeze_time("2026-03-15 10:00", tick=True)
        clock.start()
        self.addCleanup(clock.stop)
        self.given = self._give(100)
        engagement = self.given.engagement_id
        engagement.mandate_ids = [
            Command.create(
                {
                    "kind": "supervision",
                    "office": "Repair team",
                    "date_start": "2024-01-01",
                }
            )
        ]
        self.given |= self._give(20, day=self.day_of_team, capacity="supervision")
        self.declaration = self._declare(90)
        self.line = self.declaration.line_ids.filtered("company_id")
        self.declaration.action_ask()

    @property
    def day_of_team(self):
        return self.given[0].date.replace(month=6)

    def _as_validator(self, line=None):
        return (line or self.line).with_user(self.validator_user)

    def _attest(self):
        self._as_validator().action_attest()

    def _certify(self):
        action = self._as_validator().action_certify()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _render(self, certificate):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            REPORT, certificate.ids
        )
        [article] = html.fromstring(content).xpath("//div[contains(@class, 'article')]")
        for style in article.xpath(".//style"):
            style.drop_tree()
        return squeeze(article.text_content())


@tagged("post_install", "-at_install")
class TestCertificate(CertificateCommon):
    """Attested hours on paper, issued by the valideur."""

    def test_it_tells_what_was_attested(self):
        self._attest()
        certificate = self._certify()
        self.assertEqual(certificate.hours, self.line.hours)
        self.assertEqual(certificate.partner_id, self.volunteer)
        self.assertEqual(certificate.signatory_name, self.validator_user.name)
        text = self._render(certificate)
        for told in (
            "Les Ateliers du Canal",
            "RNA W442012345",
            f"Certificate for the Compte d'engagement citoyen No. {certificate.number}",
            f"The undersigned, {self.validator_user.name}, President of the association",
            "in the year 2025: 120 h",
            "attested on 15 March 2026",
            "Administration or direction – Treasurer 03/01/2025 – 03/10/2025 100 h",
            "Supervising volunteers – Repair team 06/01/2025 – 06/02/2025 20 h",
            "Total 120 h",
            certificate.code,
        ):
            self.assertIn(told, text)
        # Nothing of what the person did elsewhere.
        for unwanted in ("Association 0", "90 h", "210 h"):
            self.assertNotIn(unwanted, text)

    def test_only_what_is_attested_and_unchanged(self):
        with self.assertRaisesRegex(UserError, "Only attested"):
            self._as_validator().action_certify()
        self._attest()
        self.given[0].action_refuse("Twice")
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "changed after"):
            self._as_validator().action_certify()

    def test_a_second_one_replaces_the_first(self):
        self._attest()
        first = self._certify()
        second = self._certify()
        self.assertEqual(first.state, "replaced")
        self.assertEqual(first.replaced_by_id, second)
        third = second.with_user(self.validator_user).action_replace()
        third = self.env["volunteer.certificate"].browse(third["res_id"])
        self.assertEqual((second.state, third.state), ("replaced", "issued"))
        self.assertEqual(third.cec_line_id, self.line)
        self.assertEqual(self.line._get_issued_certificate(), third)

    def test_it_replaces_no_other_kind_nor_is_replaced_by_it(self):
        period = (self.given[0].date.replace(month=1, day=1),)
        period += (self.given[0].date.replace(month=12, day=31),)
        certificates = self.env["volunteer.certificate"]
        ordinary = certificates._issue(self.volunteer, self.association, *period)
        self._attest()
        attested = self._certify()
        newer = certificates._issue(self.volunteer, self.association, *period)
        self.assertEqual(attested.state, "issued")
        self.assertEqual(ordinary.replaced_by_id, newer)
        self.assertFalse(newer.cec_line_id or newer.cec_attested_on)
        self.assertEqual(newer._get_window(), ordinary._get_window())

    def test_revoked_by_the_valideur(self):
        self._attest()
        certificate = self._certify().with_user(self.validator_user)
        revoking = self.env["volunteer.certificate.revoke"].with_user(
            self.validator_user
        )
        revoking.create(
            {"certificate_ids": certificate.ids, "reason": "A mistake"}
        ).action_revoke()
        self.assertEqual(certificate.state, "revoked")
        self.assertFalse(self.line._get_issued_certificate())

    # ----- who -----
    def test_others_neither_issue_nor_read_them(self):
        self._attest()
        certificate = self._certify()
        elsewhere = self._create_user(
            "elsewhere",
            "volunteer_valuation_cec.group_cec_validator",
            company=self.other_association,
        )
        for user in (
            self.manager_user,
            self.treasurer_user,
            self.approver_user,
            self.volunteer_user,
            self.stranger_user,
            elsewhere,
        ):
            theirs = certificate.with_user(user)
            for attempt in (
                lambda user=user: self.line.with_user(user).action_certify(),
                lambda theirs=theirs: theirs.read(["hours"]),
                lambda theirs=theirs: theirs.line_ids.read(["hours"]),
                theirs.action_replace,
                theirs.action_print,
                lambda theirs=theirs: theirs.action_revoke("No"),
            ):
                self.env.invalidate_all()
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attempt()
        self.assertEqual(certificate.state, "issued")

    def test_valideurs_read_no_other_certificates(self):
        self._attest()
        certificate = self._certify()
        ordinary = self.env["volunteer.certificate"]._issue(
            self.volunteer,
            self.association,
            certificate.date_from,
            certificate.date_to,
        )
        theirs = self.env["volunteer.certificate"].with_user(self.validator_user)
        self.assertEqual(theirs.search([]), certificate)
        lines = self.env["volunteer.certificate.line"].with_user(self.validator_user)
        self.assertEqual(lines.search([]), certificate.line_ids)
        managed = self.env["volunteer.certificate"].with_user(self.manager_user)
        self.assertIn(ordinary, managed.search([]))
        self.assertNotIn(certificate, managed.search([]))
        with self.assertRaises(AccessError):
            ordinary.with_user(self.validator_user).action_print()
        # Whoever is both prints both.
        self.validator_user.group_ids += self.env.ref(
            "volunteer_valuation.group_volunteer_manager"
        )
        both = (ordinary | certificate).with_user(self.validator_user)
        self.assertIn(str(certificate.id), both.action_print()["url"])

    def test_not_for_oneself(self):
        right = self.env.ref("volunteer_valuation_cec.group_cec_validator")
        self._attest()
        certificate = self._certify()
        self.volunteer_user.group_ids += right
        with self.assertRaisesRegex(AccessError, "own hours"):
            self.line.with_user(self.volunteer_user).action_certify()
        with self.assertRaisesRegex(AccessError, "own hours"):
            certificate.with_user(self.volunteer_user).action_replace()

    def test_nobody_makes_one_up(self):
        self._attest()
        certificates = self.env["volunteer.certificate"]
        told = {
            "partner_id": self.volunteer.id,
            "company_id": self.association.id,
            "date_from": "2025-01-01",
            "date_to": "2025-12-31",
        }
        with self.assertRaises(AccessError):
            certificates.with_user(self.validator_user).create(told)
        with self.assertRaises(UserError):
            certificates.create(told | {"cec_line_id": self.line.id})
        smuggled = certificates.with_context(
            default_cec_line_id=self.line.id, default_cec_attested_on="2026-01-01"
        ).create(told)
        self.assertFalse(smuggled.cec_line_id or smuggled.cec_attested_on)

    def test_several_at_once(self):
        self._attest()
        self._engage(self.person)
        lines = self.line
        declaration = self.declarations.create(
            {"partner_id": self.person.id, "year": 2025}
        )
        entry = self.given[0].copy({"partner_id": self.person.id, "hours": 3})
        entry.action_submit()
        entry.action_approve()
        declaration.action_refresh()
        declaration.action_ask()
        lines |= declaration.line_ids
        with self.assertRaisesRegex(UserError, "Only attested"):
            self._as_validator(lines).action_certify()
        self._as_validator(lines).action_attest()
        action = self._as_validator(lines).action_certify()
        certificates = self.env["volunteer.certificate"].search(action["domain"])
        self.assertEqual(certificates.cec_line_id, lines)
        self.assertEqual(sorted(certificates.mapped("hours")), [3, 120])

    # ----- the person goes, or the addon -----
    def test_uninstalled_it_leaves_no_certificate_nor_activity_of_its_own(self):
        self._attest()
        attested = self._certify()
        ordinary = self.env["volunteer.certificate"]._issue(
            self.volunteer, self.association, attested.date_from, attested.date_to
        )
        activities = self.env["mail.activity"].with_context(active_test=False)
        ours = [("res_model", "=", self.line._name)]
        self.assertTrue(activities.search(ours))
        uninstall_hook(self.env)
        self.assertFalse(attested.exists())
        self.assertFalse(activities.search(ours))
        self.assertTrue(ordinary.exists())

    def test_forgotten_people_leave_no_certificate(self):
        self._attest()
        certificate = self._certify()
        self.entries._forget(self.volunteer)
        self.assertFalse(certificate.exists())
        self.assertFalse(self.line.exists())

    # ----- the paper -----
    def test_the_signature_on_file_is_that_of_who_attested(self):
        pixel = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
            "awAAAABJRU5ErkJggg=="
        )
        self._attest()
        self.association.sudo().write(
            {"volunteer_signature": pixel, "volunteer_signatory_name": "Somebody Else"}
        )
        self.assertFalse(self._certify().signature)
        self.association.volunteer_signatory_name = self.validator_user.name
        self.assertTrue(self._certify().signature)

    @skipUnless(has_wkhtmltopdf(), "wkhtmltopdf is not installed: no PDF to look at")
    def test_the_pdf_is_one_page(self):
        self._attest()
        certificate = self._certify()
        self.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:1")
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            content = certificate.with_context(force_report_rendering=True)._get_pdf()
        [page] = PdfReader(io.BytesIO(content)).pages
        self.assertIn(certificate.code, squeeze(page.extract_text()))


@tagged("post_install", "-at_install")
class TestCertificatePages(CertificateCommon, HttpCase):
    """What the person downloads, and what anyone verifies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = cls._create_user("cec_portal", "base.group_portal")

    def _read(self, path):
        page = html.fromstring(self.url_open(path).text)
        return squeeze(page.xpath("//*[@id='wrap']")[0].text_content())

    def test_anyone_verifies_it(self):
        self._attest()
        certificate = self._certify()
        self.env.flush_all()
        text = self._read(f"/volunteering/verify/{certificate.code}")
        for told in (
            "Yes, it is genuine.",
            "120 h",
            "Administration or direction – Treasurer",
            "03/15/2026, for the compte d'engagement citoyen",
        ):
            self.assertIn(told, text)
        for unwanted in ("Association 0", "90 h", "210 h"):
            self.assertNotIn(unwanted, text)
        certificate.action_revoke("A mistake")
        self.env.flush_all()
        text = self._read(f"/volunteering/verify/{certificate.code}")
        self.assertIn("has revoked it", text)

    def test_the_person_downloads_it(self):
        self.authenticate("vv_volunteer", "vv_volunteer")
        self.assertNotIn("Certificate (PDF)", self._read("/my/cec/2025"))
        self._attest()
        certificate = self._certify()
        self.env.flush_all()
        self.assertIn("Certificate (PDF)", self._read("/my/cec/2025"))
        page = self._read("/my/volunteering/certificate")
        self.assertIn("For the compte d'engagement citoyen", page)
        address = f"/my/volunteering/certificate/{certificate.id}/pdf"
        answer = self.url_open(address)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        certificate.action_revoke("A mistake")
        self.env.flush_all()
        self.assertNotIn("Certificate (PDF)", self._read("/my/cec/2025"))
        self.assertEqual(self.url_open(address).status_code, 404)

    def test_strangers_do_not_find_it(self):
        self._attest()
        certificate = self._certify()
        self.env.flush_all()
        self.authenticate("vv_cec_portal", "vv_cec_portal")
        for address in (
            f"/my/volunteering/certificate/{certificate.id}/pdf",
            f"/volunteer_valuation/certificates/{certificate.id}",
        ):
            self.assertEqual(self.url_open(address).status_code, 404)
        self.authenticate("vv_manager", "vv_manager")
        backend = f"/volunteer_valuation/certificates/{certificate.id}"
        self.assertEqual(self.url_open(backend).status_code, 404)
        self.authenticate("vv_validator", "vv_validator")
        self.assertEqual(self.url_open(backend).status_code, 200)
