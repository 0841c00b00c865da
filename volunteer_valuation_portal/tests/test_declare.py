from datetime import date, timedelta

from odoo import fields
from odoo.tests import tagged

from .declare_common import DeclareCommon


@tagged("post_install", "-at_install")
class TestDeclare(DeclareCommon):
    """Declaring one's own time: three answers, and what comes of them."""

    # ------------------------------------------------------------------
    # The page
    # ------------------------------------------------------------------
    def test_three_answers_come_first_and_today_is_there(self):
        page = self._get()
        values = self._values(page)
        shown = [
            element.get("name")
            for element in page.xpath(
                "//form//*[self::input or self::select][not(@type='hidden')]"
                "[not(ancestor::details)]"
            )
        ]
        self.assertEqual(shown[-3:], ["name", "date", "hours"])
        self.assertEqual(values["date"], self._today().isoformat())
        self.assertFalse(values.get("name") or values.get("hours"))

    def _today(self):
        zone = self.portal_user.tz
        return fields.Date.context_today(self.entries.with_context(tz=zone))

    def test_every_field_has_its_label(self):
        page = self._get()
        for element in page.xpath(
            "//form//*[self::input or self::select or self::textarea]"
            "[not(@type='hidden')]"
        ):
            label = page.xpath(f"//label[@for='{element.get('id')}']")
            self.assertEqual(len(label), 1, element.get("name"))

    def test_the_words_of_the_association_stand_on_it(self):
        response = self.url_open("/my/volunteering/new")
        self.assertIn(
            "Our town hall\nasks for &lt;b&gt;figures&lt;/b&gt;.", response.text
        )

    def test_it_offers_the_association_s_own_and_what_all_share(self):
        shared = self.env["project.project"].create(
            {"name": "Shared", "company_id": False}
        )
        self.env["project.project"].create(
            {"name": "Not for volunteers", "volunteer_declarable": False}
        )
        self.env["volunteer.activity"].create(
            {"name": "Elsewhere", "company_id": self.other_association.id}
        )
        page = self._get()
        projects = self._options(page, "project_id")
        self.assertIn(self.project.name, projects)
        self.assertIn(shared.name, projects)
        self.assertNotIn("Not for volunteers", projects)
        self.assertNotIn(self.foreign_project.name, projects)
        activities = self._options(page, "activity_id")
        self.assertIn(self.activity.name, activities)
        self.assertNotIn("Elsewhere", activities)

    def test_one_association_is_no_question(self):
        self.assertNotIn("company_id", self._values(self._get()))

    def test_in_no_association_it_says_so(self):
        for state in ("requested", "ended"):
            self.engagement.state = state
            page = self._get()
            self.assertFalse(page.xpath("//form[@method='post']"))
            self.assertTrue(
                page.xpath(
                    "//a[@href='/my/volunteering/associations'][hasclass('btn')]"
                )
            )
            response = self._post(name="Bikes", date="2025-03-12", hours="1")
            self.assertEqual(response.status_code, 200)
            self.assertFalse(self.entries.search([("name", "=", "Bikes")]))

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------
    def test_three_answers_make_an_entry(self):
        entry = self._send()
        self.assertEqual(
            (entry.name, entry.date, entry.hours, entry.state, entry.origin),
            ("Bikes", date(2025, 3, 12), 2.5, "submitted", "portal"),
        )
        self.assertEqual(entry.partner_id, self.person)
        self.assertEqual(entry.company_id, self.association)
        self.assertEqual(entry.engagement_id, self.engagement)

    def test_then_it_leads_to_the_entry(self):
        response = self.url_open(
            "/my/volunteering/new",
            data={
                "csrf_token": self._csrf_token(),
                "name": "Bikes",
                "date": "2025-03-12",
                "hours": "1",
            },
            allow_redirects=False,
        )
        entry = self.entries.search([("name", "=", "Bikes")])
        self.assertEqual(response.status_code, 303)
        self.assertEqual(
            response.headers["Location"].removeprefix(self.base_url()),
            f"/my/volunteering/{entry.id}?done=sent",
        )

    def test_all_that_may_be_told(self):
        entry = self._send(
            project_id=self.project.id,
            activity_id=self.activity.id,
            date_end="2025-03-14",
            distance="12,5 km",
            description="With the\r\nchildren",
        )
        self.assertEqual(entry.project_id, self.project)
        self.assertEqual(entry.activity_id, self.activity)
        self.assertEqual(entry.date_end, date(2025, 3, 14))
        self.assertEqual(entry.distance, 12.5)
        self.assertEqual(entry.description, "With the\nchildren")
        self.assertEqual(entry.headcount, 1)

    def test_what_is_left_empty_follows_from_the_project(self):
        self.project.volunteer_activity_id = self.activity
        opened = self._opened()
        form = {"name": "", "activity_id": "", "project_id": self.project.id}
        entry = self._send(opened=opened, **form)
        self.assertEqual((entry.activity_id, entry.name), (self.activity, "Reception"))
        self.assertFalse(self._send(opened=opened, **form))

    def test_durations_as_people_write_them(self):
        self.association.volunteer_day_hours = 6
        for text, hours in [
            ("2h30", 2.5),
            ("2:30", 2.5),
            ("2,5", 2.5),
            ("150 min", 2.5),
            ("1 journée", 6),
        ]:
            with self.subTest(text=text):
                self.assertEqual(self._send(hours=text).hours, hours)

    def test_a_day_as_old_phones_let_people_write_it(self):
        self.assertEqual(self._send(date="03/12/2025").date, date(2025, 3, 12))

    def test_kilometres_alone_are_worth_telling(self):
        entry = self._send(hours="", distance="30")
        self.assertEqual((entry.hours, entry.distance), (0, 30))

    def test_what_nobody_sees_is_no_text(self):
        for unseen in ("\u200b", "\u202e", "\u2066 \u2069", "\xa0"):
            with self.subTest(unseen):
                told = {"date": "2025-03-12", "hours": "1"}
                self.assertEqual(self._post(name=unseen, **told).status_code, 200)
        self.assertEqual(self._send(name="\u202ekseD").name, "kseD")

    def test_a_second_tap_on_a_slow_line_makes_no_second_entry(self):
        opened = self._opened()
        entry = self._send(opened=opened, activity_id=self.activity.id)
        again = self._send(opened=opened, activity_id=self.activity.id)
        self.assertTrue(entry)
        self.assertFalse(again)
        # The same page, gone back to, tells something else.
        self.assertTrue(self._send(opened=opened, hours="1"))
        # A form that was opened since tells of what was done twice.
        opened = self._values(self._get())["opened"]
        self.assertTrue(self._send(opened=opened, hours="1"))
        # What was told long ago is not asked about by a form that says it is as old.
        self.assertTrue(self._send(opened="2020-01-01", hours="1"))
        for wrong in ("", "yesterday", "2020-01-01T10:00:00+14:00"):
            response = self._post(opened=wrong, name="Bikes", date="2025-03-12")
            self.assertEqual(response.status_code, 200)

    # ------------------------------------------------------------------
    # What is refused
    # ------------------------------------------------------------------
    def test_a_refusal_keeps_all_that_was_typed(self):
        typed = {
            "name": "Bikes & <b>more</b>",
            "hours": "2h75",
            "distance": "12",
            "description": "<script>alert(1)</script>",
            "project_id": str(self.project.id),
        }
        page, sentence = self._refuse(**typed)
        self.assertEqual(
            sentence,
            "“2h75” is not understood: write how long it took as 2h30, 2:30, 2.5 or "
            "150 min.",
        )
        values = self._values(page)
        self.assertEqual(values | typed, values)
        self.assertEqual(values["date"], "2025-03-12")
        self.assertFalse(page.xpath("//script[text()='alert(1)']"))

    def test_each_refusal_is_one_sentence(self):
        tomorrow = (self._today() + timedelta(days=1)).isoformat()
        for form, expected in [
            ({"date": ""}, "Tell on which day it was."),
            ({"date": "the 12th"}, "“the 12th” is not understood: write the day as "),
            ({"date": tomorrow}, "Time is declared once it is given: "),
            ({"date_end": "2025-03-11"}, "The last day comes before the first one."),
            ({"date_end": "soon"}, "“soon” is not understood: write the day as "),
            ({"hours": ""}, "Tell how long it took, or at least the distance "),
            ({"hours": "25"}, "No more than 24 hours fit into 1 day(s)."),
            ({"distance": "far"}, "“far” is not understood: write the distance as "),
            ({"distance": "-3"}, "The distance must be zero or more kilometres."),
            ({"name": ""}, "Tell in a few words what was done, or choose an "),
            ({"name": "\x00"}, "Tell in a few words what was done, or choose an "),
        ]:
            with self.subTest(form=form):
                _page, sentence = self._refuse(**form)
                self.assertIn(expected, sentence)

    def test_what_is_not_offered_is_refused_like_what_does_not_exist(self):
        self.project.volunteer_declarable = False
        self.board.company_id = self.other_association
        for name, label, not_offered in [
            ("project_id", "Project", [self.project.id, self.foreign_project.id]),
            ("activity_id", "Activity", [self.board.id]),
        ]:
            for wrong in [*not_offered, 999999999, "0x1", "-1", "1 OR 1"]:
                with self.subTest(name=name, value=wrong):
                    _page, sentence = self._refuse(**{name: wrong})
                    self.assertEqual(sentence, f"“{label}” is not understood.")

    def test_an_association_that_is_not_one_s_own_is_not_found(self):
        for wrong in (self.other_association.id, 999999999, "x"):
            response = self._post(
                name="Bikes", date="2025-03-12", hours="1", company_id=wrong
            )
            self.assertEqual(response.status_code, 404)
        self.assertFalse(self.entries.search([("name", "=", "Bikes")]))

    def test_fields_that_are_not_theirs_to_tell_are_left_out(self):
        entry = self._send(
            partner_id=self.volunteer.id,
            structure_id=self.member_organisation.id,
            level_id=self.level.id,
            status_id=self.civic_service.id,
            state="approved",
            hourly_rate="1000",
            origin="import",
            headcount="30",
        )
        self.assertEqual(entry.partner_id, self.person)
        self.assertFalse(entry.structure_id or entry.level_id or entry.status_id)
        self.assertEqual((entry.state, entry.origin), ("submitted", "portal"))
        self.assertEqual((entry.headcount, entry.hourly_rate), (1, 0))

    def test_without_its_token_nothing_is_written(self):
        response = self.url_open(
            "/my/volunteering/new", data={"name": "Bikes", "hours": "1"}
        )
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.entries.search([("name", "=", "Bikes")]))

    # ------------------------------------------------------------------
    # Its cost
    # ------------------------------------------------------------------
    def _count_queries(self, send):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        send()
        return self.env.cr.sql_log_count - before

    def test_the_same_queries_however_much_there_is(self):
        def add(number):
            for i in range(number):
                vals = {"name": f"{number}.{i}", "company_id": self.association.id}
                self.env["project.project"].create(vals)
                self.env["volunteer.activity"].create(vals)
                self._declare(
                    partner_id=self.person.id,
                    date=date(2025, 1, 1) + timedelta(days=i),
                    activity_id=self.activity.id,
                )
            self._get()  # what is cached for good
            self._send(name=f"First {number}")
            return [
                self._count_queries(self._get),
                self._count_queries(lambda: self._send(name=f"Second {number}")),
            ]

        self.assertEqual(add(2), add(40))
