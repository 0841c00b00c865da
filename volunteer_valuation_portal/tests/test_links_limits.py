import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.volunteer_link_use import MOST_DECLARATIONS, MOST_WRONG_TOKENS
from .links_common import LinksCommon

NO_TOKEN = "/volunteering/" + "x" * 43


@tagged("-at_install", "post_install")
class TestLinksLimits(LinksCommon):
    """What is wrong with a link is not told; uses are noted, and too many are refused."""

    def _fill_uses(self, number, **values):
        self.uses.create([{"outcome": "declared"} | values] * number)

    def _normalize(self, response):
        return re.sub(r"/volunteering/[\w-]+|csrf_token[^,]*", "", response.text)

    def test_what_opens_nothing_is_answered_alike(self):
        expired = self._create_link(name="Over")
        expired_path = f"/volunteering/{expired._issue()}"
        expired.write({"date_start": "2025-03-01", "date_end": "2025-03-02"})
        coming = self._create_link(name="Later")
        coming_path = f"/volunteering/{coming._issue()}"
        coming.date_end = fields.Date.today() + timedelta(days=30)
        coming.date_start = fields.Date.today() + timedelta(days=20)
        self.stall.action_revoke()
        self.engagement.action_end()
        self.env.flush_all()
        told = {"name": "x", "date": "2025-03-12", "hours": "1", "declared_by": "Ana"}
        for ask in (self._get, lambda path: self._post(path, **told)):
            answers = {
                (response.status_code, self._normalize(response))
                for response in map(
                    ask,
                    (
                        NO_TOKEN,
                        expired_path,
                        coming_path,
                        self.stall_path,
                        self.personal_path,
                    ),
                )
            }
            self.assertEqual(len(answers), 1)
            ((status, text),) = answers
            self.assertEqual(status, 404)
            self.assertIn("This link opens nothing", text)
        self.assertFalse(self._entries())
        self.assertEqual(self._outcomes(), ["unknown"] * 10)

    def test_uses_are_noted(self):
        self._get(self.stall_path)
        self._send(self.stall_path, declared_by="Ana")
        self._post(self.stall_path)
        self.assertEqual(
            self._outcomes(self.stall), ["opened", "declared", "opened", "refused"]
        )
        use = self.uses.search([("link_id", "=", self.stall.id)], limit=1)
        self.assertEqual(use.address, "127.0.0.1")

    def test_who_guesses_is_refused_for_an_hour(self):
        before = fields.Datetime.now() - timedelta(minutes=61)
        wrong = {"outcome": "unknown", "address": "127.0.0.1"}
        self._fill_uses(MOST_WRONG_TOKENS, **wrong, date=before)
        self._fill_uses(MOST_WRONG_TOKENS, outcome="unknown", address="127.0.0.2")
        self._fill_uses(MOST_WRONG_TOKENS - 1, **wrong)
        self.assertEqual(self._get(NO_TOKEN).status_code, 404)
        for path in (NO_TOKEN, self.stall_path, f"{self.personal_path}/stop"):
            page = self._get(path)
            self.assertEqual(page.status_code, 429)
            self.assertIn("Please wait a little", page.text)
        self.assertEqual(self._post(self.stall_path).status_code, 429)

    def test_a_link_declares_so_much_in_ten_minutes(self):
        before = fields.Datetime.now() - timedelta(minutes=11)
        self._fill_uses(MOST_DECLARATIONS, link_id=self.stall.id, date=before)
        self._fill_uses(MOST_DECLARATIONS, link_id=self.personal.id)
        self._fill_uses(MOST_DECLARATIONS - 3, link_id=self.stall.id)
        self._fill_uses(2, link_id=self.stall.id, outcome="refused")
        self._send(self.stall_path, declared_by="Ana")
        told = {"name": "x", "date": "2025-03-12", "hours": "1", "declared_by": "Bo"}
        self.assertEqual(self._post(self.stall_path, **told).status_code, 429)
        self.assertEqual(self._get(self.stall_path).status_code, 200)
        self.assertEqual(len(self._entries()), 1)

    def test_old_uses_are_forgotten(self):
        old = fields.Datetime.now() - timedelta(days=91)
        self._fill_uses(2, link_id=self.stall.id, date=old)
        self._fill_uses(1, link_id=self.stall.id)
        self.uses._gc_uses()
        self.assertEqual(len(self._outcomes(self.stall)), 1)

    def test_pages_are_kept_and_told_nowhere(self):
        for path in (self.stall_path, self.personal_path, NO_TOKEN):
            headers = self._get(path).headers
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertIn("noindex", headers["X-Robots-Tag"])

    def test_a_form_without_its_session_is_refused(self):
        told = {"name": "x", "date": "2025-03-12", "hours": "1", "declared_by": "Ana"}
        for path in (self.stall_path, f"{self.personal_path}/resume"):
            self.assertEqual(self._post(path, csrf=False, **told).status_code, 400)
        self.assertFalse(self._entries())

    def test_only_links_stand_at_these_addresses(self):
        form = self._get("/volunteering/verify")
        self.assertEqual(form.status_code, 200)
        self.assertNotIn("This link opens nothing", form.text)
        for path in ("verify/ABCD-EFGH-IJKL", "x"):
            page = self._get(f"/volunteering/{path}")
            self.assertEqual(page.status_code, 404)
            self.assertNotIn("This link opens nothing", page.text)
        self.assertFalse(self._outcomes())

    def test_managers_see_the_uses_of_their_associations(self):
        elsewhere = self._create_link(company_id=self.other_association.id, name="x")
        self._fill_uses(1, link_id=elsewhere.id)
        self._fill_uses(1, link_id=self.stall.id)
        self._fill_uses(1, outcome="unknown")
        uses = self.uses.with_user(self.manager_user).search([])
        self.assertEqual(uses.link_id, self.stall)
        for user in (self.approver_user, self.treasurer_user, self.portal_user):
            with self.assertRaises(AccessError):
                self.uses.with_user(user).search([])
        with self.assertRaises(AccessError):
            uses.unlink()
