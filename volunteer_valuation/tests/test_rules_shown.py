from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .rules_common import RulesCommon

CONFIRM = "volunteer_valuation.mail_activity_confirm_rule"


@tagged("post_install", "-at_install")
class TestDayOne(RulesCommon):
    """Nothing is valued, it says so, and one button changes that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.unlink()

    def _value(self, user):
        return self._call(user, self.rules, "action_value_at_minimum_wage")

    def _get_rules(self):
        return self.rules.search([("company_id", "=", self.association.id)])

    def test_only_treasurers(self):
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.manager_user,
            self._create_user("portal", "base.group_portal"),
        ):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._value(user)
        self.assertFalse(self._get_rules())

    def test_values_what_was_approved_and_not_valued(self):
        approved = self._approve(hours=2)
        submitted = self._declare()
        submitted.action_submit()
        statutory = self._approve(activity_id=self.board.id)
        elsewhere = self._approve(
            company_id=self.other_association.id, activity_id=False
        )
        action = self._value(self.treasurer_user)
        rule = self.rules.browse(action["res_id"])
        self.assertEqual(rule, self._get_rules())
        self.assertEqual((rule.method, rule.coefficient), ("reference", 1))
        self.assertEqual(rule.reference_id, self.smic)
        self.assertEqual(
            (approved.rule_id, approved.hourly_rate, approved.amount),
            (rule, 11.88, 23.76),
        )
        self.assertIn("Valued anew", str(approved.message_ids.body))
        self.assertFalse((submitted | statutory | elsewhere).rule_id)

    def test_leaves_the_treasurer_an_activity(self):
        action = self._value(self.treasurer_user)
        activity = self.rules.browse(action["res_id"]).activity_ids
        self.assertEqual(activity.activity_type_id, self.env.ref(CONFIRM))
        self.assertEqual(activity.user_id, self.treasurer_user)

    def test_a_second_click_changes_nothing(self):
        first = self._value(self.treasurer_user)
        second = self._value(self.treasurer_user)
        self.assertEqual(first["res_id"], second["res_id"])
        self.assertEqual(len(self._get_rules()), 1)
        self.assertEqual(len(self._get_rules().activity_ids), 1)

    def test_an_association_that_has_rules_keeps_them(self):
        rule = self._create_rule()
        action = self._value(self.treasurer_user)
        self.assertEqual(action["res_id"], rule.id)
        self.assertEqual(self._get_rules(), rule)


@tagged("post_install", "-at_install")
class TestPreview(RulesCommon):
    """The rule form shows what a given level and day would give."""

    def _open(self, rule):
        return Form(rule.with_user(self.treasurer_user))

    def test_level_and_day(self):
        rule = self._create_smic_rule(level_id=self.level.id, coefficient=2)
        form = self._open(rule)
        form.preview_date = date(2026, 5, 31)
        self.assertEqual(form.preview_text, "24.0400 EUR per hour")
        form.preview_date = date(2026, 6, 1)
        self.assertEqual(form.preview_text, "24.6200 EUR per hour")
        form.preview_date = date(2014, 6, 1)
        self.assertEqual(form.preview_text, "SMIC has no value on that day.")
        form.preview_date = date(2025, 3, 12)
        form.preview_level_id = self.env["volunteer.level"].create({"name": "Other"})
        self.assertEqual(
            form.preview_text, "This rule does not apply to that level on that day."
        )

    def test_follows_what_is_typed_before_it_is_saved(self):
        with self._open(self._create_rule()) as form:
            form.amount = 30
            self.assertEqual(form.preview_text, "30.0000 EUR per hour")
            form.charge_rate = 0.42
            self.assertEqual(form.preview_text, "42.6000 EUR per hour")
            form.date_to = date(2020, 1, 1)
            form.preview_date = date(2025, 1, 1)
            self.assertEqual(
                form.preview_text, "This rule does not apply to that level on that day."
            )
            form.date_to = False

    def test_a_new_rule(self):
        form = Form(self.rules.with_user(self.treasurer_user))
        form.method = "reference"
        form.preview_date = date(2025, 3, 12)
        self.assertEqual(
            form.preview_text, "The reference rate has no value on that day."
        )
        form.reference_id = self.smic
        self.assertEqual(form.preview_text, "11.8800 EUR per hour")

    def test_french_numbers(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        rule = self._create_rule(amount=1234.5).with_context(lang="fr_FR")
        text = "".join(rule.preview_text.split())  # whatever space divides thousands
        self.assertTrue(text.startswith("1234,5000"), text)
