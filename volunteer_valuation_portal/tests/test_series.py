from datetime import date, timedelta

from odoo import fields
from odoo.tests import tagged

from .declare_common import DeclareCommon

SERIES = "/my/volunteering/series"
MARCH = "weekday=1&from=2025-03-01&until=2025-03-31"


@tagged("post_install", "-at_install")
class TestSeries(DeclareCommon):
    """The same time every week: proposed, ticked, then drafts to confirm."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A Tuesday.
        cls.tuesday = cls._declare(
            partner_id=cls.person.id,
            name="Soup kitchen",
            date=date(2025, 3, 4),
            hours=2.5,
            distance=12.0,
            project_id=cls.project.id,
        )

    def _get_series(self, query="", **kwargs):
        return self._get(f"{SERIES}?again={self.tuesday.id}&{query}", **kwargs)

    def _proposed(self, page):
        return {
            box.get("value"): bool(box.get("checked"))
            for box in page.xpath("//input[@type='checkbox'][@name='date']")
        }

    def _alert(self, page):
        [alert] = page.xpath("//*[@role='alert'][hasclass('alert-danger')]")
        return alert.text_content().strip()

    def _draft(self, days, **form):
        before = self.entries.search([])
        form = {"again": self.tuesday.id, "date": days} | form
        response = self._post(SERIES, **form)
        self.assertEqual(response.status_code, 200)
        return (self.entries.search([]) - before).sorted("date"), response

    # ------------------------------------------------------------------
    # Proposing
    # ------------------------------------------------------------------
    def test_it_proposes_every_such_day(self):
        page = self._get_series(MARCH)
        self.assertEqual(
            self._proposed(page),
            {
                # Told already: nobody wants it twice.
                "2025-03-04": False,
                "2025-03-11": True,
                "2025-03-18": True,
                "2025-03-25": True,
            },
        )
        self.assertIn("Tuesday, March 4, 2025\n", page.text_content())
        self.assertEqual(page.text_content().count("(declared already)"), 1)

    def test_by_default_it_proposes_the_last_weeks_until_today(self):
        days = [fields.Date.to_date(day) for day in self._proposed(self._get_series())]
        self.assertTrue(4 <= len(days) <= 5, days)
        self.assertEqual({day.weekday() for day in days}, {1})
        self.assertLessEqual(max(days), fields.Date.today())

    def test_without_an_entry_it_takes_the_last_one(self):
        page = self._get(SERIES)
        self.assertIn("Soup kitchen", page.text_content())
        self.tuesday.unlink()
        response = self.url_open(SERIES, allow_redirects=False)
        self.assertEqual(response.status_code, 303)

    def test_of_what_is_not_one_s_own_nothing_is_found(self):
        other = self._declare(partner_id=self.volunteer.id)
        for wrong in (other.id, 999999999, "x", ""):
            with self.subTest(again=wrong):
                self._get(f"{SERIES}?again={wrong}", status=404)
                response = self._post(SERIES, again=wrong, date="2025-03-11")
                self.assertEqual(response.status_code, 404)

    def test_days_that_cannot_be_are_told_in_one_sentence(self):
        tomorrow = (fields.Date.today() + timedelta(days=2)).isoformat()
        for query, expected in [
            (f"until={tomorrow}", "Time is declared once it is given: "),
            ("from=2025-03-02&until=2025-03-01", "The last day comes before the "),
            ("from=2020-01-01&until=2025-03-01", "Choose one year at most."),
            ("from=soon", "“soon” is not understood: write the day as "),
            ("weekday=0&from=2025-03-04&until=2025-03-05", "There is no such day"),
        ]:
            with self.subTest(query=query):
                page = self._get_series(query)
                self.assertIn(expected, self._alert(page))
                self.assertFalse(self._proposed(page))

    def test_an_unknown_day_of_the_week_is_that_of_the_entry(self):
        for weekday in ("7", "-1", "x", "", "1%27--"):
            page = self._get_series(
                f"weekday={weekday}&from=2025-03-04&until=2025-03-05"
            )
            self.assertEqual(list(self._proposed(page)), ["2025-03-04"])

    # ------------------------------------------------------------------
    # Drafting
    # ------------------------------------------------------------------
    def test_what_is_ticked_becomes_drafts(self):
        drafts, _response = self._draft(["2025-03-11", "2025-03-25", "2025-03-11"])
        self.assertEqual(drafts.mapped("date"), [date(2025, 3, 11), date(2025, 3, 25)])
        for draft in drafts:
            self.assertEqual(
                (draft.name, draft.hours, draft.distance, draft.state, draft.origin),
                ("Soup kitchen", 2.5, 12.0, "draft", "portal"),
            )
            self.assertEqual(draft.partner_id, self.person)
            self.assertEqual(draft.engagement_id, self.engagement)
            self.assertEqual(draft.project_id, self.project)

    def test_a_second_tap_on_a_slow_line_makes_none(self):
        opened = self._opened()
        drafts, _response = self._draft(["2025-03-11"], opened=opened)
        self.assertEqual(len(drafts), 1)
        drafts, response = self._draft(["2025-03-11"], opened=opened)
        self.assertFalse(drafts)
        self.assertNotIn("alert-danger", response.text)
        # A form that was opened since asks for what is wanted twice.
        opened = self._values(self._get_series(MARCH))["opened"]
        drafts, _response = self._draft(["2025-03-11"], opened=opened)
        self.assertEqual(len(drafts), 1)

    def test_then_it_leads_to_the_drafts(self):
        response = self.url_open(
            SERIES,
            data={
                "csrf_token": self._csrf_token(),
                "again": self.tuesday.id,
                "date": "2025-03-11",
            },
            allow_redirects=False,
        )
        self.assertEqual(response.status_code, 303)
        self.assertEqual(
            response.headers["Location"].removeprefix(self.base_url()),
            "/my/volunteering?state=draft&done=drafted",
        )

    def test_they_stay_drafts_where_the_association_trusts(self):
        self.association.volunteer_approval = "none"
        drafts, _response = self._draft(["2025-03-11"])
        self.assertEqual(drafts.state, "draft")

    def test_what_is_refused_is_refused_whole_and_keeps_the_ticks(self):
        tomorrow = (fields.Date.today() + timedelta(days=2)).isoformat()
        self._declare(partner_id=self.person.id, date=date(2025, 3, 18), hours=23)
        asked = dict(part.split("=") for part in MARCH.split("&"))
        for days, expected in [
            ([], "Choose at least one day."),
            (["2025-03-11", tomorrow], "Time is declared once it is given: "),
            (["2025-03-11", "2025-03-18"], "a day has 24."),
            (["soon"], "“soon” is not understood"),
        ]:
            with self.subTest(days=days):
                drafts, response = self._draft(days, **asked)
                self.assertFalse(drafts)
                self.assertIn(expected, self._alert(self._parse(response)))
        page = self._parse(self._draft(["2025-03-11", "2025-03-18"], **asked)[1])
        ticked = [day for day, is_ticked in self._proposed(page).items() if is_ticked]
        self.assertEqual(ticked, ["2025-03-11", "2025-03-18"])

    def test_not_more_than_a_year_s(self):
        days = [date(2024, 1, 1) + timedelta(days=n) for n in range(60)]
        drafts, response = self._draft([day.isoformat() for day in days])
        self.assertFalse(drafts)
        self.assertIn("Choose at most 53 days.", response.text)

    def test_what_is_no_longer_offered_is_not_repeated(self):
        self.project.volunteer_declarable = False
        drafts, _response = self._draft(["2025-03-11"])
        self.assertFalse(drafts.project_id)

    def test_an_association_that_was_left_gets_none(self):
        self.engagement.action_end()
        drafts, response = self._draft(["2025-03-11"])
        self.assertFalse(drafts)
        self.assertIn("You have no access to this association.", response.text)

    def test_late_days_are_asked_for_their_reason(self):
        self._book_year()
        asked = dict(part.split("=") for part in MARCH.split("&"))
        drafts, response = self._draft(["2025-03-11"], **asked)
        self.assertFalse(drafts)
        self.assertIn("say why this time comes so late", response.text)
        page = self._parse(response)
        self.assertTrue(page.xpath("//input[@name='late_reason']"))
        drafts, _response = self._draft(["2025-03-11"], late_reason="Ill", **asked)
        self.assertEqual(drafts.late_reason, "Ill")

    def test_for_a_group_again(self):
        self.person.parent_id = self.member_organisation
        self.tuesday = self._send(headcount="30", hours="4h", is_estimate="1")
        [draft], _response = self._draft(["2025-03-19"])
        self.assertEqual((draft.headcount, draft.total_hours), (30, 120))
        self.assertEqual(draft.partner_id, self.member_organisation)
        self.assertTrue(draft.is_estimate)

    def test_ten_days_take_no_more_queries_than_two(self):
        own = self.entries.with_user(self.portal_user)._find_own(self.tuesday.id)

        def count_queries(days):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            own._repeat_own(days)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        days = [date(2025, 4, 1) + timedelta(days=n) for n in range(14)]
        count_queries(days[:2])
        self.assertEqual(count_queries(days[2:4]), count_queries(days[4:]))
