from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .rules_common import RulesCommon


@tagged("post_install", "-at_install")
class TestRules(RulesCommon):
    """Which rule wins, what it gives, and what is said where none does."""

    # ------------------------------------------------------------------
    # What a rule gives
    # ------------------------------------------------------------------
    def test_fixed(self):
        entry = self._approve(hours=95 / 60)
        self.assertEqual((entry.rule_id, entry.hourly_rate), (self.rule, 25))
        self.assertEqual(entry.amount, 39.58)

    def test_charges(self):
        self.rule.charge_rate = 0.42
        entry = self._approve(hours=2)
        self.assertEqual((entry.hourly_rate, entry.amount), (35.5, 71))

    def test_reference_times_coefficient_and_charges(self):
        self._create_smic_rule(coefficient=1.5, charge_rate=0.42)
        entry = self._approve(hours=10)
        self.assertEqual(entry.hourly_rate, 25.3044)
        self.assertEqual(entry.amount, 253.04)

    def test_group(self):
        entry = self._approve(hours=14, headcount=30)
        self.assertEqual((entry.total_hours, entry.amount), (420, 10500))

    def test_the_day_of_the_work_decides(self):
        self._create_smic_rule()
        for day, rate in [
            (date(2015, 1, 1), 9.61),
            (date(2022, 4, 30), 10.57),
            (date(2022, 5, 1), 10.85),
            (date(2022, 7, 31), 10.85),
            (date(2022, 8, 1), 11.07),
            (date(2022, 12, 31), 11.07),
            (date(2026, 5, 31), 12.02),
            (date(2026, 6, 1), 12.31),
        ]:
            with self.subTest(day=day):
                self.assertEqual(self._approve(date=day).hourly_rate, rate)

    def test_several_days_belong_to_the_first(self):
        self._create_smic_rule()
        entry = self._approve(date=date(2022, 4, 30), date_end=date(2022, 5, 2))
        self.assertEqual(entry.hourly_rate, 10.57)

    # ------------------------------------------------------------------
    # Which rule wins
    # ------------------------------------------------------------------
    def test_lowest_sequence_that_matches(self):
        expert = self._create_rule(level_id=self.level.id, amount=40, sequence=5)
        dear = self._create_rule(level_id=self.level.id, amount=90, sequence=6)
        self.assertEqual(self._approve(level_id=self.level.id).rule_id, expert)
        self.assertEqual(self._approve().rule_id, self.rule)
        dear.sequence = 4
        self.assertEqual(self._approve(level_id=self.level.id).rule_id, dear)
        self.rule.sequence = 1
        self.assertEqual(self._approve(level_id=self.level.id).rule_id, self.rule)

    def test_conditions(self):
        student = self.env["volunteer.status"].create({"name": "Student"})
        for field, record in [
            ("status_id", student),
            ("level_id", self.level),
            ("activity_id", self.activity),
            ("project_id", self.project),
        ]:
            with self.subTest(field=field):
                rule = self._create_rule(**{field: record.id})
                self.assertEqual(self._approve(**{field: record.id}).rule_id, rule)
                without = self._approve(**{field: False})
                self.assertEqual(without.rule_id, self.rule)
                rule.action_archive()

    def test_validity(self):
        rule = self._create_rule(date_from=date(2025, 3, 12), date_to=date(2025, 3, 13))
        for day, expected in [
            (date(2025, 3, 11), self.rule),
            (date(2025, 3, 12), rule),
            (date(2025, 3, 13), rule),
            (date(2025, 3, 14), self.rule),
        ]:
            with self.subTest(day=day):
                self.assertEqual(self._approve(date=day).rule_id, expected)

    def test_another_associations_rule_never_matches(self):
        self._create_rule(company_id=self.other_association.id)
        self.assertEqual(self._approve().rule_id, self.rule)
        for_all = self._create_rule(company_id=False)
        self.assertEqual(self._approve().rule_id, for_all)

    def test_each_entry_of_a_batch_has_the_rule_of_its_association(self):
        theirs = self._create_rule(company_id=self.other_association.id, amount=7)
        ours = self._declare()
        elsewhere = self._declare(
            company_id=self.other_association.id, activity_id=False
        )
        entries = ours | elsewhere
        entries.action_submit()
        entries.action_approve()
        self.assertEqual([e.rule_id for e in entries], [self.rule, theirs])

    def test_archived_rules_do_not_value(self):
        self.rule.action_archive()
        self.assertFalse(self._approve().rule_id)

    def test_a_reference_in_another_currency_values_nothing(self):
        self._create_smic_rule()
        dollar = self.env.ref("base.USD")
        dollar.active = True
        company = self._create_association("Across the Ocean")
        company.currency_id = dollar
        self._create_smic_rule(company_id=False)
        entry = self._approve(company_id=company.id, activity_id=False)
        self.assertFalse(entry.rule_id)
        self.assertEqual(entry.unvalued_reason, "no rule on 12 March 2025")

    # ------------------------------------------------------------------
    # Never a silent zero
    # ------------------------------------------------------------------
    def _check_unvalued(self, entry, reason):
        self.assertFalse(entry.rule_id)
        self.assertFalse(entry.is_valued)
        self.assertEqual((entry.hourly_rate, entry.amount), (0, 0))
        self.assertEqual(entry.unvalued_reason, reason)
        unvalued = entry.search([("is_valued", "=", False), ("id", "=", entry.id)])
        self.assertEqual(unvalued, entry)

    def test_no_rule(self):
        self.rule.action_archive()
        self._check_unvalued(
            self._approve(level_id=self.level.id),
            "no rule for level Expert on 12 March 2025",
        )
        self._check_unvalued(self._approve(), "no rule on 12 March 2025")

    def test_activity_or_status_is_not_valued(self):
        self._check_unvalued(
            self._approve(activity_id=self.board.id), "“Board” is not valued"
        )
        self._check_unvalued(
            self._approve(status_id=self.civic_service.id),
            "“Civic service” is not valued",
        )

    def test_status_of_the_engagement(self):
        self._declare().engagement_id.status_id = self.civic_service
        self._check_unvalued(self._approve(), "“Civic service” is not valued")

    def test_day_before_the_first_value(self):
        self._create_smic_rule(name="SMIC × 1")
        self._check_unvalued(
            self._approve(date=date(2014, 12, 31)),
            "the reference of rule SMIC × 1 has no value on 31 December 2014",
        )

    def test_a_value_of_zero_values_nothing(self):
        reference = self.env["volunteer.reference.rate"].create(
            {"name": "Gone", "currency_id": self.euro.id}
        )
        self.env["volunteer.reference.rate.value"].create(
            {
                "reference_id": reference.id,
                "valid_from": date(2020, 1, 1),
                "amount": 0,
            }
        )
        self._create_smic_rule(name="Gone", reference_id=reference.id)
        self._check_unvalued(
            self._approve(),
            "the reference of rule Gone has no value on 12 March 2025",
        )

    def test_approved_before_the_rule(self):
        self.rule.action_archive()
        entry = self._approve()
        self._create_rule(name="Ten")
        entry.invalidate_recordset(["unvalued_reason"])
        self.assertEqual(
            entry.unvalued_reason, "approved before rule Ten: value it anew"
        )

    def test_no_reason_where_there_is_a_value_or_no_approval(self):
        self.assertFalse(self._approve().unvalued_reason)
        self.rule.action_archive()
        self.assertFalse(self._declare().unvalued_reason)

    def test_a_rule_says_something(self):
        for values, sentence in [
            ({"amount": 0}, "would value time at nothing"),
            ({"amount": 0.00001}, "would value time at nothing"),
            ({"method": "reference"}, "Choose the reference rate of “Rule”."),
            (
                {
                    "method": "reference",
                    "reference_id": self.smic.id,
                    "coefficient": 0,
                },
                "would value time at nothing",
            ),
        ]:
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, sentence),
            ):
                self._create_rule(**values)

    def test_numbers_beyond_reason(self):
        for values in (
            {"amount": -1},
            {"charge_rate": 42},
            {"charge_rate": -0.1},
            {"coefficient": -1},
            {"date_from": date(2025, 2, 1), "date_to": date(2025, 1, 1)},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(IntegrityError, "volunteer_valuation_rule_"),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._create_rule(**values)

    # ------------------------------------------------------------------
    # What was approved does not move
    # ------------------------------------------------------------------
    def test_changing_or_archiving_a_rule_moves_nothing_approved(self):
        entry = self._approve(hours=2)
        before = (entry.rule_id, entry.hourly_rate, entry.amount)
        self.rule.write({"amount": 99, "charge_rate": 1, "name": "Changed"})
        self.rule.action_archive()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((entry.rule_id, entry.hourly_rate, entry.amount), before)
        self.assertTrue(entry.is_valued)

    def test_a_new_value_of_the_reference_moves_nothing_approved(self):
        self._create_smic_rule()
        entry = self._approve()
        value = self.smic.value_ids.filtered(
            lambda value: value.valid_from == date(2024, 11, 1)
        )
        value.amount = 99
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(entry.hourly_rate, 11.88)
        value.unlink()
        self.assertEqual(entry.hourly_rate, 11.88)

    def test_what_is_in_use_is_archived_not_deleted(self):
        student = self.env["volunteer.status"].create({"name": "Student"})
        task = self.env["project.task"].create(
            {"name": "Solder", "project_id": self.project.id}
        )
        lone_project = self.env["project.project"].create({"name": "Lone"})
        self._approve(level_id=self.level.id, status_id=student.id, task_id=task.id)
        self._declare(project_id=lone_project.id)
        for record, sentence in [
            (
                self.activity,
                "This activity is used by time entries: archive it instead.",
            ),
            (self.level, "This level is used by time entries: archive it instead."),
            (student, "This status is used by time entries: archive it instead."),
            (self.rule, "This rule has valued time entries: archive it instead."),
            (task, "Volunteers gave time to this task: archive it instead."),
            (lone_project, "Volunteers gave time to this project: archive it instead."),
        ]:
            with self.subTest(model=record._name):
                self.assertEqual(self._find_refusal(record.unlink), sentence)
                record.action_archive()
                self.assertFalse(record.active)

    def test_what_is_not_in_use_is_deleted(self):
        for record in (self.level, self.board, self.civic_service, self.rule):
            record.unlink()
            self.assertFalse(record.exists())

    # ------------------------------------------------------------------
    # Value anew
    # ------------------------------------------------------------------
    def test_revaluing_is_open_and_leaves_a_trace(self):
        entry = self._approve(hours=2)
        draft = self._declare()
        self.rule.amount = 30
        treasurer = self.treasurer_user
        self._call(treasurer, entry, "action_revalue")
        self.assertEqual((entry.hourly_rate, entry.amount), (30, 60))
        [message] = entry.message_ids
        self.assertIn("Valued anew: 25.0000 → 30.0000 per hour", str(message.body))
        self.assertIn("50.00 → 60.00 (25 an hour)", str(message.body))
        self.assertEqual(message.author_id, treasurer.partner_id)
        self._call(treasurer, entry, "action_revalue")
        self.assertEqual(len(entry.message_ids), 1)
        draft.action_revalue()
        self.assertFalse(draft.rule_id)

    def test_revaluing_where_no_rule_is_left_says_why(self):
        entry = self._approve(hours=2)
        self.rule.action_archive()
        self._call(self.treasurer_user, entry, "action_revalue")
        self._check_unvalued(entry, "no rule on 12 March 2025")
        self.assertIn("(no rule on 12 March 2025)", str(entry.message_ids.body))

    def test_revaluing_leaves_alone_what_is_booked(self):
        self._set_up_books()
        booked = self._approve(hours=2)
        self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        ).action_post()
        self.rule.amount = 30
        refusal = self._find_refusal(
            self._call, self.treasurer_user, booked, "action_revalue"
        )
        self.assertIn("is booked and can no longer be changed", refusal)
        self.rules._is_missing(self.association)
        booked._value_what_is_not_valued(self.association)
        self.assertEqual((booked.hourly_rate, booked.amount), (25, 50))
