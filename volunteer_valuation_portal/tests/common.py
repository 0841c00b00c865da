from datetime import timedelta

from odoo import Command

from odoo.addons.volunteer_valuation.tests.common import VolunteerCommon


class PortalCommon(VolunteerCommon):
    """People with and without portal access, and a manager who invites them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.association.email = "bureau@ateliers.example.com"
        cls.portal_user = cls._create_user("portal", "base.group_portal")
        cls.stays_out = cls._create_person("Sans Adresse")
        cls.newcomer = cls._create_person("Nadia Benali", "nadia@example.com")

    @classmethod
    def _create_person(cls, name, email=False, **values):
        return cls.env["res.partner"].create({"name": name, "email": email} | values)

    @classmethod
    def _engage(cls, person, **values):
        return cls.env["volunteer.engagement"].create(
            {"partner_id": person.id, "company_id": cls.association.id} | values
        )

    def _opened(self):
        """What a form says that was opened a while ago."""
        return (self.env.cr.now() - timedelta(minutes=5)).isoformat()

    def _prepare(self, people, user=None, **values):
        """An invitation of these people, as a manager has it on the screen."""
        invitations = self.env(user=user or self.manager_user)["volunteer.invitation"]
        return invitations.create(
            {
                "company_id": self.association.id,
                "partner_ids": [Command.set(people.ids)],
            }
            | values
        )

    def _invite(self, people, **values):
        invitation = self._prepare(people, **values)
        self._call(self.manager_user, invitation, "action_invite")
        return invitation

    def _outcomes(self, invitation):
        return {line.partner_id.name: line.outcome for line in invitation.line_ids}

    def _reason(self, invitation):
        """Why the one person of the invitation is left out."""
        self.assertEqual(invitation.line_ids.mapped("outcome"), ["left_out"])
        return invitation.line_ids.reason

    def _users(self, people):
        everyone = self.env["res.users"].with_context(active_test=False)
        return everyone.search([("partner_id", "in", people.ids)])

    def _engagements(self, people):
        return self.env["volunteer.engagement"].search(
            [
                ("partner_id", "in", people.ids),
                ("company_id", "=", self.association.id),
            ]
        )

    def _mails(self, people):
        return self.env["mail.mail"].search(
            [("model", "=", "res.users"), ("res_id", "in", self._users(people).ids)]
        )
