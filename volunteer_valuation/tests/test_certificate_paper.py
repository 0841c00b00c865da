import io
from datetime import date
from unittest import skipUnless
from unittest.mock import patch

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader

from ..models import volunteer_certificate_printing
from .certificate_common import CertificateCommon
from .test_yearly_sheet_files import has_wkhtmltopdf, squeeze

REPORT = "volunteer_valuation.report_certificate"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
    "RU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestCertificatePaper(CertificateCommon):
    """What is on the paper, line by line."""

    def _render(self, certificate):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            REPORT, certificate.ids
        )
        return html.fromstring(content)

    def _read(self, certificate):
        [article] = self._render(certificate).xpath(
            "//div[contains(@class, 'article')]"
        )
        for style in article.xpath(".//style"):
            style.drop_tree()
        return squeeze(article.text_content())

    def test_all_that_an_attestation_tells(self):
        self._give_time()
        certificate = self._issue()
        text = self._read(certificate)
        for told in (
            "Les Ateliers du Canal 12 quai de la Fosse",
            "44000 Nantes",
            "RNA W442012345 –",
            "812 345 678 00014",
            "bonjour@ateliers.example",
            f"Certificate of Volunteering No. {certificate.number}",
            "The undersigned, Jeanne Dupont, president of the association Les Ateliers du "
            "Canal, certifies that Maëlys Lefèvre gave time to the association as a "
            "volunteer (bénévole), freely and without pay, between 1 January 2025 and "
            "31 December 2025: 4 h 30, approved by the association on the day of this "
            "certificate.",
            "Reception Repair Café 03/01/2025 1 h 30",
            "Reception 05/31/2025 – 06/03/2025 2 h 45",
            "Board 12/31/2025 15 min",
            "Total 4 h 30",
            "Done at Nantes, ",
            "Jeanne Dupont president",
            certificate.code,
            f"{certificate.get_base_url()}/volunteering/verify/{certificate.code}",
        ):
            self.assertIn(told, text)
        # Nothing of money, of what is not approved, or of others.
        for unwanted in ("€", "25.00", "02/01/2025", "Volunteer "):
            self.assertNotIn(unwanted, text)

    def test_without_a_signatory_it_leaves_a_place(self):
        self._approve()
        self.association.volunteer_signatory_office = False
        self.assertIn(
            "The undersigned, Jeanne Dupont, in the name of the association Les "
            "Ateliers du Canal, certifies",
            self._read(self._issue()),
        )
        self.association.write({"volunteer_signatory_name": False, "city": False})
        text = self._read(self._issue())
        self.assertIn("The association Les Ateliers du Canal certifies that", text)
        self.assertIn("Name, office and signature of the legal representative:", text)
        self.assertIn("Done on ", text)
        self.assertNotIn("False", text)

    def test_the_signature_stays_that_of_the_day(self):
        self._approve()
        without = self._issue()
        self.association.sudo().volunteer_signature = PIXEL
        certificate = self._issue()
        self.association.sudo().volunteer_signature = False
        found = [
            len(self._render(paper).xpath("//*[@class='o_signature']//img"))
            for paper in (without, certificate)
        ]
        self.assertEqual(found, [0, 1])

    def test_the_code_to_scan_is_the_address(self):
        self._approve()
        certificate = self._issue()
        with patch.object(
            volunteer_certificate_printing, "draw_qr_code", side_effect="data:{}".format
        ):
            page = self._render(certificate)
        [picture] = page.xpath("//*[@class='o_picture']/img")
        self.assertEqual(picture.get("src"), f"data:{certificate.verification_address}")

    def test_it_is_in_the_language_of_the_person_whoever_prints(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._approve()
        self.person.lang = "fr_FR"
        text = self._read(self._issue())
        self.assertIn("1 janvier 2025", text)
        self.assertIn("12/03/2025", text)

    def test_a_language_that_is_no_longer_installed(self):
        french = self.env["res.lang"]._activate_lang("fr_FR")
        self._approve()
        self.person.lang = "fr_FR"
        certificate = self._issue()
        self.env["res.partner"].with_context(active_test=False).search(
            [("lang", "=", "fr_FR")]
        ).lang = "en_US"
        french.active = False
        self.assertIn("1 January 2025", self._read(certificate))

    def test_the_file_bears_number_and_name(self):
        self._approve()
        certificate = self._issue()
        self.assertEqual(
            certificate._get_file_name(),
            f"Certificate of Volunteering {certificate.number} Maëlys Lefèvre",
        )

    def test_hostile_names_stay_names(self):
        hostile = "<script>alert('vv')</script>"
        self.activity.name = self.person.name = hostile
        self._approve()
        page = self._render(self._issue())
        self.assertFalse(page.xpath("//script[contains(text(), 'vv')]"))
        self.assertEqual(page.xpath("//*[@class='o_person']/text()"), [hostile])

    def test_not_too_many_at_once(self):
        self._approve()
        certificates = self.certificates.union(*(self._issue() for _ in range(61)))
        with self.assertRaisesRegex(UserError, "at most 60"):
            certificates.action_print()
        certificates[:60].action_print()

    # ----- as a file -----

    def _print(self, certificates):
        # Nothing is fetched: the paper brings its style along.
        self.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:1")
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            return certificates.with_context(force_report_rendering=True)._get_pdf()

    def _extract(self, content):
        reader = PdfReader(io.BytesIO(content))
        return [squeeze(page.extract_text()) for page in reader.pages]

    def _give_many(self, count):
        """As many missions, with names as long as they come."""
        activities = self.env["volunteer.activity"].create(
            [
                {
                    "name": f"{number} Communication à destination du public et "
                    "représentation de l’association auprès de l’extérieur"
                }
                for number in range(count)
            ]
        )
        for number, activity in enumerate(activities):
            self._approve(
                activity_id=activity.id,
                date=date(2025, 1 + number % 12, 1 + number % 28),
                hours=0.75,
            )

    @skipUnless(has_wkhtmltopdf(), "wkhtmltopdf is not installed: no PDF to look at")
    def test_the_pdf_has_the_pages_that_were_planned(self):
        self._give_many(40)
        certificate = self._issue()
        planned = certificate._get_pages()
        pages = self._extract(self._print(certificate))
        self.assertEqual(len(pages), len(planned))
        self.assertGreaterEqual(len(pages), 3)
        for text, lines in zip(pages, planned, strict=True):
            self.assertIn(certificate.number, text)
            self.assertIn("Maëlys Lefèvre", text)
            days = [f"{line.date_from:%m/%d/%Y}" for line in lines]
            self.assertEqual([day for day in text.split() if "/2025" in day], days)
        self.assertIn(certificate.code, pages[-1])
        self.assertIn("Jeanne Dupont president", pages[-1])

    @skipUnless(has_wkhtmltopdf(), "wkhtmltopdf is not installed: no PDF to look at")
    def test_what_was_printed_first_is_printed_again(self):
        self._approve()
        certificate = self._issue()
        first = self._print(certificate)
        self.env["ir.ui.view"].search(
            [("key", "=", "volunteer_valuation.certificate_heading")]
        ).arch = "<t><h1>Otherwise</h1></t>"
        self.assertEqual(self._print(certificate), first)
        kept = self.env["ir.attachment"].search(
            [("res_model", "=", certificate._name), ("res_id", "=", certificate.id)]
        )
        self.assertEqual(kept.raw, first)
        self.assertTrue(kept.with_user(self.manager_user).has_access("read"))
        for operation in ("write", "unlink"):
            self.assertFalse(kept.with_user(self.manager_user).has_access(operation))

    @skipUnless(has_wkhtmltopdf(), "wkhtmltopdf is not installed: no PDF to look at")
    def test_what_is_kept_is_not_for_others(self):
        self._approve()
        certificate = self._issue()
        self._print(certificate)
        foreign = self._create_user(
            "foreign",
            "volunteer_valuation.group_volunteer_manager",
            self.other_association,
        )
        portal = self._create_user("portal", "base.group_portal")
        self.env.invalidate_all()
        for user in (foreign, portal, self.treasurer_user, self.volunteer_user):
            reports = self.env(user=user, context={"force_report_rendering": True})
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                reports["ir.actions.report"]._render_qweb_pdf(REPORT, certificate.ids)

    @skipUnless(has_wkhtmltopdf(), "wkhtmltopdf is not installed: no PDF to look at")
    def test_several_are_one_file(self):
        self._approve()
        self._approve(partner_id=self.volunteer.id)
        certificates = self._issue() | self._issue(self.volunteer)
        pages = self._extract(self._print(certificates))
        self.assertEqual(len(pages), 2)
        for text, certificate in zip(pages, certificates, strict=True):
            self.assertIn(certificate.code, text)


@tagged("post_install", "-at_install")
class TestCertificateDownload(CertificateCommon, HttpCase):
    """The file as a browser gets it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._approve()
        cls.certificate = cls._issue()
        cls.address = cls.certificate.action_print()["url"]

    def test_a_manager_downloads_it(self):
        self.authenticate("vv_manager", "vv_manager")
        answer = self.url_open(self.address)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn(
            f"{self.certificate.number}%20Ma%C3%ABlys",
            answer.headers["Content-Disposition"],
        )
        self.assertIn(self.certificate.code, answer.text)

    def test_what_is_not_ones_own_is_not_found(self):
        foreign = self._create_user(
            "foreign",
            "volunteer_valuation.group_volunteer_manager",
            self.other_association,
        )
        for login in ("vv_treasurer", "vv_approver", "vv_volunteer", foreign.login):
            self.authenticate(login, login)
            with self.subTest(login=login):
                self.assertEqual(self.url_open(self.address).status_code, 404)
        self.authenticate("vv_manager", "vv_manager")
        base, _slash, number = self.address.rpartition("/")
        for wrong in (
            str(2**31),
            "0",
            "-1",
            "abc",
            f"{number},",
            f"{number},{2**31 - 1}",
            "٣",
            "9" * 40,
            "9" * 5000,
            "%00",
        ):
            with self.subTest(wrong=wrong):
                answer = self.url_open(f"{base}/{wrong}")
                self.assertEqual(answer.status_code, 404)
