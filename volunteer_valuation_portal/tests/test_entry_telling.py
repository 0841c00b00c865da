from odoo.tests import tagged
from odoo.tools import html2plaintext

from odoo.addons.volunteer_valuation.models.volunteer_time_entry_waiting import (
    TO_CORRECT,
)

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestEntryTelling(PortalCommon):
    """A refusal reaches the person: one mail, the reason, the way to correct it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.volunteer = cls.portal_user.partner_id
        cls.association.email = "bureau@ateliers.example.com"

    def _refuse(self, *people, reason="Which day was it?", **values):
        """Somebody refuses one entry of each of ``people``; the mails that follow."""
        before = self.env["mail.mail"].search([])
        entries = self.env["volunteer.time.entry"]
        for day, person in enumerate(people, start=1):
            entries |= self._declare(
                partner_id=person.id, date=f"2025-03-{day:02}", hours=2.5, **values
            )
        entries.action_submit()
        self._call(self.manager_user, entries, "action_refuse", reason)
        self.assertEqual(set(entries.mapped("state")), {"refused"})
        return entries, self.env["mail.mail"].search([], order="id") - before

    def test_one_mail_with_the_reason_and_the_way_to_correct_it(self):
        entry, mail = self._refuse(self.volunteer)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.recipient_ids, self.volunteer)
        self.assertFalse(mail.email_to or mail.email_cc)
        self.assertIn("bureau@ateliers.example.com", mail.email_from)
        self.assertIn("bureau@ateliers.example.com", mail.reply_to)
        self.assertIn("Les Ateliers du Canal", mail.subject)
        self.assertTrue(mail.auto_delete)
        text = html2plaintext(mail.body_html)
        for told in (
            "Hello Portal,",
            "Welcome desk, Saturday, March 1, 2025, 2 h 30",
            "The reason:",
            "Which day was it?",
            f"/my/volunteering/{entry.id}",
        ):
            self.assertIn(told, text)

    def test_one_mail_for_all_that_is_refused_at_once(self):
        entries, mail = self._refuse(self.volunteer, self.volunteer, self.volunteer)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.body_html.count("Welcome desk"), 3)
        self.assertIn("/my/volunteering?state=refused", mail.body_html)

    def test_people_never_see_each_other(self):
        other = self._create_user("other", "base.group_portal").partner_id
        _entries, mails = self._refuse(self.volunteer, other)
        self.assertEqual(
            [mail.recipient_ids for mail in mails], [self.volunteer, other]
        )
        for mail, stranger in zip(mails, (other, self.volunteer), strict=True):
            self.assertNotIn(stranger.name, mail.body_html)
            self.assertNotIn(stranger.email, mail.body_html)

    def test_it_waits_in_the_queue_until_the_refusal_is_written(self):
        _entry, mail = self._refuse(self.volunteer)
        self.assertEqual(mail.state, "outgoing")

    def test_those_who_work_in_the_backend_have_an_activity_instead(self):
        entry, mail = self._refuse(self.volunteer_user.partner_id)
        self.assertFalse(mail)
        self.assertTrue(entry.activity_search([TO_CORRECT]))

    def test_people_without_an_account_are_told_too_without_a_link(self):
        _entry, mail = self._refuse(self.newcomer)
        self.assertEqual(mail.recipient_ids, self.newcomer)
        self.assertNotIn("/my/volunteering", mail.body_html)
        self.assertIn("answer this mail", mail.body_html)

    def test_nobody_is_written_to_where_there_is_no_address_or_no_person(self):
        for person in (self.stays_out, self.stays_out.browse()):
            _entry, mail = self._refuse(person)
            self.assertFalse(mail)

    def test_the_reason_is_text(self):
        _entry, mail = self._refuse(
            self.volunteer, reason="<script>1</script>", name="<b>x</b>"
        )
        self.assertNotIn("<script>", mail.body_html)
        self.assertIn("&lt;script&gt;1&lt;/script&gt;", mail.body_html)
        self.assertIn("&lt;b&gt;x&lt;/b&gt;", mail.body_html)

    def test_each_reads_it_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("volunteer_valuation_portal.mail_template_refused")
        template.with_context(lang="fr_FR").subject = "À revoir"
        self.volunteer.lang = "fr_FR"
        _entry, mail = self._refuse(self.volunteer)
        self.assertEqual(mail.subject, "À revoir")
        self.assertIn("samedi 1 mars 2025", mail.body_html)

    def test_for_a_group_the_one_who_declared_it_is_written_to(self):
        self.volunteer.parent_id = self.member_organisation
        group = (
            self._declare(partner_id=self.member_organisation.id, headcount=30)
            .with_user(self.portal_user)
            .sudo()
            .copy()
        )
        group.action_submit()
        self.assertEqual(group._get_contact(), self.volunteer)
        before = self.env["mail.mail"].search([])
        self._call(self.manager_user, group, "action_refuse", "Was it thirty?")
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.recipient_ids, self.volunteer)

    def test_a_refusal_needs_no_template(self):
        self.env.ref("volunteer_valuation_portal.mail_template_refused").unlink()
        _entry, mail = self._refuse(self.volunteer)
        self.assertFalse(mail)

    def test_approvers_tell_it_too(self):
        self.project.user_id = self.approver_user
        entry = self._declare(partner_id=self.volunteer.id, project_id=self.project.id)
        entry.action_submit()
        before = self.env["mail.mail"].search([])
        self._call(self.approver_user, entry, "action_refuse", "Which day?")
        self.assertEqual(
            (self.env["mail.mail"].search([]) - before).recipient_ids, self.volunteer
        )
