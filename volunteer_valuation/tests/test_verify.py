import threading
from unittest.mock import patch

from lxml import html

from odoo.tests import HttpCase, tagged

from ..tools.certificate_codes import make_code
from .certificate_common import CertificateCommon
from .test_yearly_sheet_files import squeeze

PAGE = "/volunteering/verify"


@tagged("post_install", "-at_install")
class TestVerify(CertificateCommon, HttpCase):
    """The page on which anyone verifies a certificate, without an account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_time()
        cls.certificate = cls._issue()
        cls.env.flush_all()

    def _ask(self, path, **query):
        return self.url_open(path, params=query, allow_redirects=False)

    def _read(self, answer):
        """What the page says, without Odoo's frame."""
        return squeeze(
            html.fromstring(answer.text).xpath("//*[@id='wrap']")[0].text_content()
        )

    def _verify(self, code):
        return self._ask(f"{PAGE}/{code}")

    def test_a_genuine_one(self):
        answer = self._verify(self.certificate.code)
        self.assertEqual(answer.status_code, 200)
        text = self._read(answer)
        self.assertIn("Yes, it is genuine.", text)
        for told in (
            f"No. {self.certificate.number}",
            self.certificate.code,
            "Maëlys Lefèvre",
            "Les Ateliers du Canal",
            "RNA W442012345",
            "01/01/2025 – 12/31/2025",
            "4 h 30",
            "Reception – Repair Café",
            "03/01/2025 · 1 h 30",
            "Jeanne Dupont, president",
            "Nantes",
        ):
            self.assertIn(told, text)

    def test_it_shows_only_what_is_on_the_paper(self):
        self.person.write({"email": "maelys@secret.example", "phone": "0600000000"})
        self.certificate._end("revoked", revocation_reason="A secret reason")
        self.env.flush_all()
        answer = self._verify(self.certificate.code)
        for unwanted in (
            "secret",
            "0600000000",
            "Welcome desk",
            "€",
            f"/{self.person.id}",
        ):
            self.assertNotIn(unwanted, answer.text)
        # The paper of the day, not the records of today.
        self.person.name = "Renamed Since"
        self.env.flush_all()
        text = self._verify(self.certificate.code).text
        self.assertIn("Maëlys Lefèvre", text)
        self.assertNotIn("Renamed", text)

    def test_typed_into_the_form(self):
        page = self._ask(PAGE)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("alert", self._read(page))
        [form] = html.fromstring(page.text).xpath("//*[@id='wrap']//form")
        self.assertEqual((form.get("action"), form.method), (PAGE, "GET"))
        typed = self.certificate.code.lower().replace("-", " ")
        self.assertIn("it is genuine", self._read(self._ask(PAGE, code=typed)))

    def test_a_replaced_one(self):
        newer = self._issue()
        self.env.flush_all()
        answer = self._verify(self.certificate.code)
        text = self._read(answer)
        self.assertIn("a newer certificate has replaced it", text)
        self.assertNotIn("genuine.", text)
        self.assertNotIn(newer.code, answer.text)
        self.assertNotIn(newer.number, answer.text)
        self.assertIn("it is genuine", self._read(self._verify(newer.code)))

    def test_a_revoked_one(self):
        self.certificate.action_revoke("The wrong person")
        self.env.flush_all()
        text = self._read(self._verify(self.certificate.code))
        self.assertIn("the association has revoked it", text)
        self.assertNotIn("genuine.", text)

    def test_a_forgotten_one_is_unknown(self):
        code = self.certificate.code
        self.env["volunteer.time.entry"]._forget(self.person)
        self.env.flush_all()
        answer = self._verify(code)
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn("Maëlys", answer.text)

    def test_unknown_and_malformed_codes_are_answered_alike(self):
        answers = set()
        for code in (
            make_code(),
            self.certificate.code[:-1] + "UZ"[self.certificate.code[-1] == "U"],
            self.certificate.code[:-1],
            self.certificate.number,
            str(self.certificate.id),
            "nope",
            "a/b/c",
            "..%2f..%2fetc%2fpasswd",
            "%25s",
            "x" * 5000,
            "٣",
        ):
            with self.subTest(code=code[:40]):
                answer = self._verify(code)
                self.assertEqual(answer.status_code, 404)
                answers.add(self._read(answer))
        self.assertEqual(len(answers), 1)
        self.assertIn("We know of no such certificate.", *answers)

    def test_hostile_codes_stay_text(self):
        script = "<script>alert('vv')</script>"
        for answer in (self._ask(PAGE, code=script), self._verify(script)):
            self.assertEqual(answer.status_code, 404)
            self.assertNotIn("<script>alert", answer.text)

    def test_nothing_keeps_finds_or_tells_on_the_page(self):
        for path in (PAGE, f"{PAGE}/{self.certificate.code}", f"{PAGE}/nope"):
            headers = self._ask(path).headers
            with self.subTest(path=path):
                self.assertEqual(headers["Cache-Control"], "no-store")
                self.assertEqual(headers["Referrer-Policy"], "no-referrer")
                self.assertIn("noindex", headers["X-Robots-Tag"])
                self.assertEqual(headers["X-Frame-Options"], "SAMEORIGIN")

    def test_queries_do_not_grow_with_the_missions(self):
        activities = self.env["volunteer.activity"].create(
            [{"name": f"Mission {number}"} for number in range(30)]
        )
        for activity in activities:
            self._approve(activity_id=activity.id, hours=0.25)
        longer = self._issue()
        counts = []
        # The first time also fills what Odoo remembers between requests.
        for certificate in (self.certificate, self.certificate, longer):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["ir.qweb"]._render(
                "volunteer_valuation.verify_paper",
                {"certificate": self.certificates._find_by_code(certificate.code)},
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreater(len(longer.line_ids), 30)
        self.assertEqual(counts[1], counts[2])

    def test_it_only_reads(self):
        thread = threading.current_thread()
        # Odoo knows its database by the thread of a request.
        with patch.object(thread, "dbname", self.env.cr.dbname, create=True):
            rules = list(self.env["ir.http"].routing_map().iter_rules())
        found = [rule for rule in rules if rule.rule.startswith(PAGE)]
        self.assertEqual(len(found), 2)
        for rule in found:
            self.assertTrue(rule.endpoint.routing["readonly"])
            self.assertEqual(rule.endpoint.routing["methods"], ["GET"])
        self.assertEqual(
            self.url_open(PAGE, data={"code": "x"}, method="POST").status_code, 405
        )

    def test_whoever_is_signed_in_sees_the_same(self):
        visitor = self._read(self._verify(self.certificate.code))
        for login in ("vv_stranger", "vv_manager"):
            self.authenticate(login, login)
            self.assertEqual(self._read(self._verify(self.certificate.code)), visitor)
