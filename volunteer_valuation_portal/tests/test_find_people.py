from odoo.exceptions import AccessError

from .common import PortalCommon


class TestFindPeople(PortalCommon):
    """Whose time it is that was declared under a name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._engage(cls.person)
        cls.stall = cls.env["volunteer.link"].create(
            {"name": "Fête", "company_id": cls.association.id}
        )

    def _tell(self, declared_by, **vals):
        told = {"name": "Buvette", "date": "2025-03-12", "hours": 2} | vals
        return self.stall.sudo()._declare_time(told, declared_by)

    def _find(self, entries, user=None):
        action = self._call(user or self.manager_user, entries, "action_find_people")
        entries.invalidate_recordset()
        return action["params"]["message"]

    def test_the_one_who_bears_the_name_is_found(self):
        entry = self._tell(" maelys  LEFEVRE")
        unknown = self._tell("Maëlys")
        self.assertEqual(self._find(entry | unknown), "1 of 2 found.")
        self.assertEqual(entry.partner_id, self.person)
        self.assertEqual(entry.engagement_id.partner_id, self.person)
        self.assertEqual(entry.state, "submitted")
        self.assertFalse(unknown.partner_id)

    def test_of_two_of_the_same_name_nobody_is_chosen(self):
        self._engage(self._create_person("Maelys Lefevre"))
        entry = self._tell("Maëlys Lefèvre")
        self.assertEqual(self._find(entry), "0 of 1 found.")
        self.assertFalse(entry.partner_id)

    def test_only_people_who_take_part_are_found(self):
        self._engage(self.newcomer, company_id=self.other_association.id)
        self._engage(self.stays_out).action_end()
        entries = self._tell("Nadia Benali") | self._tell("Sans Adresse")
        self.assertEqual(self._find(entries), "0 of 2 found.")

    def test_guards_are_met(self):
        self._declare(date="2025-03-12", hours=23)
        self._engage(self.newcomer)
        full, free = self._tell("Maëlys Lefèvre"), self._tell("Nadia Benali")
        message = self._find(full | free)
        self.assertIn("1 of 2 found.", message)
        self.assertIn("a day has 24", message)
        self.assertFalse(full.partner_id)
        self.assertEqual(free.partner_id, self.newcomer)

    def test_what_is_approved_or_known_stays(self):
        approved = self._tell("Maëlys Lefèvre")
        approved.action_approve()
        known = self._declare(partner_id=self.newcomer.id)
        self._find(approved | known)
        self.assertEqual(approved.state, "approved")
        self.assertFalse(approved.partner_id)
        self.assertEqual(known.partner_id, self.newcomer)

    def test_managers_of_the_association_find_people(self):
        entry = self._tell("Maëlys Lefèvre", project_id=self.project.id)
        for user in (
            self.approver_user,
            self.treasurer_user,
            self.volunteer_user,
            self.portal_user,
        ):
            with self.assertRaises(AccessError):
                self._find(entry, user=user)
        elsewhere = self._create_user(
            "elsewhere",
            "volunteer_valuation.group_volunteer_manager",
            company=self.other_association,
        )
        with self.assertRaises(AccessError):
            self._find(entry, user=elsewhere)
        self.assertFalse(entry.partner_id)

    def test_no_client_tells_what_a_link_tells(self):
        entry = self._tell("Maëlys Lefèvre")
        for values in ({"declared_by": "Ana"}, {"link_id": False}):
            with self.assertRaises(AccessError):
                self._call(self.manager_user, entry, "write", values)
            with self.assertRaises(AccessError):
                self._call(
                    self.volunteer_user,
                    self.env["volunteer.time.entry"],
                    "create",
                    {"name": "x", "hours": 1} | values,
                )
        context = {"default_declared_by": "Ana", "default_link_id": self.stall.id}
        entry_id = self._call(
            self.volunteer_user,
            self.env["volunteer.time.entry"],
            "create",
            {"name": "x", "hours": 1},
            context=context,
        )
        entry = entry.browse(entry_id)
        self.assertFalse(entry.declared_by)
        self.assertFalse(entry.link_id)
        copy = self._tell("Ana").copy()
        self.assertFalse(copy.declared_by)

    def test_the_name_stays_with_its_time(self):
        entry = self._tell("maelys lefevre")
        self._find(entry)
        self.assertEqual(entry.declared_by, "maelys lefevre")
        self.stall.unlink()
        self.assertTrue(entry.exists())
        self.assertFalse(entry.link_id)
