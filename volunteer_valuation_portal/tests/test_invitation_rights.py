from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PortalCommon

MANAGER = "volunteer_valuation.group_volunteer_manager"


@tagged("post_install", "-at_install")
class TestInvitationRights(PortalCommon):
    """Managers of the association, and nobody else."""

    def assertNobodyInvited(self):
        self.env.invalidate_all()
        self.assertFalse(self._users(self.newcomer))
        self.assertFalse(self._engagements(self.newcomer))

    def test_a_manager_needs_no_other_right(self):
        self.assertFalse(self.manager_user.has_group("base.group_partner_manager"))
        self._invite(self.newcomer)
        self.assertTrue(self._users(self.newcomer)._is_portal())

    def test_nobody_else_prepares_one(self):
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.treasurer_user,
            self.portal_user,
        ):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._prepare(self.newcomer, user=user)

    def test_nobody_else_sends_one_that_is_prepared(self):
        invitation = self._prepare(self.newcomer)
        other_manager = self._create_user("other_manager", MANAGER)
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.treasurer_user,
            self.portal_user,
            other_manager,
        ):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._call(user, invitation, "action_invite")
        self.assertNobodyInvited()

    def test_not_to_an_association_that_is_not_theirs(self):
        invitation = self._prepare(self.newcomer, company_id=self.other_association.id)
        refusal = self._find_refusal(
            self._call, self.manager_user, invitation, "action_invite"
        )
        self.assertEqual(
            refusal, "Only managers invite people, to their own associations."
        )
        self.assertNobodyInvited()

    def test_not_a_contact_that_they_cannot_read(self):
        self.newcomer.company_id = self.other_association
        invitation = self._prepare(self.stays_out)
        invitation.sudo().partner_ids = [Command.link(self.newcomer.id)]
        self.env.invalidate_all()
        self._call(self.manager_user, invitation, "action_invite")
        self.assertEqual(invitation.line_ids.partner_id, self.stays_out)
        self.assertNobodyInvited()
        with self.assertRaises(AccessError):
            self._prepare(self.newcomer).mapped("line_ids.email")

    def test_lines_are_no_way_in(self):
        """What a client writes into the list decides nothing."""
        invitation = self._prepare(self.stays_out)
        invitation.line_ids.write(
            {"partner_id": self.newcomer.id, "outcome": "invite", "access": "none"}
        )
        self._call(self.manager_user, invitation, "action_invite")
        self.assertNobodyInvited()

    def test_only_managers_are_offered_it(self):
        manager_group = self.env.ref(MANAGER)
        menu = self.env.ref("volunteer_valuation_portal.menu_invite_people")
        self.assertEqual(menu.group_ids, manager_group)
        for name in ("", "_of_engagements"):
            action = self.env.ref(
                f"volunteer_valuation_portal.action_volunteer_invitation{name}"
            )
            self.assertEqual(action.group_ids, manager_group)
