from odoo.tests import tagged

from odoo.addons.volunteer_valuation.tests.forgetting_common import count_words

from .own_data_common import ERASE, PRIVACY, OwnDataCommon

SECRET = "Zwyntoria"


@tagged("post_install", "-at_install")
class TestOwnDataErase(OwnDataCommon):
    """Being forgotten: told before, confirmed, for good."""

    def test_it_tells_beforehand_what_would_happen(self):
        text = self._see(ERASE)
        self.assertIn("2 entries lose your name today", text)
        self.assertIn("1 entry is in the accounts", text)
        self.assertIn("<strong>12/31/2035</strong>", text)
        self.assertTrue(self.unbooked.partner_id, "Looking changes nothing")

    def test_without_the_box_nothing_happens(self):
        for form in ({}, {"confirmed": ""}, {"close_account": "1"}):
            response = self._erase(**form)
            self.assertIn('role="alert"', response.text)
            self.assertEqual(self.unbooked.partner_id, self.person)
        self.assertTrue(self.portal_user.active)

    def test_what_was_ticked_stays_ticked(self):
        def is_ticked(page):
            return "checked" in page.text.partition('id="close_account"')[2][:120]

        self.assertTrue(is_ticked(self.url_open(ERASE)))
        self.assertTrue(is_ticked(self._erase(close_account="1")))
        self.assertFalse(is_ticked(self._erase()))

    def test_the_account_stays_where_they_want_it(self):
        response = self._erase(confirmed="1")
        self.assertEqual(
            response.url.partition("/my")[2], "/volunteering/privacy?done=erased"
        )
        self.assertIn('role="status"', response.text)
        self.assertFalse((self.unbooked | self.booked).partner_id)
        self.assertEqual(self.booked.evidence_name, "Zwyntoria Bel")
        self.assertFalse(self._engagements(self.person))
        self.assertTrue(self.portal_user.active)

    def test_closing_the_account_signs_them_out(self):
        response = self._erase(confirmed="1", close_account="1")
        self.assertTrue(response.url.endswith("/volunteering/erased"))
        self.assertIn("Your account is closed", response.text)
        self.assertFalse(self.portal_user.active)
        self.assertFalse(self.person.active)
        again = self.url_open(PRIVACY, allow_redirects=False)
        self.assertIn("/web/login", again.headers["Location"])

    def test_once_the_account_is_deleted_only_the_evidence_names_them(self):
        self.booked.message_post(body=f"{SECRET}, are you sure?")
        self._prepare(self.person)
        self._erase(confirmed="1", close_account="1")
        with self.enter_registry_test_mode():
            self.env.ref("base.ir_cron_res_users_deletion").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(self.person.exists())
        # Odoo tells them that their sign-in changed; such mails go once they are sent.
        self.env["mail.mail"].search(
            [("email_to", "like", SECRET), ("auto_delete", "=", True)]
        ).unlink()
        self.assertEqual(
            count_words(self.env, SECRET), {"volunteer_time_entry.evidence_name": 1}
        )

    def test_it_is_logged_without_the_name(self):
        self._erase(confirmed="1")
        log = self.env["volunteer.erasure"].search(
            [("company_id", "=", self.association.id)]
        )
        self.assertEqual(
            (log.cause, log.erased_count, log.kept_count), ("request", 2, 1)
        )
        self.assertNotIn(self.portal_user, log.create_uid | log.write_uid)

    def test_a_second_time_finds_nothing(self):
        self._erase(confirmed="1")
        self._erase(confirmed="1")
        logs = self.env["volunteer.erasure"].search_count(
            [("company_id", "=", self.association.id)]
        )
        self.assertEqual(logs, 1)

    def test_an_internal_user_keeps_their_account(self):
        self._declare(partner_id=self.volunteer.id)
        self.authenticate("vv_volunteer", "vv_volunteer")
        self.assertNotIn("close_account", self._see(ERASE))
        self._erase(confirmed="1", close_account="1")
        self.assertTrue(self.volunteer_user.active)
        self.assertFalse(self.volunteer.volunteer_entry_ids)

    def test_it_needs_the_token_of_the_form(self):
        self.env.flush_all()
        response = self.url_open(ERASE, data={"confirmed": "1"})
        self.assertEqual(response.status_code, 400)
        self.env.invalidate_all()
        self.assertTrue(self.unbooked.partner_id)

    def test_the_time_of_the_organisation_stays_with_it(self):
        self.person.parent_id = self.member_organisation
        group = self._declare(partner_id=self.member_organisation.id, headcount=30)
        self.assertIn("Amicale du Quai stays with it", self._see(ERASE))
        self._erase(confirmed="1")
        self.assertEqual(group.partner_id, self.member_organisation)

    def test_other_people_are_not_touched(self):
        other = self._declare(partner_id=self.volunteer.id)
        self._erase(confirmed="1", partner_id=self.volunteer.id, people="1")
        self.assertEqual(other.partner_id, self.volunteer)

    def test_links_names_told_and_invitations_go(self):
        self.booked._apply({"declared_by": SECRET})
        self.unbooked._apply({"declared_by": SECRET})
        self.env["volunteer.link"]._issue_personal(self.booked.engagement_id, 30)
        invitation = self._prepare(self.person)
        self.assertTrue(invitation.line_ids)
        engagement = self.booked.engagement_id
        self._erase(confirmed="1", close_account="1")
        self.assertFalse(any((self.booked | self.unbooked).mapped("declared_by")))
        self.assertFalse(invitation.line_ids.exists())
        self.assertFalse(
            self.env["volunteer.link"].search([("engagement_id", "=", engagement.id)])
        )

    def test_names_told_at_an_event_go_with_age(self):
        told = self._declare(partner_id=False, date="2020-01-01")
        told._apply({"declared_by": SECRET})
        self.association.volunteer_anonymise_years = 3
        with self.enter_registry_test_mode():
            self.env.ref("volunteer_valuation.ir_cron_expire").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(told.declared_by)
