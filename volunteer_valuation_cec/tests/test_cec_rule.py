from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import mute_logger


class TestCecRule(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["volunteer.cec.rule"]

    def test_each_year_has_the_rule_of_its_time(self):
        self.assertEqual(self.rules._get_rule(2023).existence_years, 3)
        self.assertEqual(self.rules._get_rule(2024).existence_years, 1)
        self.assertEqual(self.rules._get_rule(2025).existence_years, 1)

    def test_next_years_law_is_one_more_record(self):
        self.rules._get_rule(2025).copy(
            {"year_from": 2031, "total_hours": 150, "declaration_month": 9}
        )
        self.assertEqual(self.rules._get_rule(2030)._get_thresholds().total_hours, 200)
        later = self.rules._get_rule(2032)
        self.assertEqual(later._get_thresholds().total_hours, 150)
        self.assertEqual(later._get_declaration_deadline(2032), date(2033, 9, 30))

    def test_deadlines_are_in_the_year_after(self):
        rule = self.rules._get_rule(2025)
        self.assertEqual(rule._get_declaration_deadline(2025), date(2026, 6, 30))
        self.assertEqual(rule._get_attestation_deadline(2025), date(2026, 12, 31))

    def test_a_year_without_rule_is_told(self):
        with self.assertRaisesRegex(UserError, "2016"):
            self.rules._get_rule(2016)

    def test_deadlines_are_days(self):
        rule = self.rules._get_rule(2025)
        for values in (
            {"declaration_day": 31},
            {"attestation_month": 13},
            {"attestation_month": 0},
            {"attestation_month": 5},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                rule.write(values)

    @mute_logger("odoo.sql_db")
    def test_one_rule_from_a_year_on(self):
        with self.assertRaises(Exception) as refusal:
            self.rules._get_rule(2025).copy({"year_from": 2024})
        self.assertIn("year_from_uniq", str(refusal.exception))

    def test_managers_write_it_others_read_it(self):
        rule = self.rules._get_rule(2025)
        manager = new_test_user(
            self.env, "cec_manager", "volunteer_valuation.group_volunteer_manager"
        )
        rule.with_user(manager).amount = 250
        volunteer = new_test_user(self.env, "cec_volunteer", "base.group_user")
        self.assertEqual(rule.with_user(volunteer).amount, 250)
        with self.assertRaises(AccessError):
            rule.with_user(volunteer).amount = 1
        portal = new_test_user(self.env, "cec_portal", "base.group_portal")
        with self.assertRaises(AccessError):
            rule.with_user(portal).read(["amount"])
