from datetime import date, timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..models.volunteer_certificate_own import MOST_A_DAY
from .common import PortalCommon

CERTIFICATE = "/my/volunteering/certificate"


@tagged("post_install", "-at_install")
class TestCertificateOwn(PortalCommon, HttpCase):
    """A volunteer's own certificates on the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.portal_user.partner_id
        cls.person.name = "Zwyntoria Bel"
        cls.certificates = cls.env["volunteer.certificate"].sudo()
        cls.today = cls.certificates._get_today(cls.association)
        year = cls.association.compute_fiscalyear_dates(cls.today)
        cls.this_year = year["date_from"], cls.today
        last = cls.association.compute_fiscalyear_dates(
            year["date_from"] - timedelta(days=1)
        )
        cls.last_year = last["date_from"], last["date_to"]
        cls.given = cls._approve(hours=2.5, date=year["date_from"])
        cls._approve(hours=4, date=last["date_to"])
        # What no certificate of theirs counts.
        cls._declare(hours=8, date=year["date_from"])
        cls._approve(partner_id=cls.volunteer.id, hours=7, date=year["date_from"])
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.authenticate("vv_portal", "vv_portal")

    def _see(self, path=CERTIFICATE, status=200):
        self.env.flush_all()
        response = self.url_open(path)
        self.assertEqual(response.status_code, status)
        return " ".join(response.text.split())

    def _ask(self, **form):
        self.env.flush_all()
        response = self.url_open(
            CERTIFICATE,
            data={
                "csrf_token": http.Request.csrf_token(self),
                "company_id": self.association.id,
                **form,
            },
        )
        self.env.invalidate_all()
        return response

    def _refuse(self, **form):
        """The sentence with which the page refuses; nothing is issued then."""
        before = self._own()
        response = self._ask(**form)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self._own(), before)
        [_before, alert] = response.text.split('role="alert"')
        return alert.partition(">")[2].partition("</div>")[0]

    def _own(self):
        return self.certificates.search([("partner_id", "=", self.person.id)])

    def _issue(self, person=None):
        date_from, date_to = self.this_year
        return self.certificates._issue(
            person or self.person, self.association, date_from, date_to
        )

    # ------------------------------------------------------------------
    # Asking for one
    # ------------------------------------------------------------------
    def test_this_year_holds_what_is_approved_until_today(self):
        response = self._ask(period="this_year")
        certificate = self._own()
        self.assertEqual((certificate.date_from, certificate.date_to), self.this_year)
        self.assertEqual(certificate.hours, 2.5)
        self.assertEqual(certificate.company_id, self.association)
        self.assertIn("done=issued", response.url)
        text = " ".join(response.text.split())
        self.assertIn(f"Your certificate {certificate.number} is ready.", text)
        self.assertIn(f"{CERTIFICATE}/{certificate.id}/pdf", text)
        self.assertIn("2 h 30", text)
        self.assertIn("Valid", text)

    def test_last_year_is_the_fiscal_year_of_the_association(self):
        self.association.write(
            {"fiscalyear_last_month": "6", "fiscalyear_last_day": 30}
        )
        end = date(self.today.year - (self.today.month < 7), 6, 30)
        self._approve(hours=1, date=end)
        self._ask(period="last_year")
        certificate = self._own()
        self.assertEqual(certificate.date_to, end)
        self.assertEqual(
            certificate.date_from, end - relativedelta(years=1) + timedelta(days=1)
        )

    def test_between_two_dates(self):
        date_from = self.last_year[1]
        self._ask(date_from=date_from.isoformat(), date_to=self.today.isoformat())
        certificate = self._own()
        self.assertEqual(certificate.date_from, date_from)
        self.assertEqual(certificate.hours, 6.5)

    def test_the_same_again_is_the_one_there_is(self):
        self._ask(period="this_year")
        certificate = self._own()
        response = self._ask(period="this_year")
        self.assertEqual(self._own(), certificate)
        self.assertIn("You have this certificate already", response.text)
        self.assertIn(certificate.number, response.text)

    def test_hours_approved_since_replace_it(self):
        self._ask(period="this_year")
        older = self._own()
        self._approve(hours=1, date=self.today)
        self._ask(period="this_year")
        newer = self._own() - older
        self.assertEqual(newer.hours, 3.5)
        self.assertEqual((older.state, older.replaced_by_id), ("replaced", newer))
        text = self._see()
        self.assertIn(f"Replaced by {newer.number}", text)
        self.assertNotIn(f"{CERTIFICATE}/{older.id}/pdf", text)

    def test_periods_that_cannot_be(self):
        today, tomorrow = self.today.isoformat(), self.today + timedelta(days=1)
        self.assertIn(
            "is still to come",
            self._refuse(date_from=today, date_to=tomorrow.isoformat()),
        )
        self.assertIn(
            "The last day comes before the first one",
            self._refuse(date_from=today, date_to="2001-01-01"),
        )
        self.assertIn(
            "is not understood", self._refuse(date_from="31/31/2025", date_to=today)
        )
        self.assertIn("is not understood", self._refuse(date_from="", date_to=""))
        self.assertIn(
            "No time of", self._refuse(date_from="2001-01-01", date_to="2001-12-31")
        )

    def test_what_was_typed_is_still_there(self):
        response = self._ask(date_from="2001-01-01", date_to="2000-01-01")
        self.assertIn('value="2001-01-01"', response.text)
        self.assertIn("<details open", response.text)

    def test_an_association_where_managers_issue_them(self):
        self.association.volunteer_certificate_own = False
        self.assertIn(
            "Les Ateliers du Canal issues certificates itself",
            self._refuse(period="this_year"),
        )
        text = self._see()
        self.assertNotIn('name="period"', text)
        self.assertIn("mailto:bureau@ateliers.example.com", text)
        self._issue()
        self.assertIn("/pdf", self._see(), "What managers issued is there")

    def test_another_association_is_not_found(self):
        for company_id in (self.other_association.id, 2**31, 0, "", "x"):
            response = self._ask(period="this_year", company_id=company_id)
            self.assertEqual(response.status_code, 404)
        self.assertFalse(self._own())

    def test_each_association_is_asked_apart(self):
        self._approve(
            company_id=self.other_association.id,
            activity_id=False,
            hours=3,
            date=self.today,
        )
        text = self._see()
        self.assertLess(
            text.index(">Le Hangar<"), text.index(">Les Ateliers du Canal<")
        )
        self._ask(period="this_year", company_id=self.other_association.id)
        self.assertEqual(self._own().company_id, self.other_association)
        self.assertEqual(self._own().hours, 3)

    def test_not_more_than_somebody_needs_in_a_day(self):
        for number in range(MOST_A_DAY):
            first = self.last_year[0] + timedelta(days=number)
            self._ask(date_from=first.isoformat(), date_to=self.today.isoformat())
        self.assertEqual(len(self._own()), MOST_A_DAY)
        self.assertIn("come back tomorrow", self._refuse(period="this_year"))
        # What there is already can be asked for again.
        first = self.last_year[0].isoformat()
        self.assertIn(
            "done=known",
            self._ask(date_from=first, date_to=self.today.isoformat()).url,
        )

    def test_without_approved_time(self):
        self.authenticate("vv_stranger", "vv_stranger")
        text = self._see()
        self.assertIn("None of your time is approved yet", text)
        self.assertNotIn('name="period"', text)
        response = self._ask(period="this_year")
        self.assertEqual(response.status_code, 404)

    def test_the_time_of_an_organisation_is_nobody_s_own(self):
        self.person.parent_id = self.member_organisation
        self._approve(
            partner_id=self.member_organisation.id,
            headcount=30,
            hours=4,
            date=self.today,
        )
        self._ask(period="this_year")
        self.assertEqual(self._own().hours, 2.5)

    def test_internal_users_have_theirs(self):
        self.authenticate("vv_volunteer", "vv_volunteer")
        self._ask(period="this_year")
        certificate = self.certificates.search([("partner_id", "=", self.volunteer.id)])
        self.assertEqual(certificate.hours, 7)
        self.assertFalse(self._own())

    # ------------------------------------------------------------------
    # Having it
    # ------------------------------------------------------------------
    def test_it_is_downloaded(self):
        certificate = self._issue()
        response = self.url_open(f"{CERTIFICATE}/{certificate.id}/pdf")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        # In tests Odoo gives the page that would be printed.
        self.assertIn(certificate.code, response.text)
        self.assertIn("Zwyntoria Bel", response.text)

    def test_where_no_paper_can_be_made_the_page_says_so(self):
        certificate = self._issue()
        with patch.object(
            type(certificate), "_get_pdf", side_effect=UserError("No printer here.")
        ):
            response = self.url_open(f"{CERTIFICATE}/{certificate.id}/pdf")
        self.assertEqual(response.status_code, 200)
        self.assertIn("No printer here.", response.text)

    def test_others_are_not_found(self):
        others = self._issue(self.volunteer)
        for number in (others.id, 2**31 - 1, 2**31, 10**30, 0, -1):
            response = self.url_open(f"{CERTIFICATE}/{number}/pdf")
            self.assertEqual(response.status_code, 404)
        text = self._see(f"{CERTIFICATE}?done=issued&certificate={others.id}")
        self.assertNotIn(others.number, text)
        self.assertNotIn('role="status"', text)

    def test_what_is_not_valid_is_told_and_not_printed(self):
        certificate = self._issue()
        certificate.with_user(self.manager_user).action_revoke("A mistake")
        self.assertIn("Revoked on", self._see())
        self.assertNotIn("A mistake", self._see())
        self._see(f"{CERTIFICATE}/{certificate.id}/pdf", status=404)

    def test_unknown_words_in_the_address_say_nothing(self):
        certificate = self._issue()
        for query in ("done=x", "done=issued", "done=known&certificate=x"):
            self.assertNotIn('role="status"', self._see(f"{CERTIFICATE}?{query}"))
        self.assertIn(
            'role="status"',
            self._see(f"{CERTIFICATE}?done=known&certificate={certificate.id}"),
        )

    def test_nobody_without_signing_in(self):
        certificate = self._issue()
        self.authenticate(None, None)
        for path in (CERTIFICATE, f"{CERTIFICATE}/{certificate.id}/pdf"):
            response = self.url_open(path, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/web/login", response.headers["Location"])

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._see()
            return self.env.cr.sql_log_count - before

        self._issue()
        count()
        few = count()
        for number in range(20):
            association = self._create_association(f"Association {number}")
            self._approve(
                company_id=association.id, activity_id=False, hours=1, date=self.today
            )
            self.certificates._issue(self.person, association, self.today, self.today)
        count()
        self.assertEqual(count(), few)

    # ------------------------------------------------------------------
    # What is told about it
    # ------------------------------------------------------------------
    def test_the_privacy_page_tells_who_sees_a_certificate(self):
        text = self._see("/my/volunteering/privacy")
        self.assertIn("Whoever you give a certificate to", text)
        self.assertIn(f'href="{CERTIFICATE}"', text)
        text = self._see("/my/volunteering/privacy/erase")
        self.assertIn("Your certificates are deleted", text)

    def test_erasing_deletes_them(self):
        certificate = self._issue()
        code = certificate.code
        self.env["volunteer.time.entry"]._forget(self.person)
        self.assertFalse(certificate.exists())
        self.assertFalse(self.certificates._find_by_code(code))
