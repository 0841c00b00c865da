from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestEngagement(VolunteerCommon):
    """One person in one association, in the background."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engagements = cls.env["volunteer.engagement"]

    def test_an_entry_makes_the_missing_one(self):
        self.assertFalse(self.person.volunteer_engagement_ids)
        entry = self._declare()
        engagement = self.person.volunteer_engagement_ids
        self.assertEqual(entry.engagement_id, engagement)
        self.assertEqual(engagement.state, "active")
        self.assertEqual(engagement.company_id, self.association)
        self.assertFalse(engagement.date_start)

    def test_an_entry_finds_the_one_there_is(self):
        for state in ("requested", "active"):
            with self.subTest(state=state):
                engagement = self.engagements.create(
                    {
                        "partner_id": self.env["res.partner"].create({"name": "A"}).id,
                        "company_id": self.association.id,
                        "state": state,
                    }
                )
                entry = self._declare(partner_id=engagement.partner_id.id)
                self.assertEqual(entry.engagement_id, engagement)
                self.assertEqual(engagement.state, state)

    def test_each_association_has_its_own(self):
        here = self._declare()
        there = self._declare(company_id=self.other_association.id, activity_id=False)
        self.assertNotEqual(here.engagement_id, there.engagement_id)

    def test_a_batch_makes_one_for_each_person(self):
        people = self.env["res.partner"].create([{"name": "A"}, {"name": "B"}])
        entries = self.env["volunteer.time.entry"].create(
            [
                {
                    "name": "Desk",
                    "date": date(2025, 3, day),
                    "hours": 1,
                    "partner_id": person.id,
                    "company_id": self.association.id,
                }
                for person in people
                for day in (1, 2, 3)
            ]
        )
        self.assertEqual(len(entries.engagement_id), 2)

    def test_an_entry_follows_its_person(self):
        entry = self._declare()
        first = entry.engagement_id
        entry.partner_id = self.volunteer
        self.assertEqual(entry.engagement_id.partner_id, self.volunteer)
        entry.partner_id = False
        self.assertFalse(entry.engagement_id)
        entry.partner_id = self.person
        self.assertEqual(entry.engagement_id, first)
        entry.write({"company_id": self.other_association.id, "activity_id": False})
        self.assertEqual(entry.engagement_id.company_id, self.other_association)

    def test_the_status_is_that_of_the_engagement(self):
        self.engagements.create(
            {
                "partner_id": self.person.id,
                "company_id": self.association.id,
                "status_id": self.civic_service.id,
            }
        )
        self.assertEqual(self._declare().status_id, self.civic_service)
        self.assertFalse(self._declare(status_id=False).status_id)

    def test_one_person_one_association_one_engagement(self):
        vals = {"partner_id": self.person.id, "company_id": self.association.id}
        self.engagements.create(vals)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.engagements.create(vals)

    @freeze_time("2025-06-15 10:00:00")
    def test_end_and_take_up_again(self):
        engagement = self._declare().engagement_id
        engagement.action_end()
        self.assertEqual(
            (engagement.state, engagement.date_end), ("ended", date(2025, 6, 15))
        )
        self.assertIn("has ended", self._find_refusal(self._declare))
        engagement.action_activate()
        self.assertEqual((engagement.state, engagement.date_end), ("active", False))
        self._declare()

    @freeze_time("2025-06-15 10:00:00")
    def test_one_that_starts_later_ends_when_it_starts(self):
        engagement = self.engagements.create(
            {
                "partner_id": self.person.id,
                "company_id": self.association.id,
                "date_start": date(2025, 9, 1),
            }
        )
        engagement.action_end()
        self.assertEqual(engagement.date_end, date(2025, 9, 1))

    def test_in_use_it_is_ended_not_deleted(self):
        engagement = self._declare().engagement_id
        self.assertEqual(
            self._find_refusal(engagement.unlink),
            "This engagement has time entries: end it instead.",
        )
        engagement.entry_ids.unlink()
        engagement.unlink()

    def test_in_use_it_stays_with_its_person_and_association(self):
        engagement = self._declare().engagement_id
        for vals in (
            {"partner_id": self.volunteer.id},
            {"company_id": self.other_association.id},
        ):
            refusal = self._find_refusal(
                self._call, self.manager_user, engagement, "write", vals
            )
            self.assertIn("it stays with its person and its association", refusal)

    def test_merging_duplicates_unites_their_engagements(self):
        """Imports make duplicates, and Odoo's own merge of contacts puts that right."""
        self._set_up_books()
        twin = self.env["res.partner"].create({"name": "Maelys Lefevre"})
        ended = self._approve(partner_id=twin.id).engagement_id
        elsewhere = self._declare(
            partner_id=twin.id, company_id=self.other_association.id
        )
        self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        ).action_post()
        ended.action_end()
        going_on = self._declare(date=date(2026, 1, 3)).engagement_id
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.person | twin).ids, self.person)
        self.env.invalidate_all()
        self.assertFalse(twin.exists())
        self.assertFalse(ended.exists())
        self.assertEqual(len(self.person.volunteer_entry_ids), 3)
        self.assertEqual(
            self.person.volunteer_engagement_ids, going_on | elsewhere.engagement_id
        )
        self.assertEqual(len(going_on.entry_ids), 2)
