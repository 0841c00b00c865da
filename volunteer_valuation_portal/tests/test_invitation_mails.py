from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestInvitationMails(PortalCommon):
    """One mail for each person who gets access, in their language, and to nobody else."""

    def test_recipients_never_see_each_other(self):
        others = self._create_person("Omar Haddad", "omar@example.com")
        others |= self._create_person("Paul Roux", "paul@example.com")
        people = self.newcomer | others
        self._invite(people)
        mails = self._mails(people)
        self.assertEqual(len(mails), 3)
        for person in people:
            with self.subTest(person=person.name):
                mail = mails.filtered(lambda m, p=person: m.recipient_ids == p)
                self.assertEqual(len(mail), 1)
                self.assertFalse(mail.email_to or mail.email_cc)
                for other in people - person:
                    self.assertNotIn(other.email, mail.body_html)
                    self.assertNotIn(other.name, mail.body_html)

    def test_it_tells_how_to_sign_in_and_ends_with_the_word_of_the_association(self):
        self._invite(self.newcomer, welcome_message="See you on Saturday!")
        mail = self._mails(self.newcomer)
        self.assertIn("/web/signup?", mail.body_html)
        self.assertIn("token=", mail.body_html)
        self.assertIn("See you on Saturday!", mail.body_html)
        self.assertIn("Les Ateliers du Canal", mail.subject)
        self.assertIn("bureau@ateliers.example.com", mail.email_from)

    def test_it_waits_in_the_queue_until_all_is_written(self):
        sending = self.env.ref("mail.ir_cron_mail_scheduler_action")
        triggers = self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", sending.id)]
        )
        with patch.object(type(self.env["mail.mail"]), "send") as send:
            self._invite(self.newcomer)
        send.assert_not_called()
        self.assertEqual(self._mails(self.newcomer).state, "outgoing")
        self.assertEqual(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", sending.id)]),
            triggers + 1,
        )

    def test_other_mails_leave_as_ever(self):
        """Odoo's own way to give access to one contact sends at once."""
        wizard = self.env["portal.wizard"].create(
            {"partner_ids": [Command.set(self.newcomer.ids)]}
        )
        with patch.object(type(self.env["mail.mail"]), "send") as send:
            wizard.user_ids.action_grant_access()
        send.assert_called_once()

    def test_each_reads_it_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("auth_signup.portal_set_password_email")
        template.with_context(lang="fr_FR").subject = "Votre compte"
        template.with_context(lang="en_US").subject = "Your account"
        english = self._create_person("Ellen", "ellen@example.com", lang="en_US")
        french = self._create_person("Fanny", "fanny@example.com", lang="fr_FR")
        unknown = self._create_person("Una", "una@example.com")
        unknown.lang = False
        self.manager_user.lang = "fr_FR"
        invitation = self._prepare(english | french | unknown)
        self._call(
            self.manager_user,
            invitation,
            "action_invite",
            context={"lang": "fr_FR", "allowed_company_ids": self.association.ids},
        )
        for person, subject in (
            (english, "Your account"),
            (french, "Votre compte"),
            (unknown, "Votre compte"),
        ):
            with self.subTest(person=person.name):
                self.assertEqual(self._mails(person).subject, subject)

    def test_what_the_list_of_contacts_would_preset_is_not_given_to_users(self):
        invitation = self._prepare(self.newcomer)
        self._call(
            self.manager_user,
            invitation,
            "action_invite",
            context={
                "allowed_company_ids": self.association.ids,
                "default_partner_ids": self.stays_out.ids,
                "default_name": "Wrong",
            },
        )
        self.assertEqual(self._users(self.newcomer).name, "Nadia Benali")
        self.assertFalse(self._users(self.stays_out))
