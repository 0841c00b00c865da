from freezegun import freeze_time

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import DeclarationCommon


@tagged("post_install", "-at_install")
class TestPages(DeclarationCommon, HttpCase):
    """One's own CEC on the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = cls._create_user("cec_portal", "base.group_portal")
        cls.volunteer = cls.portal_user.partner_id
        cls._engage(cls.volunteer, office="Secretary")

    def setUp(self):
        super().setUp()
        clock = freeze_time("2026-03-15 10:00", tick=True)
        clock.start()
        self.addCleanup(clock.stop)
        self._give(128)
        self.authenticate("vv_cec_portal", "vv_cec_portal")

    def _post(self, path, **form):
        return self.url_open(
            f"/my/cec{path}", {"csrf_token": Request.csrf_token(self), **form}
        )

    def _find_own(self):
        return self.env["volunteer.cec.declaration"].search(
            [("partner_id", "=", self.volunteer.id)]
        )

    def test_from_looking_to_asking(self):
        page = self.url_open("/my/cec").text
        self.assertIn("Look at", page)
        page = self._post("/start", year="2025").text
        self.assertIn("128 h</b> of", page)
        self.assertIn("<b>yes</b>", page)
        page = self._post(
            "/2025/elsewhere",
            association_name="Le Hangar",
            rna="w 442 012 345",
            hours="72h30",
        ).text
        self.assertIn("200 h 30", page)
        self.assertIn("You have the hours.", page)
        page = self._post("/2025/ask").text
        self.assertIn("Asked: the valideur answers.", page)
        own = self._find_own()
        self.assertEqual(own.line_ids.mapped("state"), ["asked", "told"])
        page = self.url_open("/my/cec/2025/sheet").text
        for told in ("W442012345", "732829320", "Secretary", "72 h 30"):
            self.assertIn(told, page)

    def test_starting_twice_leads_to_the_same(self):
        self._post("/start", year="2025")
        self._post("/start", year="2025")
        self.assertEqual(len(self._find_own()), 1)

    def test_only_this_year_and_the_last_can_be_started(self):
        for year in ("2019", "2024", "2027", "", "x", "9" * 30):
            self.assertIn(
                "cannot be declared now", self._post("/start", year=year).text
            )
        self.assertFalse(self._find_own())

    def test_what_is_wrong_is_told_and_what_was_typed_is_kept(self):
        self._post("/start", year="2025")
        for form, words in (
            ({"association_name": "X", "hours": "2h75"}, "not understood"),
            ({"association_name": "X", "hours": "9000"}, "8784"),
            ({"association_name": " ", "hours": "3"}, "which association"),
            ({"association_name": "X", "hours": "3", "rna": "123"}, "RNA"),
        ):
            page = self._post("/2025/elsewhere", **form)
            self.assertEqual(page.status_code, 200)
            self.assertIn(words, page.text)
            self.assertIn(f'value="{form["hours"]}"', page.text)
        page = self._post("/2025/about", birthdate="2010-13-01").text
        self.assertIn("not a date", page)

    def test_about_oneself(self):
        self._post("/start", year="2025")
        page = self._post("/2025/about", birthdate="2010-05-01", shows_total="on").text
        self.assertIn("age of 16", page)
        self.assertTrue(self._find_own().shows_total)
        self._post("/2025/about", birthdate="")
        self.assertFalse(self._find_own().birthdate)
        self.assertFalse(self._find_own().shows_total)

    def test_reminder_is_asked_for_by_oneself(self):
        self.assertIn("Remind me in spring", self.url_open("/my/cec").text)
        self.assertIn("No more reminders", self._post("/reminder", on="1").text)
        self.assertTrue(self.volunteer.cec_wants_reminder)
        self._post("/reminder")
        self.assertFalse(self.volunteer.cec_wants_reminder)

    def test_taken_back_and_deleted(self):
        self._post("/start", year="2025")
        self._post("/2025/elsewhere", association_name="Le Hangar", hours="3")
        told = self._find_own().line_ids.filtered(lambda line: line.state == "told")
        self._post("/2025/remove", line_id=str(told.id))
        self.assertFalse(told.exists())
        counted = self._find_own().line_ids
        refused = self._post("/2025/remove", line_id=str(counted.id))
        self.assertEqual(refused.status_code, 404)
        self._post("/2025/delete")
        self.assertFalse(self._find_own())

    def test_what_was_attested_is_not_deleted(self):
        self._post("/start", year="2025")
        self._post("/2025/ask")
        self._find_own().line_ids.with_user(self.validator_user).action_attest()
        page = self._post("/2025/delete").text
        self.assertIn("is kept", page)
        self.assertIn("Attested on", page)

    def test_late_is_told_the_date(self):
        self._post("/start", year="2025")
        with freeze_time("2026-07-01 10:00", tick=True):
            page = self._post("/2025/ask").text
        self.assertIn("06/30/2026", page)

    def test_a_year_of_nobodys_is_not_found(self):
        other = self.env["volunteer.cec.declaration"].create(
            {"partner_id": self.person.id, "year": 2025}
        )
        for path in ("/2025", "/2025/sheet", "/1", f"/{other.id}"):
            self.assertEqual(self.url_open(f"/my/cec{path}").status_code, 404)
        for path in ("refresh", "ask", "elsewhere", "remove", "about", "delete"):
            self.assertEqual(self._post(f"/2025/{path}").status_code, 404)
        self.assertTrue(other.exists())
