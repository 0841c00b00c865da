from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from .common import DeclarationCommon


@freeze_time("2026-03-15 10:00")
class TestDeclaration(DeclarationCommon):
    """What somebody gave in 2025, told in March 2026."""

    # ----- hours -----
    def test_truth_table(self):
        for here, elsewhere, is_eligible in (
            (199, (), False),
            (200, (), True),
            (100, (100,), True),
            (99, (101,), True),
            (67, (67, 66), False),
            (40, (160,), True),
            (40, (80, 80), False),
        ):
            with self.subTest(here=here), self.env.cr.savepoint() as savepoint:
                self._give(here)
                declaration = self._declare(*elsewhere)
                self.assertEqual(declaration.total_hours, here + sum(elsewhere))
                self.assertEqual(
                    declaration.best_association_hours, max(here, *elsewhere, 0)
                )
                self.assertIs(declaration.is_eligible, is_eligible)
                self.assertIs(bool(declaration.missing), not is_eligible)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_time_in_no_capacity_does_not_count(self):
        self._give(300, capacity="none")
        declaration = self._declare()
        self.assertEqual(declaration.total_hours, 0)
        self.assertFalse(declaration.is_eligible)
        self.assertFalse(declaration.line_ids)

    def test_only_what_is_approved_counts(self):
        self._give(10)
        self._give(5, day=date(2025, 5, 1))[:1].action_refuse("Twice")
        self.assertEqual(self._declare().total_hours, 10)

    def test_the_year_is_the_calendar_year(self):
        inside = self._give(2, day=date(2025, 12, 31))
        inside |= self._give(3, day=date(2025, 1, 1))
        self._give(5, day=date(2026, 1, 1))
        self._give(7, day=date(2024, 12, 31))
        declaration = self._declare()
        self.assertEqual(declaration.line_ids.entry_ids, inside)
        self.assertEqual(declaration.total_hours, 5)

    def test_time_over_the_years_end_is_of_its_first_day(self):
        self._give(9, day=date(2025, 12, 31), date_end=date(2026, 1, 1))
        self.assertEqual(self._declare().total_hours, 9)
        self.assertEqual(self._declare(year=2026).total_hours, 0)

    def test_two_associations_of_this_server(self):
        self._engage(self.volunteer, self.other_association, office="Secretary")
        self._give(120)
        self._give(80, company=self.other_association)
        declaration = self._declare()
        self.assertEqual(
            dict(
                declaration.line_ids.mapped(lambda line: (line.company_id, line.hours))
            ),
            {self.association: 120, self.other_association: 80},
        )
        self.assertTrue(declaration.is_eligible)

    def test_missing_tells_how_much(self):
        self._give(128)
        declaration = self._declare()
        self.assertIn("72 h more", declaration.missing)
        self.assertNotIn("one and the same", declaration.missing)

    # ----- the person -----
    def test_too_young_is_told_not_refused(self):
        self._give(200)
        declaration = self._declare()
        declaration.birthdate = date(2010, 1, 1)
        self.assertTrue(declaration.is_eligible)
        self.assertIn("age of 16", declaration.missing)
        declaration.is_apprentice = True
        self.assertFalse(declaration.missing)
        declaration.action_ask()

    def test_birthday_of_sixteen_within_the_year(self):
        self._give(200)
        declaration = self._declare()
        declaration.birthdate = date(2009, 12, 31)
        self.assertFalse(declaration.missing)
        declaration.birthdate = date(2010, 1, 1)
        self.assertTrue(declaration.missing)

    def test_retired_is_informed_not_refused(self):
        self._give(200)
        declaration = self._declare()
        declaration.is_retired = True
        self.assertIn("volunteering only", declaration.missing)
        declaration.action_ask()

    def test_what_the_association_lacks_is_told(self):
        self._give(200)
        self.association.company_registry = False
        self.assertIn("SIRET", self._declare().missing)

    # ----- nobody but the person -----
    def test_nobody_declares_for_others(self):
        for user in (self.manager_user, self.validator_user, self.stranger_user):
            with self.assertRaises(AccessError):
                self.declarations.with_user(user).create(
                    {"partner_id": self.volunteer.id, "year": 2025}
                )

    def test_nobody_reads_or_changes_that_of_others(self):
        declaration = self._declare(10)
        self._give(10)
        for user in (self.manager_user, self.validator_user, self.treasurer_user):
            other = declaration.with_user(user)
            self.assertFalse(other.search([("id", "=", declaration.id)]))
            for attempt in (
                lambda d: d.read(["total_hours"]),
                lambda d: d.write({"is_retired": True}),
                lambda d: d.unlink(),
                lambda d: d.action_refresh(),
                lambda d: d.action_ask(),
                lambda d: d.line_ids.read(["hours"]),
            ):
                with self.assertRaises(AccessError):
                    attempt(other)

    def test_portal_users_have_no_access(self):
        portal = self._create_user("cec_portal", "base.group_portal")
        for model in ("volunteer.cec.declaration", "volunteer.cec.declaration.line"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(portal).search([])

    def test_one_for_each_year(self):
        self._declare()
        with self.assertRaises(Exception) as refusal, self.env.cr.savepoint():
            self._declare()
        self.assertIn("person_year_uniq", str(refusal.exception))

    def test_years_that_are_to_come_or_without_rule(self):
        with self.assertRaisesRegex(ValidationError, "2027"):
            self._declare(year=2027)
        with self.assertRaisesRegex(UserError, "2018"):
            self._declare(year=2018)

    # ----- what they tell -----
    def test_hours_here_are_counted_not_told(self):
        self._give(10)
        declaration = self._declare()
        with self.assertRaisesRegex(UserError, "approved time"):
            declaration.line_ids.hours = 200
        for field, value in (
            ("company_id", self.association.id),
            ("state", "attested"),
            ("entry_ids", []),
            ("fingerprint", "x"),
            ("answered_by_id", self.volunteer_user.id),
        ):
            with self.subTest(field=field), self.assertRaises(AccessError):
                declaration.write(
                    {
                        "line_ids": [
                            Command.create({"association_name": "X", field: value})
                        ]
                    }
                )
            with self.assertRaises(AccessError):
                declaration.line_ids.with_context(**{f"default_{field}": value}).write(
                    {field: value}
                )
        line = declaration.line_ids.with_context(default_state="attested").create(
            {"declaration_id": declaration.id, "association_name": "X", "hours": 3}
        )
        self.assertEqual(line.state, "told")

    def test_wrong_words_about_other_associations(self):
        declaration = self._declare()
        for values, words in (
            ({"hours": 3}, "which association"),
            ({"association_name": " ", "hours": 3}, "which association"),
            ({"association_name": "X", "rna": "442012345"}, "RNA"),
        ):
            with self.assertRaisesRegex(ValidationError, words):
                declaration.write({"line_ids": [Command.create(values)]})

    def test_refresh_takes_what_was_approved_since(self):
        self._give(10)
        declaration = self._declare(40)
        later = self._give(5, day=date(2025, 6, 1))
        self.assertEqual(declaration.total_hours, 50)
        declaration.action_refresh()
        self.assertEqual(declaration.total_hours, 55)
        later.action_refuse("Twice")
        declaration.action_refresh()
        self.assertEqual(declaration.total_hours, 50)
        self.assertEqual(len(declaration.line_ids), 2)

    def test_a_line_names_its_person_whoever_computes_it(self):
        self._give(120)
        portal = self._create_user("portal_member", "base.group_portal")
        declaration = self.declarations.create(
            {"partner_id": self.volunteer.id, "year": 2025}
        )
        line = declaration.line_ids
        self.env.add_to_compute(line._fields["partner_id"], line)
        self.declarations.with_user(portal).env.flush_all()
        line.invalidate_recordset()
        self.assertEqual(line.partner_id, self.volunteer)
