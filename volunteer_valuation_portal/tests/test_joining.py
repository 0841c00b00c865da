from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .joining_common import ASSOCIATIONS, JoiningCommon

SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestJoining(JoiningCommon):
    """A person asks an association to take them in."""

    def _link(self, association=None, **values):
        """A link to an association that is not listed, as opened in this session."""
        link = self.env["volunteer.link"].create(
            {
                "kind": "joining",
                "company_id": (association or self.other_association).id,
            }
            | values
        )
        token = link._issue()
        self.env.flush_all()
        response = self.url_open(f"/volunteering/{token}")
        self.assertEqual(response.status_code, 200)
        return link

    def test_who_takes_people_in_is_listed(self):
        page = self._see()
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.association.name, page.text)
        self.assertNotIn(self.other_association.name, page.text)

    def test_asking_with_a_word(self):
        self.association.volunteer_message = "Come as you are."
        page = self._see(f"/{self.association.id}")
        self.assertIn("Come as you are.", page.text)
        page = self._send(self.association.id, word=f"I repair bikes. {SCRIPT}")
        self.assertIn("Your request is sent", page.text)
        self.assertIn("You asked to join", page.text)
        engagement = self._engagements(self.asker)
        self.assertEqual(engagement.state, "requested")
        self.assertEqual(engagement.approver_id, self.approver_user)
        self.assertFalse(engagement.date_start)
        word = engagement.message_ids.filtered(lambda m: "bikes" in m.body)
        self.assertEqual(word.author_id, self.asker)
        self.assertNotIn("<script>", word.body)
        self.assertIn("&lt;script&gt;", word.body)

    def test_the_one_who_answers_gets_one_activity(self):
        engagement = self._ask(word="Hello")
        self._ask(word="Hello?")
        self.assertEqual(len(self._engagements(self.asker)), 1)
        activity = self._get_requests(engagement)
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.approver_user)
        self.assertIn("Hello", activity.note)
        self.assertNotIn("Hello?", activity.note)
        seen = engagement.with_user(self.approver_user)
        self.assertEqual(seen.partner_id, self.asker)
        self.assertTrue(seen.can_answer)

    def test_going_back_and_forth_sends_no_mail_each_time(self):
        def count_mails():
            return self.env["mail.mail"].search_count(
                [("recipient_ids", "in", self.approver_user.partner_id.ids)]
            )

        before = count_mails()
        engagement = self._ask()
        self.assertEqual(count_mails(), before + 1)
        for _time in range(2):
            engagement.with_user(self.portal_user)._leave()
            self._ask()
        self.assertEqual(len(self._get_requests(engagement)), 1)
        self.assertEqual(count_mails(), before + 1)

    def test_without_a_choice_a_manager_answers(self):
        self.association.volunteer_welcome_id = False
        self.assertEqual(self._ask().approver_id, self.manager_user)

    def test_the_manager_of_another_association_does_not(self):
        self.association.volunteer_welcome_id = False
        self.manager_user.write(
            {
                "company_ids": [fields.Command.set(self.other_association.ids)],
                "company_id": self.other_association.id,
            }
        )
        for user in self.association._get_volunteer_managers():
            user.company_ids -= self.association
        engagement = self._ask()
        self.assertEqual(engagement.state, "requested")
        self.assertFalse(engagement.approver_id)
        self.assertFalse(self._get_requests(engagement))

    def test_nobody_answers_their_own_request(self):
        self.association.volunteer_welcome_id = self.manager_user
        self._create_user("second", "volunteer_valuation.group_volunteer_manager")
        engagement = self._ask(user=self.manager_user)
        self.assertTrue(engagement.approver_id)
        self.assertNotEqual(engagement.approver_id, self.manager_user)

    def test_who_answers_must_be_able_to(self):
        for user in (self.volunteer_user, self.portal_user):
            refusal = self._find_refusal(
                self.association.write, {"volunteer_welcome_id": user.id}
            )
            self.assertIn("cannot answer for Les Ateliers du Canal", refusal)

    def test_what_takes_nobody_in_is_like_what_does_not_exist(self):
        self.other_association.volunteer_joining = "closed"
        for company_id in (self.other_association.id, 0, 2**31, 10**30):
            with self.subTest(company_id=company_id):
                self.assertEqual(self._see(f"/{company_id}").status_code, 404)
                self.assertEqual(self._send(company_id).status_code, 404)
                self.assertEqual(self._send(f"{company_id}/leave").status_code, 404)
                answer = self._send(f"{company_id}/reminder", on="1")
                self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.asker.volunteer_engagement_ids)

    def test_a_hidden_association_is_reached_by_its_link(self):
        path = f"/{self.other_association.id}"
        self.assertEqual(self._see(path).status_code, 404)
        link = self._link()
        self.assertIn(self.other_association.name, self._see().text)
        self._send(self.other_association.id)
        engagement = self.asker.volunteer_engagement_ids
        self.assertEqual(engagement.company_id, self.other_association)
        engagement.unlink()
        link.action_revoke()
        self.env.flush_all()
        self.assertEqual(self._see(path).status_code, 404)

    def test_a_link_opens_nothing_that_is_closed(self):
        self.other_association.volunteer_joining = "closed"
        self._link()
        self.assertEqual(self._see(f"/{self.other_association.id}").status_code, 404)

    def test_nobody_declares_before_the_answer(self):
        self._ask()
        self.association.volunteer_approval = "none"
        entries = self.env(user=self.portal_user)["volunteer.time.entry"]
        for declare in (entries._declare_own, entries.declare):
            refusal = self._find_refusal(
                declare,
                {
                    "name": "Desk",
                    "date": date(2025, 3, 1),
                    "hours": 1.0,
                    "company_id": self.association.id,
                },
            )
            self.assertIn("no access to this association", refusal)

    @freeze_time("2025-06-15 10:00:00")
    def test_who_left_may_ask_again(self):
        engagement = self._engage(self.asker, date_start=date(2024, 1, 1))
        engagement.action_end()
        self.assertIn("not among its volunteers", self._see().text)
        self._send(self.association.id)
        self.assertEqual((engagement.state, engagement.date_end), ("requested", False))
        self.assertEqual(len(self._get_requests(engagement)), 1)
        self._answer(engagement, "accept")
        self.assertEqual(engagement.date_start, date(2024, 1, 1))

    def test_those_one_is_in_are_not_offered_again(self):
        self._engage(self.asker)
        page = self._see()
        self.assertIn("You are in", page.text)
        self.assertNotIn(f'href="{ASSOCIATIONS}/{self.association.id}"', page.text)
        self.assertIn("Your request is sent", self._send(self.association.id).text)
        self.assertEqual(self._engagements(self.asker).state, "active")

    def test_internal_users_need_not_ask_where_they_work(self):
        self.authenticate("vv_volunteer", "vv_volunteer")
        page = self._see()
        self.assertIn("You can declare time you give there", page.text)
        self.assertEqual(self._see(f"/{self.association.id}").status_code, 404)

    def test_reminders_are_asked_for_here(self):
        engagement = self._engage(self.asker)
        page = self._send(f"{self.association.id}/reminder", on="1")
        self.assertIn("No more reminders", page.text)
        self.assertTrue(engagement.sudo().wants_reminder)
        page = self._send(f"{self.association.id}/reminder")
        self.assertIn("Remind me", page.text)
        self.assertFalse(engagement.sudo().wants_reminder)

    def test_unknown_words_of_the_address_say_nothing(self):
        self.assertNotIn('role="status"', self._see(done="<b>").text)
        self.assertNotIn('role="status"', self._see(done="deleted").text)

    def test_more_associations_take_no_more_queries(self):
        def count_queries(number):
            for rank in range(number):
                self._create_association(f"Open {number} {rank}")
                mine = self._create_association(f"Mine {number} {rank}")
                self._engage(self.asker, company_id=mine.id)
            self._see()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._see()
            return self.env.cr.sql_log_count - before

        self.assertEqual(count_queries(1), count_queries(8))
