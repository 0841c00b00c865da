from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .links_common import LinksCommon


@tagged("-at_install", "post_install")
class TestLinksReminders(LinksCommon):
    """Reminders end by one click, and the way back is on the page."""

    def setUp(self):
        super().setUp()
        self.engagement._set_reminder(True)

    def _wants_reminder(self):
        self.env.invalidate_all()
        return self.engagement.sudo().wants_reminder

    def test_one_click_ends_reminders(self):
        page = self._get(f"{self.personal_path}/stop")
        self.assertEqual(page.status_code, 200)
        self.assertIn("You get no more reminders", page.text)
        self.assertFalse(self._wants_reminder())
        page = self._post(f"{self.personal_path}/resume")
        self.assertIn("You get reminders again", page.text)
        self.assertTrue(self._wants_reminder())
        self.assertEqual(self._outcomes(self.personal), ["stopped", "resumed"])

    def test_mail_programs_end_reminders(self):
        page = self._post(
            f"{self.personal_path}/stop",
            csrf=False,
            **{"List-Unsubscribe": "One-Click"},
        )
        self.assertEqual(page.status_code, 200)
        self.assertFalse(self._wants_reminder())

    def test_old_mails_end_reminders_too(self):
        self.personal.date_start = fields.Date.today() - timedelta(days=60)
        self.personal.date_end = fields.Date.today() - timedelta(days=30)
        self.assertEqual(self._get(self.personal_path).status_code, 404)
        self.assertEqual(self._get(f"{self.personal_path}/stop").status_code, 200)
        self.assertFalse(self._wants_reminder())

    def test_other_links_end_no_reminders(self):
        revoked = f"{self.personal_path}/stop"
        self.personal.action_revoke()
        for path in (
            revoked,
            f"{self.stall_path}/stop",
            f"/volunteering/{'x' * 43}/stop",
        ):
            page = self._get(path)
            self.assertEqual(page.status_code, 404)
            self.assertIn("This link opens nothing", page.text)
        self.assertTrue(self._wants_reminder())
        self.assertEqual(self._outcomes(), ["unknown"] * 3)

    def test_opening_resume_changes_nothing(self):
        self.engagement._set_reminder(False)
        self.assertEqual(self._get(f"{self.personal_path}/resume").status_code, 405)
        self.assertFalse(self._wants_reminder())
