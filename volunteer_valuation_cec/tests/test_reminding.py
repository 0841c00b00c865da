from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .common import DeclarationCommon


@tagged("post_install", "-at_install")
class TestReminding(DeclarationCommon, MailCase):
    """Once a year, to those who want it, have the hours or nearly, and have not asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].search([("cec_wants_reminder", "=", True)]).write(
            {"cec_wants_reminder": False}
        )
        cls.volunteer.cec_wants_reminder = True

    def setUp(self):
        super().setUp()
        with freeze_time("2026-01-10"):
            self._give(160)

    def _remind(self, day="2026-05-10"):
        """What the job of that day sends: the addresses."""
        cron = self.env.ref("volunteer_valuation_cec.ir_cron_remind")
        self.env.flush_all()
        with (
            freeze_time(f"{day} 03:00:00"),
            self.mock_mail_gateway(),
            self.enter_registry_test_mode(),
        ):
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
            self.env["mail.mail"].search([("state", "=", "outgoing")]).send()
        return sorted(address for mail in self._mails for address in mail["email_to"])

    def assertReminded(self, *users, day="2026-05-10"):
        expected = sorted(f'"{user.name}" <{user.email}>' for user in users)
        self.assertEqual(self._remind(day), expected)

    def test_once_by_mail_and_activity(self):
        self.assertReminded(self.volunteer_user)
        self.assertIn("/my/cec", self._mails[0]["body"])
        activity = self._find_activity()
        self.assertEqual(activity.user_id, self.volunteer_user)
        self.assertEqual(activity.date_deadline, date(2026, 6, 30))
        self.assertReminded(day="2026-05-11")
        self.assertFalse(
            self.env["volunteer.cec.declaration"].search(
                [("partner_id", "=", self.volunteer.id)]
            )
        )

    def _find_activity(self, **context):
        asking = self.env.ref("volunteer_valuation_cec.mail_activity_type_to_ask")
        return self.env["mail.activity"].search(
            [("activity_type_id", "=", asking.id)], order="id desc", limit=1
        )

    def test_nobody_else_learns_of_it(self):
        """It may tell of hours given elsewhere, and that one wants to know."""
        self.assertReminded(self.volunteer_user)
        activity = self._find_activity()
        self.assertFalse(activity.res_model or activity.res_id)
        about = [
            ("model", "in", ("res.partner", "volunteer.engagement")),
            ("subject", "like", "compte d'engagement citoyen"),
        ]
        self.assertFalse(self.env["mail.message"].search(about))
        for user in (self.manager_user, self.approver_user, self.validator_user):
            activities = self.env["mail.activity"].with_user(user)
            self.assertNotIn(activity, activities.search([]))
            mails = self.env["mail.message"].with_user(user)
            self.assertFalse(mails.search(about[1:]))

    def test_again_the_year_after(self):
        self.assertReminded(self.volunteer_user)
        with freeze_time("2027-01-10"):
            self._give(160, day=date(2026, 3, 1))
        self.assertReminded(self.volunteer_user, day="2027-05-10")

    def test_only_near_the_deadline(self):
        self.assertReminded(day="2026-04-30")
        self.assertReminded(day="2026-07-01")
        self.assertReminded(self.volunteer_user, day="2026-05-01")

    def test_only_those_who_want_it(self):
        self.volunteer.cec_wants_reminder = False
        self.assertReminded()

    def test_only_those_who_have_the_hours_or_nearly(self):
        self.env["volunteer.cec.rule"]._get_rule(2025).reminder_hours = 161
        self.assertReminded()

    def test_not_those_who_asked(self):
        with freeze_time("2026-04-01"):
            self._declare().action_ask()
        self.assertReminded()

    def test_valideur_is_told_once_what_waits(self):
        with freeze_time("2026-04-01"):
            self._declare().action_ask()
        self.assertReminded(day="2026-10-30")
        self.assertReminded(self.validator_user, day="2026-11-01")
        self.assertIn("for 2025: 1.", self._mails[0]["body"])
        self.assertRegex(self._mails[0]["body"], r"until (12/31/2026|Dec 31, 2026)")
        self.assertReminded(day="2026-11-02")

    def test_valideur_is_not_told_where_nothing_waits(self):
        self.assertReminded(day="2026-11-01")
