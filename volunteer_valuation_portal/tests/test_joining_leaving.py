from datetime import date

from odoo import Command
from odoo.exceptions import MissingError
from odoo.tests import tagged

from .joining_common import JoiningCommon

MANAGER = "volunteer_valuation.group_volunteer_manager"


@tagged("post_install", "-at_install")
class TestJoiningLeaving(JoiningCommon):
    """People leave; the time they gave stays, and so does somebody who manages it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Managers that a database has already must not count as successors here.
        (cls.association._get_volunteer_managers() - cls.manager_user).write(
            {"group_ids": [Command.unlink(cls.env.ref(MANAGER).id)]}
        )

    def _engage_manager(self, user=None):
        return self._engage((user or self.manager_user).partner_id)

    def test_leaving(self):
        engagement = self._engage(self.asker, approver_id=self.approver_user.id)
        entry = self._approve(partner_id=self.asker.id)
        self.assertIn("Yes, leave", self._see().text)
        page = self._send(f"{self.association.id}/leave")
        self.assertIn("You have left", page.text)
        self.assertEqual(engagement.state, "ended")
        self.assertTrue(engagement.date_end)
        self.assertEqual(entry.state, "approved")
        refusal = self._find_refusal(self._declare, partner_id=self.asker.id)
        self.assertIn("has ended", refusal)

    def test_who_follows_the_person_is_told(self):
        engagement = self._engage(self.asker, approver_id=self.approver_user.id)
        self._send(f"{self.association.id}/leave")
        self._send(f"{self.association.id}/leave")
        [note] = engagement.message_ids.filtered(lambda m: "has left" in m.body)
        self.assertEqual(note.author_id, self.asker)
        self.assertEqual(
            note.notification_ids.res_partner_id, self.approver_user.partner_id
        )

    def test_taking_a_request_back(self):
        engagement = self._ask()
        page = self._send(f"{self.association.id}/leave")
        self.assertIn("You took your request back", page.text)
        self.assertEqual(engagement.state, "ended")
        self.assertFalse(self._get_requests(engagement))

    def test_only_from_where_one_is(self):
        others = self._engage(self.person)
        self.assertEqual(self._send(f"{self.association.id}/leave").status_code, 404)
        with self.assertRaises(MissingError):
            others.with_user(self.portal_user)._leave()
        self.assertEqual(others.state, "active")

    # ----- the last manager -----

    def test_the_last_manager_stays_whatever_they_try(self):
        engagement = self._engage_manager()
        for tried in (
            lambda: engagement.with_user(self.manager_user)._leave(),
            lambda: self._call(self.manager_user, engagement, "action_end"),
            lambda: self._call(
                self.manager_user, engagement, "write", {"state": "ended"}
            ),
            lambda: engagement.sudo().write({"state": "requested"}),
        ):
            self.assertEqual(
                self._find_refusal(tried),
                "Manager is the last manager of Les Ateliers du Canal: name another one "
                "before leaving.",
            )

    def test_the_page_says_so(self):
        engagement = self._engage_manager()
        self.authenticate("vv_manager", "vv_manager")
        page = self._send(f"{self.association.id}/leave")
        self.assertIn("name another one before leaving", page.text)
        self.assertIn('role="alert"', page.text)
        self.assertEqual(engagement.state, "active")

    def test_with_a_successor_they_leave(self):
        engagement = self._engage_manager()
        self._create_user("successor", MANAGER)
        engagement.with_user(self.manager_user)._leave()
        self.assertEqual(engagement.state, "ended")

    def test_who_is_no_successor(self):
        engagement = self._engage_manager()
        second = self._create_user("second", MANAGER)
        gone = self._engage_manager(second)
        gone.action_end()
        self._create_user("foreign", MANAGER, self.other_association)
        self._create_user("inactive", MANAGER).active = False
        self.assertIn("last manager", self._find_refusal(engagement.action_end))

    def test_two_do_not_leave_together(self):
        both = self._engage_manager()
        both |= self._engage_manager(self._create_user("second", MANAGER))
        self.assertIn("last manager", self._find_refusal(both.action_end))

    def test_each_association_has_its_own(self):
        self.manager_user.company_ids += self.other_association
        self._create_user("successor", MANAGER, self.other_association)
        engagement = self._engage_manager()
        self.assertIn("last manager", self._find_refusal(engagement.action_end))
        there = self._engage(
            self.manager_user.partner_id, company_id=self.other_association.id
        )
        there.action_end()

    def test_others_come_and_go(self):
        for user in (self.volunteer_user, self.approver_user):
            engagement = self._engage(user.partner_id, date_start=date(2025, 1, 1))
            engagement.action_end()
            self.assertEqual(engagement.state, "ended")
