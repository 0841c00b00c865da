from datetime import date

from odoo.exceptions import AccessError, MissingError
from odoo.tests import freeze_time, tagged

from ..models import volunteer_time_entry_own_list
from ..tools.own_totals import Sum
from .own_list_common import OwnListCommon


@tagged("post_install", "-at_install")
class TestOwnList(OwnListCommon):
    """What the page of one's own time holds: totals, choices, entries and their groups."""

    # ------------------------------------------------------------------
    # Whose
    # ------------------------------------------------------------------
    def test_nobody_sees_the_time_of_others(self):
        mine = self._draft()
        self._approve(hours=7.0)
        self._declare(partner_id=self.member_organisation.id)
        found = self._find()
        self.assertEqual(found["entries"], mine)
        self.assertEqual(found["count"], 1)
        self.assertEqual(found["counts"], {"draft": 1})
        self.assertFalse(found["sums"])

    def test_internal_users_see_theirs_alone_managers_too(self):
        self._draft()
        theirs = self._declare(partner_id=self.manager_user.partner_id.id)
        self.assertEqual(self._find(user=self.manager_user)["entries"], theirs)

    def test_somebody_without_time(self):
        found = self._find(year="2025", group="month")
        self.assertFalse(found["entries"])
        self.assertFalse(found["sums_by_year"])
        self.assertFalse(found["chosen"].keys() - {"group"})

    def test_somebody_without_time_zone(self):
        # Odoo learns it from the browser, with JavaScript only.
        self.portal_user.tz = False
        mine = self._draft()
        self.assertEqual(self._find()["entries"], mine)
        self.assertTrue(self._find()["bars"])

    def test_portal_users_hold_no_right_on_the_model(self):
        self._draft()
        with self.assertRaises(AccessError):
            self._call(
                self.portal_user, self.env["volunteer.time.entry"], "search_read", []
            )

    # ------------------------------------------------------------------
    # Totals
    # ------------------------------------------------------------------
    def test_totals_tell_what_waits_beside_what_is_approved(self):
        self._gain(hours=2.5)
        self._submit(hours=1.0)
        self._draft(hours=8.0)
        self._submit(hours=3.0).action_refuse("Twice the same.")
        self._gain(hours=4.0, company_id=self.other_association.id)
        self._gain(date(2023, 5, 1), hours=6.0)
        found = self._find()
        self.assertEqual(found["year"], 2025)
        self.assertEqual(
            found["sums"],
            [
                ("Le Hangar", "", Sum(4.0, 0.0)),
                ("Les Ateliers du Canal", "", Sum(2.5, 1.0)),
                ("", "", Sum(6.5, 1.0)),
            ],
        )
        self.assertEqual([year for year, _sums in found["sums_by_year"]], [2025, 2023])
        self.assertEqual(
            found["sums_by_year"][1][1],
            [("Les Ateliers du Canal", "", Sum(6.0, 0.0))],
        )
        self.assertEqual((found["counts"]["draft"], found["counts"]["refused"]), (1, 1))

    def test_the_time_of_ones_organisation_is_told_apart(self):
        self._represent(self.member_organisation)
        self._gain(hours=2.0)
        group = self._approve(
            partner_id=self.member_organisation.id, hours=4.0, headcount=30
        )
        found = self._find()
        self.assertIn(group, found["entries"])
        self.assertEqual(
            found["sums"],
            [
                ("Les Ateliers du Canal", "", Sum(2.0, 0.0)),
                ("Les Ateliers du Canal", "Amicale du Quai", Sum(120.0, 0.0)),
            ],
        )
        self.assertEqual(found["bars"][2].sum, Sum(2.0, 0.0))

    def test_who_only_declares_for_an_organisation_has_a_picture_of_its_year(self):
        self._represent(self.member_organisation)
        self._approve(partner_id=self.member_organisation.id, hours=4.0, headcount=30)
        self.assertEqual(self._find()["bars"][2].sum, Sum(120.0, 0.0))

    def test_the_picture_is_that_of_the_chosen_year(self):
        self._gain(date(2024, 11, 30), hours=2.0)
        self._submit(date(2025, 1, 31), hours=3.0)
        self.assertEqual(self._find(year="2024")["bars"][10].sum, Sum(2.0, 0.0))
        self.assertEqual(self._find()["bars"][0].sum, Sum(0.0, 3.0))
        with freeze_time("2025-02-10"):
            self.assertEqual(len(self._find()["bars"]), 2)

    def test_time_over_two_years_belongs_to_that_of_its_first_day(self):
        self._gain(date(2024, 12, 31), date_end=date(2025, 1, 1), hours=10.0)
        found = self._find()
        self.assertEqual(found["year"], 2024)
        self.assertEqual(found["bars"][11].sum, Sum(10.0, 0.0))
        self.assertEqual(found["choices"]["year"], [("2024", "2024")])

    # ------------------------------------------------------------------
    # Choosing
    # ------------------------------------------------------------------
    def test_each_choice_leaves_what_fits_it(self):
        here = self._gain(date(2024, 12, 31), project_id=self.project.id)
        there = self._submit(
            date(2025, 1, 1), company_id=self.other_association.id, name="Bikes"
        )
        draft = self._draft(date(2025, 12, 31), description="The grey cupboard")
        for asked, expected in (
            ({"state": "approved"}, here),
            ({"state": "submitted"}, there),
            ({"year": "2024"}, here),
            ({"year": "2025"}, draft | there),
            ({"company_id": str(self.other_association.id)}, there),
            ({"project_id": str(self.project.id)}, here),
            ({"search": "bike"}, there),
            ({"search": "grey CUP"}, draft),
            ({"search": "repair"}, here),
            ({"search": "reception"}, draft | there | here),
            ({"search": "nothing like it"}, draft.browse()),
            ({"year": "2025", "state": "draft"}, draft),
            ({"year": "2024", "state": "draft"}, draft.browse()),
        ):
            with self.subTest(asked=asked):
                found = self._find(**asked)
                self.assertEqual(found["entries"], expected)
                self.assertEqual(found["count"], len(expected))
                self.assertEqual(found["chosen"], asked)
                self.assertTrue(found["is_filtered"])

    def test_what_cannot_be_chosen_is_left_out(self):
        mine = self._draft()
        foreign = self._declare(
            project_id=self.foreign_project.id, company_id=self.other_association.id
        )
        for asked in (
            {"state": "booked"},
            {"state": "draft' OR 1=1 --"},
            {"year": "abc"},
            {"year": "2024"},
            {"year": "99999999999999999999"},
            {"year": "２０２５"},
            {"company_id": str(foreign.company_id.id)},
            {"company_id": "-1"},
            {"project_id": str(foreign.project_id.id)},
            {"project_id": "1e3"},
            {"group": "amount"},
            {"group": "partner_id"},
            {"hours": "1"},
            {"search": ""},
            {"state": ""},
        ):
            with self.subTest(asked=asked):
                found = self._find(**asked)
                self.assertEqual(found["entries"], mine)
                self.assertFalse(found["chosen"])
                self.assertFalse(found["groups"])

    def test_choices_are_those_of_ones_own_time(self):
        self._draft(project_id=self.project.id)
        self._declare(company_id=self.other_association.id)
        choices = self._find()["choices"]
        self.assertEqual(choices["year"], [("2025", "2025")])
        self.assertEqual(
            choices["company_id"], [(str(self.association.id), self.association.name)]
        )
        self.assertEqual(choices["project_id"], [(str(self.project.id), "Repair Café")])

    def test_a_search_finds_signs_as_they_stand(self):
        percent = self._draft(name="100% wool")
        self._draft(name="1000 sheets")
        self.assertEqual(self._find(search="100%")["entries"], percent)

    # ------------------------------------------------------------------
    # Groups and pages
    # ------------------------------------------------------------------
    def test_groups_hold_their_entries_and_their_sums(self):
        march = self._gain(project_id=self.project.id, hours=2.0)
        also_march = self._submit(
            date(2025, 3, 1), company_id=self.other_association.id, hours=3.0
        )
        april = self._draft(date(2025, 4, 1), hours=4.0)
        for group, expected in (
            (
                "month",
                [
                    ("April 2025", Sum(), april),
                    ("March 2025", Sum(2.0, 3.0), march | also_march),
                ],
            ),
            (
                "association",
                [
                    ("Les Ateliers du Canal", Sum(2.0, 0.0), april | march),
                    ("Le Hangar", Sum(0.0, 3.0), also_march),
                ],
            ),
            (
                "project",
                [
                    ("Repair Café", Sum(2.0, 0.0), march),
                    ("No project", Sum(0.0, 3.0), april | also_march),
                ],
            ),
            (
                "state",
                [
                    ("Waiting for approval", Sum(0.0, 3.0), also_march),
                    ("Draft, not sent yet", Sum(), april),
                    ("Approved", Sum(2.0, 0.0), march),
                ],
            ),
        ):
            with self.subTest(group=group):
                groups = self._find(group=group)["groups"]
                # Associations come in the order of their companies.
                key = (lambda row: row[0]) if group == "association" else None
                if key:
                    groups, expected = (
                        sorted(groups, key=key),
                        sorted(expected, key=key),
                    )
                self.assertEqual(groups, expected)

    def test_pages_follow_each_other_and_groups_tell_the_sum_of_all(self):
        size = volunteer_time_entry_own_list.PAGE
        for _number in range(size + 1):
            self._submit()
        first, second = self._find(group="month"), self._find(2, group="month")
        self.assertEqual(len(first["entries"]), size)
        self.assertEqual(len(second["entries"]), 1)
        self.assertFalse(first["entries"] & second["entries"])
        for page in (first, second):
            self.assertEqual(page["count"], size + 1)
            self.assertEqual(page["groups"][0].sum, Sum(0.0, size + 1))
        self.assertEqual(
            first["pager"]["page_next"]["url"], "/my/volunteering/page/2?group=month"
        )
        for beyond in (3, 10**30):
            self.assertEqual(self._find(beyond)["entries"], second["entries"])
        self.assertEqual(self._find(0)["entries"], first["entries"])

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def test_an_entry_in_plain_words(self):
        entry = self._draft(hours=2.5)
        self.assertEqual(entry._describe_time(), "2 h 30")
        self.assertEqual(entry._describe_days(), "Wednesday, March 12, 2025")
        self.assertEqual(entry._describe_state(), "Draft, not sent yet")
        entry.write({"distance": 12.5, "date_end": date(2025, 3, 13)})
        self.assertEqual(entry._describe_time(), "2 h 30 · 12.5 km")
        self.assertEqual(
            entry._describe_days(),
            "Wednesday, March 12, 2025 – Thursday, March 13, 2025",
        )
        entry.write({"hours": 0, "distance": 30})
        self.assertEqual(entry._describe_time(), "30 km")
        entry.write({"hours": 4, "headcount": 30, "distance": 0, "is_estimate": True})
        self.assertEqual(entry._describe_time(), "30 × 4 h = 120 h · estimated")

    # ------------------------------------------------------------------
    # Drafts
    # ------------------------------------------------------------------
    def _find_drafts(self, *ids):
        entries = self.env(user=self.portal_user)["volunteer.time.entry"]
        return entries._find_own_drafts(list(ids))

    def test_drafts_are_found_and_what_is_further_on_is_left_out(self):
        drafts = self._draft() | self._draft()
        waiting, refused = self._submit(), self._submit()
        refused.action_refuse("Twice the same.")
        found = self._find_drafts(*drafts.ids, waiting.id, refused.id, drafts[0].id)
        self.assertEqual(found, drafts)

    def test_no_drafts_but_ones_own(self):
        mine, theirs = self._draft(), self._declare()
        for ids in (
            (theirs.id,),
            (mine.id, theirs.id),
            (theirs.id + 10**6,),
            (mine.id, None),
            (None,),
            (),
        ):
            with self.subTest(ids=ids), self.assertRaises(MissingError):
                self._find_drafts(*ids)
