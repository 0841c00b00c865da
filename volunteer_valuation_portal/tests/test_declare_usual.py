from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .declare_common import NEW, DeclareCommon


@tagged("post_install", "-at_install")
class TestDeclareUsual(DeclareCommon):
    """What is usual is there already: the day, the place, the last entry once more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.last = cls._declare(
            partner_id=cls.person.id,
            name="Bikes",
            hours=2.5,
            project_id=cls.project.id,
            distance=12.5,
            description="With the children",
        )

    def _chosen(self, page):
        names = ("project_id", "activity_id", "distance")
        return [self._values(page).get(name) for name in names]

    # ------------------------------------------------------------------
    # As last time
    # ------------------------------------------------------------------
    def test_the_details_are_those_of_the_last_entry(self):
        self._declare(partner_id=self.volunteer.id, date=date(2025, 3, 13))
        page = self._get()
        self.assertEqual(
            self._chosen(page), [str(self.project.id), str(self.activity.id), "12.5"]
        )
        # Nobody sends them unseen: folded, they are told all the same.
        [summary] = page.xpath("//details[not(@open)]/summary")
        self.assertEqual(
            " ".join(summary.text_content().split()),
            "More details: Repair Café · Reception · 12.5 km",
        )
        values = self._values(page)
        self.assertFalse(values.get("name") or values.get("description"))

    def test_what_is_no_longer_offered_is_not_proposed(self):
        self.project.volunteer_declarable = False
        self.assertFalse(self._chosen(self._get())[0])

    def test_again_repeats_all_but_the_day(self):
        page = self._get(f"{NEW}?again={self.last.id}")
        # What is told in full is seen.
        self.assertTrue(page.xpath("//details[@open]"))
        values = self._values(page)
        self.assertEqual(values["name"], "Bikes")
        self.assertEqual(values["hours"], "2 h 30")
        self.assertEqual(values["description"].strip(), "With the children")
        self.assertEqual(values["date"], fields.Date.today().isoformat())
        entry = self._send(**{**values, "date": "2025-03-19"})
        self.assertEqual((entry.hours, entry.distance), (2.5, 12.5))
        self.assertEqual(entry.project_id, self.project)

    def test_again_of_what_is_not_one_s_own_is_not_found(self):
        other = self._declare(partner_id=self.volunteer.id)
        for wrong in (other.id, 999999999, 0, "-1", "x", "", "9" * 30):
            with self.subTest(again=wrong):
                self._get(f"{NEW}?again={wrong}", status=404)

    # ------------------------------------------------------------------
    # Days to tap
    # ------------------------------------------------------------------
    def test_three_days_are_one_tap_away(self):
        today = fields.Date.today()
        days = {
            button.get("value"): button.text_content()
            for button in self._get().xpath("//button[@name='shortcut']")
        }
        week_ago = today - timedelta(weeks=1)
        self.assertEqual(
            days,
            {
                today.isoformat(): "Today",
                (today - timedelta(days=1)).isoformat(): "Yesterday",
                week_ago.isoformat(): f"Last {week_ago:%A}",
            },
        )

    def test_tapping_one_keeps_all_that_was_typed_and_sends_nothing(self):
        before = self.entries.search([])
        response = self._post(
            name="Bikes", date="2025-03-12", hours="2h", shortcut="2025-03-05"
        )
        values = self._values(self._parse(response))
        self.assertEqual(
            (values["name"], values["hours"], values["date"]),
            ("Bikes", "2h", "2025-03-05"),
        )
        self.assertEqual(self.entries.search([]), before)

    def test_the_enter_key_sends(self):
        """It presses the first button: that one names neither a day nor an association."""
        first = self._get().xpath("//form[@method='post']//button[@type='submit']")[0]
        self.assertFalse(first.get("name"))
        self._engage(self.person, company_id=self.other_association.id)
        first = self._get().xpath("//form[@method='post']//button[@type='submit']")[0]
        self.assertFalse(first.get("name"))

    @freeze_time("2025-06-30 22:30:00")
    def test_today_is_where_the_person_is(self):
        entry = self.entries.with_user(self.portal_user).new(
            {"company_id": self.association.id}
        )
        self.assertEqual(entry._get_today(), date(2025, 7, 1))

    # ------------------------------------------------------------------
    # Several associations
    # ------------------------------------------------------------------
    def _join_another(self):
        self._engage(self.person, company_id=self.other_association.id)

    def test_several_associations_are_a_question(self):
        self._join_another()
        self.other_association.volunteer_message = "Because."
        page = self._get()
        self.assertEqual(
            sorted(self._options(page, "company_id")),
            ["Le Hangar", "Les Ateliers du Canal"],
        )
        # As last time.
        self.assertEqual(self._values(page)["company_id"], str(self.association.id))
        self.assertNotIn("Because.", page.text_content())

    def test_choosing_another_shows_what_it_offers(self):
        self._join_another()
        values = self._values(self._get())
        values |= {"name": "Stage", "company_id": str(self.other_association.id)}
        page = self._parse(self._post(**values, change="1"))
        self.assertEqual(self._values(page)["name"], "Stage")
        self.assertEqual(
            self._values(page)["company_id"], str(self.other_association.id)
        )
        projects = self._options(page, "project_id")
        self.assertIn(self.foreign_project.name, projects)
        self.assertNotIn(self.project.name, projects)

    def test_what_was_proposed_for_the_one_does_not_follow_to_the_other(self):
        self._join_another()
        values = self._values(self._get())
        self.assertEqual(values["project_id"], str(self.project.id))
        entry = self._send(
            **values
            | {
                "name": "Stage",
                "hours": "1",
                "company_id": str(self.other_association.id),
            }
        )
        self.assertEqual(entry.company_id, self.other_association)
        self.assertFalse(entry.project_id)

    def test_a_project_of_another_association_is_refused_all_the_same(self):
        self._join_another()
        _page, sentence = self._refuse(
            company_id=self.association.id, project_id=self.foreign_project.id
        )
        self.assertEqual(sentence, "“Project” is not understood.")
