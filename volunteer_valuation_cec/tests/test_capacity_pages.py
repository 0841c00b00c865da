import json

from odoo import Command
from odoo.tests import tagged

from odoo.addons.volunteer_valuation_portal.tests.declare_common import DeclareCommon
from odoo.addons.volunteer_valuation_portal.tests.links_common import LinksCommon


class TreasurerCommon(DeclareCommon):
    """A volunteer of the portal, treasurer since 1 March 2025, signed in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board.capacity = "governance"
        cls.engagement.mandate_ids = [
            Command.create({"office": "Treasurer", "date_start": "2025-03-01"})
        ]

    def _see(self, entry, path=""):
        return self._get(f"/my/volunteering/{entry.id}{path}")

    def _told(self, entry):
        """What the page of an entry tells of its capacity."""
        [fact] = self._see(entry).xpath(
            "//dt[normalize-space()='In which capacity']/following-sibling::dd[1]"
        ) or [None]
        return fact if fact is None else fact.text_content().strip()

    def _change(self, entry, **form):
        shown = self._values(self._see(entry, "/edit")) | {"send": "1"}
        response = self.url_open(
            f"/my/volunteering/{entry.id}/edit", data=shown | form, method="POST"
        )
        self.env.invalidate_all()
        return response


@tagged("post_install", "-at_install")
class TestCapacityDeclared(TreasurerCommon):
    """Declaring in a capacity: asked of who holds a mandate, proposed, and changed."""

    def test_asked_of_who_holds_a_mandate_only(self):
        self.assertEqual(
            self._options(self._get(), "capacity"),
            [
                "As usual for this kind of activity",
                "No particular one",
                "Administration or direction",
                "Supervising volunteers",
            ],
        )
        self.engagement.mandate_ids.unlink()
        self.assertFalse(self._options(self._get(), "capacity"))
        entry = self._send(activity_id=str(self.activity.id))
        self.assertIsNone(self._told(entry))

    def test_not_for_an_association_where_one_holds_none(self):
        self._engage(self.person, company_id=self.other_association.id)
        form = {"company_id": str(self.other_association.id), "change": "1"}
        page = self._parse(self._post(**form))
        self.assertFalse(self._options(page, "capacity"))

    def test_proposed_from_the_activity(self):
        entry = self._send(activity_id=str(self.board.id), capacity="")
        self.assertEqual(entry.capacity, "governance")
        self.assertEqual(self._told(entry), "Administration or direction")
        entry = self._send(activity_id=str(self.activity.id), capacity="")
        self.assertEqual(entry.capacity, "none")
        self.assertEqual(self._told(entry), "No particular one")

    def test_changed_by_the_person(self):
        for capacity in ("none", "supervision"):
            entry = self._send(activity_id=str(self.board.id), capacity=capacity)
            self.assertEqual(entry.capacity, capacity)
            self.assertEqual(entry.state, "submitted")

    def test_a_refusal_keeps_what_was_chosen(self):
        page, sentence = self._refuse(date="2025-02-28", capacity="governance")
        self.assertIn("held no mandate", sentence)
        self.assertEqual(self._values(page)["capacity"], "governance")
        for capacity in ("captain", "GOVERNANCE", "1", "x" * 1000):
            _page, sentence = self._refuse(capacity=capacity)
            self.assertIn("is not understood", sentence)

    def test_the_same_again(self):
        entry = self._send(activity_id=str(self.activity.id), capacity="supervision")
        page = self._get(f"/my/volunteering/new?again={entry.id}")
        self.assertEqual(self._values(page)["capacity"], "supervision")
        [draft] = entry.with_user(self.portal_user).sudo()._repeat_own(["2025-03-19"])
        self.assertEqual(draft.capacity, "supervision")

    def test_a_group_has_none(self):
        self.person.parent_id = self.member_organisation
        entry = self._send(headcount="30", activity_id=str(self.board.id))
        self.assertEqual((entry.headcount, entry.capacity), (30, "none"))
        self.assertFalse(self._options(self._see(entry, "/edit"), "capacity"))
        _page, sentence = self._refuse(headcount="30", capacity="supervision")
        self.assertIn("A group holds no mandate", sentence)

    def test_through_rpc_as_by_the_page(self):
        entry = self.entries.with_user(self.portal_user).declare(
            {
                "name": "Team meeting",
                "date": "2025-03-12",
                "hours": 2,
                "capacity": "supervision",
                "company_id": self.association.id,
            }
        )
        self.assertEqual(entry.sudo().capacity, "supervision")

    def test_taken_away(self):
        self._send(activity_id=str(self.board.id))
        content = self.url_open("/my/volunteering/export/json").content
        [told] = json.loads(content)["entries"]
        self.assertEqual(told["capacity"], "governance")


@tagged("post_install", "-at_install")
class TestCapacityChanged(TreasurerCommon):
    """Changing the capacity of one's own time, as long as it is not booked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry = cls._declare(
            partner_id=cls.person.id, date="2025-03-12", activity_id=cls.activity.id
        )
        cls.entry.action_submit()

    def test_the_form_shows_what_it_is(self):
        page = self._see(self.entry, "/edit")
        self.assertEqual(self._values(page)["capacity"], "none")
        self.assertNotIn(
            "As usual for this kind of activity", self._options(page, "capacity")
        )
        response = self._change(self.entry)
        self.assertIn("We have noted", response.text)
        self.assertEqual(self.entry.capacity, "none")

    def test_approved_time_waits_again(self):
        self.entry.action_approve()
        response = self._change(self.entry, capacity="governance")
        self.assertEqual(self.entry.capacity, "governance", response.text)
        self.assertEqual(self.entry.state, "submitted")

    def test_another_activity_proposes_anew(self):
        self._change(self.entry, activity_id=str(self.board.id))
        self.assertEqual(self.entry.capacity, "governance")

    def test_booked_time_stays_and_says_so(self):
        self._set_up_books()
        self.entry.action_approve()
        booking = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
            }
        )
        booking.action_post()
        page = self._see(self.entry)
        self.assertIn("it can no longer be changed", page.text_content())
        self._post(f"/my/volunteering/{self.entry.id}/edit", capacity="governance")
        self.env.invalidate_all()
        self.assertEqual(self.entry.capacity, "none")


@tagged("post_install", "-at_install")
class TestCapacityByLink(LinksCommon):
    """A link asks of no capacity, and takes none: activity and mandate propose it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board.capacity = "governance"
        cls.engagement.mandate_ids = [
            Command.create({"office": "Treasurer", "date_start": "2025-03-01"})
        ]

    def test_not_asked(self):
        for path in (self.personal_path, self.stall_path):
            page = self._get(path).text
            self.assertIn('name="hours"', page)
            self.assertNotIn('name="capacity"', page)

    def test_not_taken(self):
        entry, _page = self._send(
            self.personal_path,
            activity_id=str(self.activity.id),
            capacity="governance",
        )
        self.assertEqual(entry.capacity, "none")
        entry, _page = self._send(
            self.personal_path, name="Meeting", activity_id=str(self.board.id)
        )
        self.assertEqual(entry.capacity, "governance")
        entry, _page = self._send(
            self.stall_path, declared_by="Anybody", capacity="supervision"
        )
        self.assertEqual(entry.capacity, "none")
