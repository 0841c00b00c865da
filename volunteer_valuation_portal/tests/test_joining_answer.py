from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .joining_common import JoiningCommon

APPROVER = "volunteer_valuation.group_volunteer_approver"
MANAGER = "volunteer_valuation.group_volunteer_manager"


@tagged("post_install", "-at_install")
class TestJoiningAnswer(JoiningCommon):
    """Somebody answers who asked, with a word, and the person gets one mail."""

    @freeze_time("2025-06-15 10:00:00")
    def test_accepted(self):
        engagement = self._ask()
        self._answer(engagement, "accept", "See you on Saturday! <b>Bring tea</b>")
        self.assertEqual(engagement.state, "active")
        self.assertEqual(engagement.date_start, date(2025, 6, 15))
        self.assertFalse(self._get_requests(engagement))
        mail = self._get_mails(engagement)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.recipient_ids, self.asker)
        self.assertFalse(mail.email_to or mail.email_cc)
        self.assertEqual(mail.subject, "Welcome to Les Ateliers du Canal")
        self.assertIn("/my/volunteering/new", mail.body_html)
        self.assertIn("See you on Saturday!", mail.body_html)
        self.assertIn("&lt;b&gt;Bring tea", mail.body_html)
        self.assertIn("bureau@ateliers.example.com", mail.email_from)
        self.assertEqual(mail.state, "outgoing")

    def test_who_is_accepted_declares(self):
        engagement = self._ask()
        self._answer(engagement, "accept")
        entries = self.env(user=self.portal_user)["volunteer.time.entry"]
        vals = {"name": "Desk", "date": date(2025, 3, 1), "hours": 2.5}
        entry = entries._declare_own(vals | {"company_id": self.association.id})
        self.assertEqual(entry.engagement_id, engagement)
        self.assertTrue(entry.with_user(self.approver_user).can_decide)

    @freeze_time("2025-06-15 10:00:00")
    def test_declined(self):
        engagement = self._ask(word="May I?")
        refusal = self._find_refusal(self._answer, engagement, "decline", "  ")
        self.assertEqual(refusal, "Tell the person why, in a word.")
        self._answer(engagement, "decline", "All places are taken.")
        self.assertEqual(engagement.state, "ended")
        self.assertFalse(self._get_requests(engagement))
        mail = self._get_mails(engagement)
        self.assertEqual(mail.recipient_ids, self.asker)
        self.assertIn("All places are taken.", mail.body_html)
        note = engagement.message_ids.filtered(lambda m: "All places" in m.body)
        self.assertIn(self.approver_user.partner_id, note.author_id)

    def test_who_was_declined_may_ask_again(self):
        engagement = self._ask()
        self._answer(engagement, "decline", "Not this year.")
        self.assertEqual(self._ask(), engagement)
        self.assertEqual(engagement.state, "requested")
        self.assertEqual(len(self._get_requests(engagement)), 1)

    def test_one_answer(self):
        engagement = self._ask()
        self._answer(engagement, "accept")
        refusal = self._find_refusal(self._answer, engagement, "decline", "No.")
        self.assertEqual(refusal, "Portal is not waiting for an answer.")
        self.assertEqual(len(self._get_mails(engagement)), 1)

    def test_several_at_a_time_never_see_each_other(self):
        others = self._create_user("second", "base.group_portal")
        requests = self._ask() | self._ask(user=others)
        self._answer(requests, "accept", user=self.manager_user)
        self.assertEqual(requests.mapped("state"), ["active"] * 2)
        mails = self._get_mails(requests)
        self.assertEqual(len(mails), 2)
        for mail in mails:
            [person] = mail.recipient_ids
            other = (requests.partner_id - person).name
            self.assertNotIn(other, mail.body_html)

    def test_accepting_without_a_word_from_elsewhere_is_the_same(self):
        """The button of the base, an invitation, or a client through RPC."""
        engagement = self._ask()
        self._call(self.manager_user, engagement, "action_activate")
        self.assertEqual(engagement.state, "active")
        self.assertEqual(len(self._get_mails(engagement)), 1)
        self.assertFalse(self._get_requests(engagement))

    def test_an_invitation_answers_too(self):
        engagement = self._ask()
        self._invite(self.asker)
        self.assertEqual(engagement.state, "active")
        self.assertEqual(len(self._get_mails(engagement)), 1)

    def test_whatever_answers_closes_the_activity(self):
        engagement = self._ask()
        engagement.with_user(self.manager_user).write({"state": "active"})
        self.assertFalse(self._get_requests(engagement))

    def test_who_has_no_address_gets_no_mail(self):
        engagement = self._ask()
        self.asker.email = False
        self._answer(engagement, "accept")
        self.assertFalse(self._get_mails(engagement))

    def test_it_is_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref(
            "volunteer_valuation_portal.mail_template_join_accepted"
        )
        template.with_context(lang="fr_FR").subject = "Bienvenue"
        self.asker.lang = "fr_FR"
        engagement = self._ask()
        self._answer(engagement, "accept")
        self.assertEqual(self._get_mails(engagement).subject, "Bienvenue")

    # ----- rights -----

    def test_nobody_else_answers(self):
        engagement = self._ask()
        other_approver = self._create_user("other_approver", APPROVER)
        foreign_manager = self._create_user("foreign", MANAGER, self.other_association)
        for user in (
            other_approver,
            foreign_manager,
            self.volunteer_user,
            self.treasurer_user,
            self.portal_user,
        ):
            for method, word in (("_accept", "Yes"), ("_decline", "No")):
                with self.subTest(user=user.login, method=method):
                    seen = engagement.with_user(user)
                    with self.assertRaises(AccessError):
                        getattr(seen, method)(word)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._call(user, engagement, "action_activate")
        self.assertEqual(engagement.state, "requested")

    def test_nobody_accepts_themselves(self):
        """Internal users read their own engagement, and no more."""
        self.volunteer_user.company_ids += self.other_association
        engagement = self._ask(self.other_association, user=self.volunteer_user)
        with self.assertRaises(AccessError):
            self._call(self.volunteer_user, engagement, "action_activate")
        self.assertEqual(engagement.state, "requested")

    def test_who_follows_the_person_accepts_in_any_way(self):
        engagement = self._ask()
        self._call(self.approver_user, engagement, "action_activate")
        self.assertEqual(engagement.state, "active")

    def test_the_window_is_no_way_round(self):
        engagement = self._ask()
        other_approver = self._create_user("other_approver", APPROVER)
        with self.assertRaises(AccessError):
            self._answer(engagement, "accept", user=other_approver)
        with self.assertRaises(AccessError):
            self._answer(engagement, "accept", user=self.volunteer_user)

    def test_an_approver_writes_nothing_themselves(self):
        engagement = self._ask().with_user(self.approver_user)
        with self.assertRaises(AccessError):
            engagement.write({"state": "active"})

    def test_the_screens(self):
        engagement = self._ask()
        for user in (self.approver_user, self.manager_user):
            with Form(engagement.with_user(user)) as form:
                self.assertTrue(form.can_answer)
        answers = self.env(user=self.approver_user)["volunteer.engagement.answer"]
        form = Form(answers.with_context(default_decision="decline"))
        self.assertTrue(form._get_modifier("word", "required"))
