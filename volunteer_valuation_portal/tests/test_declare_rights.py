from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.volunteer_time_entry_declaring_own import LONGEST
from .declare_common import DeclareCommon


@tagged("post_install", "-at_install")
class TestDeclareRights(DeclareCommon):
    """For which associations people of the portal declare, by the page and through RPC."""

    def _declare_through_rpc(self, user=None, **told):
        vals = {"name": "RPC", "date": "2025-03-12", "hours": 1}
        vals["company_id"] = self.association.id
        return self._call(
            user or self.portal_user, self.entries, "declare", vals | told
        )

    def test_time_of_who_only_signed_up_asks_to_be_taken_in(self):
        """It takes nobody in by itself, and is approved by somebody."""
        self.engagement.unlink()
        self.association.volunteer_welcome_id = self.manager_user
        self._declare_through_rpc()
        engagement = self.person.volunteer_engagement_ids
        self.assertEqual(engagement.state, "requested")
        self.assertEqual(engagement.entry_ids.state, "submitted")
        self.assertEqual(engagement.activity_ids.user_id, self.manager_user)
        # Until it is answered that is all.
        with self.assertRaises(AccessError):
            self._declare_through_rpc()
        engagement.action_activate()
        self._declare_through_rpc()

    def test_who_only_signed_up_declares_where_anybody_may_ask(self):
        self.engagement.unlink()
        for values in (
            {"volunteer_joining": "link"},
            {"volunteer_joining": "closed"},
            # An association that trusts its people trusts those whom it took in.
            {"volunteer_joining": "listed", "volunteer_approval": "none"},
        ):
            self.association.write(values)
            with self.subTest(values), self.assertRaises(AccessError):
                self._declare_through_rpc()
        self.assertFalse(self.person.volunteer_engagement_ids)
        self._engage(self.person)
        self._declare_through_rpc()
        self.assertEqual(self.person.volunteer_entry_ids.state, "approved")

    def test_rpc_tells_no_more_than_the_page(self):
        """Neither what values the time, nor that many others gave it."""
        task = self.env["project.task"].create(
            {"name": "Confidential", "project_id": self.project.id}
        )
        [entry_id] = self._declare_through_rpc(
            level_id=self.level.id,
            status_id=self.civic_service.id,
            task_id=task.id,
        )
        entry = self.entries.browse(entry_id)
        self.assertFalse(entry.level_id or entry.status_id or entry.task_id)
        self.assertFalse(entry.project_id)
        with self.assertRaises(AccessError):
            self._declare_through_rpc(headcount=500)

    def test_rpc_names_no_project_that_is_not_offered(self):
        """The page of the entry would tell its name."""
        self.project.volunteer_declarable = False
        sentences = {
            self._find_refusal(self._declare_through_rpc, project_id=project_id)
            for project_id in (self.project.id, 999999999)
        }
        self.assertEqual(sentences, {"“Project” is not understood."})

    def test_rpc_takes_no_more_words_than_the_page(self):
        for name, most in LONGEST.items():
            with self.subTest(name):
                sentence = self._find_refusal(
                    self._declare_through_rpc, **{name: "é" * (most + 1)}
                )
                self.assertIn("too long", sentence)
        self._declare_through_rpc(
            **{name: "é" * most for name, most in LONGEST.items()}
        )

    def test_nobody_declares_before_their_request_is_answered(self):
        self.engagement.state = "requested"
        with self.assertRaises(AccessError):
            self._declare_through_rpc()
        self.engagement.action_activate()
        self._declare_through_rpc()

    def test_who_left_is_told_so(self):
        self.engagement.action_end()
        sentence = self._find_refusal(self._declare_through_rpc)
        self.assertIn("has ended", sentence)

    def test_the_page_offers_those_that_took_them_in(self):
        own = self.entries.with_user(self.portal_user)
        self.assertEqual(own._get_offered_associations(), self.association)
        self.portal_user.company_ids = [Command.link(self.other_association.id)]
        self.assertEqual(own._get_offered_associations(), self.association)
        for state in ("requested", "ended"):
            self.engagement.state = state
            self.assertFalse(own._get_offered_associations())

    def test_people_of_the_office_declare_where_they_work(self):
        own = self.entries.with_user(self.volunteer_user)
        self.assertEqual(own._get_offered_associations(), self.association)
        engagement = self._engage(self.volunteer, state="ended")
        self.assertFalse(own._get_offered_associations())
        engagement.unlink()
        self.authenticate("vv_volunteer", "vv_volunteer")
        entry = self._send()
        self.assertEqual(entry.partner_id, self.volunteer)

    def test_the_model_asks_too(self):
        own = self.entries.with_user(self.portal_user)
        vals = {"name": "Bikes", "date": "2025-03-12", "hours": 1.0}
        for company_id in (None, False, self.other_association.id, 999999999):
            with self.subTest(company_id=company_id), self.assertRaises(AccessError):
                own._declare_own(vals | {"company_id": company_id})
        entry = own._declare_own(
            vals
            | {
                "company_id": self.association.id,
                "partner_id": self.volunteer.id,
                "state": "approved",
            }
        )
        self.assertEqual((entry.partner_id, entry.state), (self.person, "submitted"))

    # ------------------------------------------------------------------
    # What happens next
    # ------------------------------------------------------------------
    def test_one_sentence_tells_what_happens_next(self):
        entry = self._send(hours="2,5")
        sentence = entry.with_user(self.portal_user)._describe_next_step()
        self.assertEqual(
            sentence,
            "We have noted 2 h 30 on Wednesday, March 12, 2025: Les Ateliers du Canal "
            "looks at it next, there is nothing more for you to do.",
        )
        followed = self._send(project_id=self.project.id)
        sentence = followed.with_user(self.portal_user)._describe_next_step()
        self.assertIn("Approver looks at it next", sentence)
        self.association.volunteer_approval = "none"
        approved = self._send(hours="1")
        sentence = approved.with_user(self.portal_user)._describe_next_step()
        self.assertIn("it is approved already", sentence)

    # ------------------------------------------------------------------
    # Late
    # ------------------------------------------------------------------
    def test_late_time_is_asked_for_its_reason(self):
        self.assertFalse(self._get().xpath("//input[@name='late_reason']"))
        self._book_year()
        page, sentence = self._refuse()
        self.assertIn("say why this time comes so late", sentence)
        self.assertTrue(page.xpath("//input[@name='late_reason']"))
        entry = self._send(late_reason="I was ill")
        self.assertEqual(entry.late_reason, "I was ill")
