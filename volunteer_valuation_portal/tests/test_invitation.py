from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestInvitation(PortalCommon):
    """Who is invited, what they get, and what is said of it before."""

    def test_before_anything_is_sent_it_says_who_has_what(self):
        engaged = self._create_person("Engagé", "engage@example.com")
        self._engage(engaged)
        people = (
            self.newcomer
            | engaged
            | self.portal_user.partner_id
            | self.volunteer
            | self.stays_out
        )
        self._engage(self.volunteer)
        invitation = self._prepare(people)
        self.assertEqual(
            {
                line.partner_id: (line.access, line.engagement, line.outcome)
                for line in invitation.line_ids
            },
            {
                self.newcomer: ("none", "none", "invite"),
                engaged: ("none", "active", "invite"),
                self.portal_user.partner_id: ("portal", "none", "engage"),
                self.volunteer: ("internal", "active", "nothing"),
                self.stays_out: ("none", "none", "left_out"),
            },
        )
        self.assertEqual(
            invitation.summary,
            "Left out: 1 · To be invited: 2 · To be engaged: 1 · Nothing to do: 1",
        )
        # Those whom somebody has to look at come first.
        self.assertEqual(invitation.line_ids[0].partner_id, self.stays_out)
        self.assertFalse(self._users(self.newcomer))
        self.assertEqual(len(self._engagements(people)), 2)
        self.assertFalse(self._mails(people))

    def test_one_step_gives_access_and_an_engagement(self):
        invitation = self._invite(self.newcomer | self.stays_out)
        self.assertEqual(
            self._outcomes(invitation),
            {"Nadia Benali": "invited", "Sans Adresse": "left_out"},
        )
        self.assertTrue(invitation.is_done)
        done = invitation.line_ids.filtered(lambda line: line.outcome == "invited")
        self.assertEqual((done.access, done.engagement), ("portal", "active"))
        user = self._users(self.newcomer)
        self.assertTrue(user.active)
        self.assertTrue(user._is_portal())
        self.assertEqual(user.login, "nadia@example.com")
        self.assertEqual(user.company_ids, self.association)
        self.assertEqual(self._engagements(self.newcomer).state, "active")
        self.assertFalse(self._users(self.stays_out))
        self.assertFalse(self._engagements(self.stays_out))

    def test_who_has_access_is_engaged_only(self):
        people = self.portal_user.partner_id | self.volunteer
        users = self._users(people)
        invitation = self._invite(people)
        self.assertEqual(set(invitation.line_ids.mapped("outcome")), {"engaged"})
        self.assertEqual(self._engagements(people).mapped("state"), ["active"] * 2)
        self.assertEqual(self._users(people), users)
        self.assertFalse(self._mails(people))

    def test_who_asked_to_join_is_accepted(self):
        engagement = self._engage(self.newcomer, state="requested")
        self._invite(self.newcomer)
        self.assertEqual(engagement.state, "active")

    def test_who_has_ended_is_taken_up_again_only_where_that_is_meant(self):
        engagement = self._engage(
            self.newcomer,
            state="ended",
            date_start=date(2024, 9, 1),
            date_end=date(2025, 6, 30),
        )
        invitation = self._prepare(self.newcomer)
        self.assertTrue(invitation.has_ended)
        self.assertIn("has ended", self._reason(invitation))
        invitation.action_invite()
        self.assertEqual(engagement.state, "ended")
        self.assertFalse(self._users(self.newcomer))

        invitation = self._prepare(self.newcomer, resume_ended=True)
        self.assertEqual(invitation.line_ids.outcome, "invite")
        invitation.action_invite()
        self.assertEqual((engagement.state, engagement.date_end), ("active", False))
        self.assertTrue(self._users(self.newcomer)._is_portal())

    def test_doing_it_again_does_nothing(self):
        people = self.newcomer | self.portal_user.partner_id
        self._invite(people)
        before = self._users(people), self._engagements(people), self._mails(people)
        again = self._invite(people)
        self.assertEqual(set(again.line_ids.mapped("outcome")), {"nothing"})
        self.assertFalse(again.is_needed)
        after = self._users(people), self._engagements(people), self._mails(people)
        self.assertEqual(before, after)

    def test_pressed_twice_the_same_screen_invites_once(self):
        invitation = self._invite(self.newcomer)
        self._call(self.manager_user, invitation, "action_invite")
        self.assertEqual(invitation.line_ids.outcome, "nothing")
        self.assertEqual(len(self._mails(self.newcomer)), 1)

    def test_what_has_changed_since_the_screen_was_shown_counts(self):
        invitation = self._prepare(self.newcomer)
        self.assertEqual(invitation.line_ids.outcome, "invite")
        self.newcomer.email = False
        self._call(self.manager_user, invitation, "action_invite")
        self.assertIn("no e-mail address", self._reason(invitation))
        self.assertFalse(self._users(self.newcomer))

    def test_addresses_that_cannot_be_signed_in_with(self):
        self._create_person("Twin", self.volunteer_user.login + "@example.com")
        taken = self._create_person("Taken", "Volunteer@Example.com")
        for person, reason in (
            (self.stays_out, "no e-mail address"),
            (self._create_person("Invalid", "nadia(at)example"), "is not valid"),
            (self._create_person("Double", "nadia@@example.com"), "is not valid"),
            (self._create_person("Two", "a@example.com, b@example.com"), "not valid"),
            (taken, "already signs in"),
        ):
            with self.subTest(person=person.name):
                self.assertIn(reason, self._reason(self._invite(person)))
                self.assertFalse(self._users(person))

    def test_a_login_counts_as_an_address_though_it_is_not_one_of_a_contact(self):
        self.volunteer_user.login = "nadia@example.com"
        self.assertIn("already signs in", self._reason(self._prepare(self.newcomer)))

    def test_an_address_shared_on_the_list_is_given_to_neither(self):
        spouse = self._create_person("Nadir Benali", "Nadia@example.com ")
        invitation = self._invite(self.newcomer | spouse)
        self.assertEqual(invitation.line_ids.mapped("outcome"), ["left_out"] * 2)
        self.assertIn("same e-mail address", invitation.line_ids[0].reason)
        self.assertFalse(self._users(self.newcomer | spouse))

    def test_an_address_matters_only_where_access_is_missing(self):
        self.portal_user.partner_id.email = False
        invitation = self._invite(self.portal_user.partner_id)
        self.assertEqual(invitation.line_ids.outcome, "engaged")

    def test_access_that_was_withdrawn_stays_withdrawn(self):
        for user in (self.portal_user, self.volunteer_user):
            with self.subTest(user=user.name):
                user.active = False
                invitation = self._invite(user.partner_id)
                self.assertIn("was withdrawn", self._reason(invitation))
                self.assertFalse(user.active)

    def test_a_contact_of_another_association_is_left_out(self):
        self.newcomer.company_id = self.other_association
        both = self.association | self.other_association
        self.manager_user.company_ids = both
        invitation = self._prepare(
            self.newcomer.with_context(allowed_company_ids=both.ids)
        )
        invitation = invitation.with_context(allowed_company_ids=both.ids)
        invitation.action_invite()
        self.assertIn("a contact of Le Hangar only", self._reason(invitation))

    def test_each_association_has_its_own_engagements(self):
        self._engage(self.newcomer, company_id=self.other_association.id, state="ended")
        self._invite(self.newcomer)
        self.assertEqual(self._engagements(self.newcomer).state, "active")

    def test_who_is_invited_signs_in_to_the_association_that_invites(self):
        """Whichever association the manager has in view."""
        both = self.association | self.other_association
        self.manager_user.company_ids = both
        invitation = self._prepare(self.newcomer, company_id=self.other_association.id)
        invitation.with_context(allowed_company_ids=both.ids).action_invite()
        self.assertEqual(self._users(self.newcomer).company_ids, self.other_association)
        self.assertFalse(self._engagements(self.newcomer))

    def test_one_failure_does_not_lose_the_others(self):
        people = self.env["res.partner"].browse()
        for name in ("First", "Second", "Third"):
            people |= self._create_person(name, f"{name}@example.com")
        access = type(self.env["portal.wizard.user"])
        grant = access.action_grant_access

        strike = "The server of mails is on strike."

        def fail_for_the_second(self):
            grant(self)
            if self.partner_id.name == "Second":
                raise UserError(strike)

        with patch.object(access, "action_grant_access", fail_for_the_second):
            invitation = self._invite(people)
        self.assertEqual(
            self._outcomes(invitation),
            {"First": "invited", "Second": "failed", "Third": "invited"},
        )
        failed = invitation.line_ids.filtered(lambda line: line.outcome == "failed")
        self.assertEqual(failed.reason, strike)
        # Neither half an invitation nor a mail is left of the second.
        self.assertEqual(self._users(people).partner_id, people - people[1])
        self.assertEqual(self._engagements(people).partner_id, people - people[1])
        self.assertEqual(len(self._mails(people)), 2)

    def test_somebody_else_gives_access_meanwhile(self):
        """Odoo tells of a login that is taken in the words of the database."""
        wizard = type(self.env["portal.wizard.user"])
        with patch.object(
            wizard, "_create_user", lambda access: self._raise_signup_error()
        ):
            invitation = self._invite(self.newcomer)
        self.assertEqual(invitation.line_ids.outcome, "failed")
        self.assertIn("at the same time", invitation.line_ids.reason)
        self.assertFalse(self._engagements(self.newcomer))

    def _raise_signup_error(self):
        users = self.env["res.users"].sudo()
        return users._create_user_from_template(
            {"login": self.volunteer_user.login, "name": "The Same"}
        )

    def test_not_more_at_a_time_than_a_request_can_bear(self):
        people = self.newcomer | self.volunteer
        module = "odoo.addons.volunteer_valuation_portal.wizard.volunteer_invitation"
        with patch(f"{module}.MOST_AT_ONCE", 1):
            refusal = self._find_refusal(self._invite, people)
        self.assertEqual(refusal, "Invite at most 1 people at a time.")
        self.assertFalse(self._users(self.newcomer))

    def test_nobody_chosen(self):
        invitation = self._prepare(self.env["res.partner"])
        self.assertFalse(invitation.is_needed)
        self.assertEqual(
            self._find_refusal(invitation.action_invite), "Choose at least one person."
        )

    def test_the_screen_follows_what_is_chosen(self):
        self._engage(self.newcomer, state="ended")
        form = Form(self.env(user=self.manager_user)["volunteer.invitation"])
        self.assertFalse(form.summary)
        form.partner_ids.add(self.newcomer)
        self.assertEqual(form.summary, "Left out: 1")
        self.assertTrue(form.has_ended)
        form.resume_ended = True
        self.assertEqual(form.summary, "To be invited: 1")
        self.assertEqual(form.save().line_ids.partner_id, self.newcomer)

    def test_lists_propose_what_is_ticked(self):
        invitations = self.env(user=self.manager_user)["volunteer.invitation"]
        of_contacts = Form(
            invitations.with_context(
                active_model="res.partner", active_ids=self.newcomer.ids
            )
        ).save()
        self.assertEqual(of_contacts.partner_ids, self.newcomer)
        engagement = self._engage(self.newcomer)
        of_engagements = Form(
            invitations.with_context(
                active_model="volunteer.engagement", active_ids=engagement.ids
            )
        ).save()
        self.assertEqual(of_engagements.partner_ids, self.newcomer)
        self.assertEqual(of_engagements.company_id, self.association)

    def test_telling_takes_the_same_queries_for_ten_and_for_fifty(self):
        def count_queries(number):
            people = self.env["res.partner"].create(
                [
                    {"name": f"P{i}", "email": f"p{number}.{i}@example.com"}
                    for i in range(number)
                ]
            )
            for person in people[: number // 2]:
                self._engage(person)
            invitation = self._prepare(people)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            invitation._prepare_lines()
            return self.env.cr.sql_log_count - before

        count_queries(2)
        self.assertEqual(count_queries(10), count_queries(50))
