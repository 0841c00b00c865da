from markupsafe import Markup

from odoo import Command
from odoo.exceptions import MissingError, UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .entry_common import EntryCommon


@tagged("post_install", "-at_install")
class TestEntryComments(EntryCommon, MailCase):
    """The person asks on their page, the approver answers in the chatter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry.project_id = cls.project
        cls.approver = cls.approver_user.partner_id
        cls.entry.action_submit()

    def _answer(self, text, user=None, **values):
        """What somebody of the office posts in the chatter, with their own rights."""
        entry = self.entry.with_user(user or self.approver_user)
        with self.mock_mail_gateway():
            return entry.message_post(
                body=text,
                message_type="comment",
                **{"subtype_xmlid": "mail.mt_comment"} | values,
            )

    def _ask(self, text="Is it right?", entry=None):
        with self.mock_mail_gateway():
            self._as_person(entry)._comment_own(text)
        return (entry or self.entry).message_ids[0]

    def _notified(self, message):
        return message.notification_ids.res_partner_id

    def _get_mail(self, address):
        """The one mail that this address got."""
        [mail] = [mail for mail in self._mails if address in mail["email_to"][0]]
        self.assertEqual(len(mail["email_to"]), 1)
        return mail

    def test_the_person_asks_and_the_approver_gets_it(self):
        self.assertIn("<textarea", self._see().text)
        page = self._send("comment", body="Is it right?\n<b>2 h 30</b> & rain")
        self.assertIn("Your message is sent", page.text)
        self.assertIn("&lt;b&gt;2 h 30&lt;/b&gt; &amp; rain", page.text)
        message = self.entry.message_ids[0]
        self.assertEqual(message.author_id, self.volunteer)
        self.assertEqual(message.message_type, "comment")
        self.assertEqual(
            message.body,
            "<p>Is it right?<br>&lt;b&gt;2 h 30&lt;/b&gt; &amp; rain</p>",
        )
        self.assertEqual(self._notified(message), self.approver)

    def test_the_approver_follows_once_and_gets_each_message_once(self):
        for _time in range(2):
            message = self._ask()
            self.assertEqual(self._notified(message), self.approver)
        followers = self.entry.message_follower_ids.partner_id
        self.assertEqual(followers, self.approver)
        self.assertIn("/mail/view", self._get_mail("approver@")["body"])

    def test_without_an_approver_the_managers_of_the_association_get_it(self):
        self.project.user_id = False
        elsewhere = self._create_user(
            "elsewhere",
            "volunteer_valuation.group_volunteer_manager",
            self.other_association,
        )
        asked = self._notified(self._ask())
        self.assertIn(self.manager_user.partner_id, asked)
        self.assertNotIn(elsewhere.partner_id, asked)
        self.assertNotIn(self.approver, asked)

    def test_an_answer_reaches_the_person_by_one_mail_that_leads_to_their_page(self):
        self._answer("Which door was it?")
        mail = self._get_mail("portal@example.com")
        self.assertIn("Which door was it?", mail["body"])
        self.assertIn(f"/my/volunteering/{self.entry.id}", mail["body"])
        self.assertNotIn("/mail/view", mail["body"])
        self.assertNotIn("/web#", mail["body"])
        self._answer("The red one?")
        self._get_mail("portal@example.com")
        page = self._see()
        self.assertIn("Which door was it?", page.text)
        self.assertIn(self.approver.name, page.text)

    def test_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.volunteer.lang = "fr_FR"
        # Recipients are read past the cache.
        self.env.flush_all()
        self._answer("Quelle porte ?")
        self.assertIn('lang="fr_FR"', self._get_mail("portal@example.com")["body"])

    def test_asking_and_answering_ends_there(self):
        self._ask()
        answer = self._answer("Yes.")
        self.assertEqual(self._notified(answer), self.volunteer)
        self.assertEqual(self._notified(self._ask("Thank you.")), self.approver)

    def test_internal_notes_stay_in_the_office(self):
        note = self._answer("A difficult person", subtype_xmlid="mail.mt_note")
        self.assertFalse(self._notified(note))
        self.entry._message_log(body="Logged")
        page = self._see()
        self.assertNotIn("A difficult person", page.text)
        self.assertNotIn("Logged", page.text)

    def test_the_page_shows_plain_text_and_nobodys_address(self):
        self.entry.message_post(
            body=Markup(
                "<p>Look <a href='https://example.com/x'>here</a><img src='y'/></p>"
            ),
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            email_from="Stranger <stranger@example.com>",
            author_id=False,
        )
        self.approver.name = "approver@example.com"
        self._answer("Yes.")
        told = [comment["author"] for comment in self._as_person()._get_comments()]
        self.assertEqual(told, ["Les Ateliers du Canal"] * 2)
        page = self._see().text.partition('id="comments"')[2]
        self.assertIn("Look", page)
        for hidden in ("https://example.com/x", "<img", "stranger@", "approver@"):
            self.assertNotIn(hidden, page.partition("</section>")[0])

    def test_too_much_or_nothing_is_refused_and_stays_in_the_field(self):
        entry = self._as_person()
        with self.assertRaisesRegex(UserError, "Write something"):
            entry._comment_own("")
        page = self._send("comment", body="é" * 5000)
        self.assertIn("no more than 2000 characters", page.text)
        self.assertIn("é" * 2000, page.text)
        self.assertNotIn("é" * 2002, page.text)
        self.assertFalse(self.entry.message_ids.filtered("notification_ids"))

    def test_others_time_is_not_talked_about(self):
        self.assertEqual(self._send("comment", self.others, body="x").status_code, 404)
        stolen = self.others.with_user(self.portal_user).sudo()
        with self.assertRaises(MissingError):
            stolen._comment_own("x")
        self.assertFalse(self.others.message_ids)

    def test_for_a_group_the_one_who_declared_it_is_told(self):
        self.volunteer.parent_id = self.member_organisation
        entries = self.env(user=self.portal_user)["volunteer.time.entry"]
        group = entries._declare_own(
            {
                "name": "Summer party",
                "date": "2025-03-12",
                "hours": 4,
                "headcount": 30,
                "company_id": self.association.id,
            }
        )
        self.assertEqual(group.partner_id, self.member_organisation)
        self.assertEqual(group._get_contact(), self.volunteer)
        other = self._declare(partner_id=self.member_organisation.id, headcount=3)
        self.assertEqual(other._get_contact(), self.member_organisation)

    def test_time_of_nobody_is_talked_about_in_the_office_only(self):
        entry = self._declare(partner_id=False)
        with self.mock_mail_gateway():
            message = entry.with_user(self.manager_user).message_post(
                body="Whose is it?",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertFalse(self._notified(message))

    def test_who_may_not_look_at_it_may_not_post(self):
        with self.assertRaises(UserError):
            self._answer("x", self.stranger_user)
        self.stranger_user.group_ids = [
            Command.link(
                self.env.ref("volunteer_valuation.group_volunteer_approver").id
            )
        ]
        with self.assertRaises(UserError):
            self._answer("x", self.stranger_user)

    def test_time_of_somebody_else_is_talked_about_anew(self):
        """Neither of the two gets what the other and the office tell each other."""
        self._ask("My back hurts.")
        self._answer("Get well soon.")
        self._engage(self.newcomer)
        entry = self.entry.with_user(self.manager_user)
        entry.partner_id = self.newcomer
        self.assertEqual(entry._get_comments(), [])
        self.assertIn("My back hurts.", entry.message_ids.mapped("preview"))
        answer = self._answer("It is yours after all.")
        self.assertEqual(self._notified(answer), self.newcomer)
        self.assertEqual(
            [comment["text"] for comment in entry._get_comments()],
            ["It is yours after all."],
        )
        entry.write({"partner_id": self.newcomer.id, "name": "Doors"})
        self.assertEqual(len(entry._get_comments()), 1)
