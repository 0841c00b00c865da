from odoo.exceptions import AccessError
from odoo.tests import tagged

from .declare_common import DeclareCommon


@tagged("post_install", "-at_install")
class TestDeclareGroup(DeclareCommon):
    """A person who represents an organisation declares for its people too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person.parent_id = cls.member_organisation

    def test_it_is_asked_of_those_who_represent_an_organisation(self):
        page = self._get()
        self.assertIn("For Amicale du Quai: how many people?", page.text_content())
        self.person.parent_id = False
        page = self._get()
        self.assertFalse(page.xpath("//input[@name='headcount']"))
        # Nor is it taken from anybody else.
        entry = self._send(headcount="30")
        self.assertEqual((entry.partner_id, entry.headcount), (self.person, 1))

    def test_thirty_people_four_hours_estimated(self):
        entry = self._send(headcount="30", hours="4h", is_estimate="1")
        self.assertEqual(
            (entry.headcount, entry.hours, entry.total_hours), (30, 4, 120)
        )
        self.assertTrue(entry.is_estimate)
        self.assertEqual(entry.partner_id, self.member_organisation)
        self.assertEqual(entry.structure_id, self.member_organisation)
        self.assertEqual(entry.state, "submitted")

    def test_left_empty_it_is_their_own_time(self):
        entry = self._send(headcount="")
        self.assertEqual((entry.partner_id, entry.headcount), (self.person, 1))
        self.assertFalse(entry.structure_id)

    def test_one_person_of_a_group_is_the_group_s(self):
        entry = self._send(headcount="1")
        self.assertEqual(entry.partner_id, self.member_organisation)

    def test_again_is_for_the_group_again(self):
        entry = self._send(headcount="30", hours="4h", is_estimate="1")
        values = self._values(self._get(f"/my/volunteering/new?again={entry.id}"))
        self.assertEqual((values["headcount"], values["is_estimate"]), ("30", "1"))

    def test_each_refusal_is_one_sentence(self):
        for headcount, expected in [
            ("0", "The number of people must be one or more."),
            ("-2", "The number of people must be one or more."),
            ("2.5", "“2.5” is not understood: write how many people "),
            ("many", "“many” is not understood: write how many people "),
        ]:
            with self.subTest(headcount=headcount):
                page, sentence = self._refuse(headcount=headcount)
                self.assertIn(expected, sentence)
                self.assertEqual(self._values(page)["headcount"], headcount)

    def test_through_no_other_organisation(self):
        """Neither by the public way in for other software."""
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        vals = {"name": "x", "date": "2025-03-12", "hours": 1, "headcount": 3}
        for told in (
            {"structure_id": other.id},
            {"structure_id": 999999999},
            {"partner_id": other.id},
            {"partner_id": self.volunteer.id},
        ):
            with self.subTest(told=told), self.assertRaises(AccessError):
                self._call(self.portal_user, self.entries, "declare", vals | told)
        [entry_id] = self._call(
            self.portal_user,
            self.entries,
            "declare",
            vals | {"structure_id": self.member_organisation.id},
        )
        entry = self.entries.browse(entry_id)
        self.assertEqual(entry.structure_id, self.member_organisation)
        self.assertEqual(entry.partner_id, self.member_organisation)
        self.assertEqual(entry.headcount, 3)
