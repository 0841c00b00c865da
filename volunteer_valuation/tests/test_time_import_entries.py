from collections import Counter
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.benevalibre import HOURS, PENDING
from .time_import_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportEntries(ImportCase):
    """Guards, approval, and what happened here between two imports."""

    def test_equal_rows_are_both_kept(self):
        entries = self._import({}, {})
        self.assertEqual(len(entries), 2)
        self.assertEqual(sum(entries.mapped("hours")), 7.0)
        self.assertFalse(self._import({}, {}))
        self.assertEqual(len(self._import({}, {}, {})), 1)

    def test_of_equal_rows_as_many_are_approved_as_were_validated(self):
        pending = {PENDING: "True"}
        self._import({}, pending)
        self._import(pending, {})
        states = Counter(self._get_entries().mapped("state"))
        self.assertEqual(states, {"approved": 1, "submitted": 1})
        self._import({}, {})
        self.assertEqual(set(self._get_entries().mapped("state")), {"approved"})

    def test_guards_make_error_lines(self):
        self.env["volunteer.engagement"].create(
            {
                "partner_id": self.volunteer.id,
                "company_id": self.association.id,
                "state": "ended",
            }
        )
        for change, sentence in [
            ({"Date": "2026-11-22"}, "still to come"),
            ({"Date": "1899-12-31"}, "the oldest day"),
            ({"Date de fin": "2025-12-03"}, "before the first one"),
            ({HOURS: "0", "Distance (en km)": ""}, "how long it took"),
            ({HOURS: "-1"}, "cannot be negative"),
            ({HOURS: "24.01"}, "24 hours"),
            ({HOURS: "1e308"}, "24 hours"),
            ({HOURS: "1e999"}, "not a number"),
            ({"Distance (en km)": "-1"}, "distance must be"),
            ({"Prénom": "Volunteer", "Nom": ""}, "has ended"),
        ]:
            with self.subTest(change=change):
                check = self._check({"Titre": "good"}, change, {"Titre": "last"})
                self.assertEqual(check.error_count, 1)
                self.assertEqual(check.create_count, 2)
                self.assertEqual(check.line_ids[0].number, 3)
                self.assertIn(sentence, check.line_ids[0].problem)
                self.assertFalse(any(check.line_ids[1:].mapped("problem")))
                with self.assertRaisesRegex(UserError, f"line 3: .*{sentence}"):
                    self._import({"Titre": "good"}, change, {"Titre": "last"})
                self.assertFalse(self._get_entries())

    def test_every_bad_line_is_found(self):
        changes = [
            {"Titre": str(i), HOURS: "1"} | ({"Date": "2027-01-01"} if i % 5 else {})
            for i in range(23)
        ]
        check = self._check(*changes)
        bad = check.line_ids.filtered(lambda line: line.outcome == "error")
        self.assertEqual(bad.mapped("number"), [i + 2 for i in range(23) if i % 5])

    def test_hours_of_a_day_add_up_in_the_order_of_the_file(self):
        rows = [{HOURS: "10", "Titre": title} for title in "abc"]
        check = self._check(*rows)
        self.assertEqual(check.error_count, 1)
        self.assertEqual(check.line_ids[0].number, 4)
        self.assertIn("a day has 24", check.line_ids[0].problem)

    def test_zero_hours_with_a_distance(self):
        entry = self._import({HOURS: "0.0"})
        self.assertEqual((entry.hours, entry.distance), (0.0, 12.5))

    def test_several_days(self):
        entry = self._import({"Date de fin": "2025-12-06", HOURS: "26"})
        self.assertEqual(entry.date_end, date(2025, 12, 6))

    def test_booked_period(self):
        self._set_up_books()
        self._approve(date=date(2025, 12, 1))
        booking = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        )
        booking.action_post()
        later = {"Date": "2026-01-02", "Titre": "later"}
        check = self._check({}, later)
        self.assertEqual(check.error_count, 1)
        self.assertIn("already booked", check.line_ids[0].problem)
        entries = self._import({}, later, late_reason="Found in a drawer")
        self.assertEqual(
            {entry.date.year: entry.late_reason for entry in entries},
            {2025: "Found in a drawer", 2026: False},
        )

    def test_association_that_trusts(self):
        self.association.volunteer_approval = "none"
        check = self._check({PENDING: "True"})
        self.assertEqual(check.line_ids.outcome, "approved")
        self.assertEqual(self._import({PENDING: "True"}).state, "approved")

    def test_managers_own_time(self):
        """Somebody else validated it over there."""
        own = {"Prénom": "Manager", "Nom": ""}
        entry = self._import(own)
        self.assertEqual(entry.partner_id, self.manager_user.partner_id)
        self.assertEqual(entry.state, "approved")
        self.assertEqual(entry.approved_by_id, self.manager_user)

    def _import_pending(self):
        return self._import({PENDING: "True"})

    def _assert_left_alone(self, entry, state):
        check = self._check({})
        self.assertEqual(check.line_ids.outcome, "kept")
        self.assertEqual(check.unchanged_count, 1)
        self.assertFalse(self._import({}))
        self.assertEqual(entry.state, state)

    def test_changed_here_since(self):
        """Never approve other figures than those that were validated."""
        for values in (
            {"hours": 200.0, "date_end": date(2025, 12, 31)},
            {"date": date(2025, 12, 3)},
            {"headcount": 30},
            {"distance": 900.0},
            {"name": "Something else"},
        ):
            with self.subTest(values=values):
                entry = self._import_pending()
                entry.with_user(self.manager_user).write(values)
                self._assert_left_alone(entry, "submitted")
                entry.unlink()

    def test_reassigned_here_since(self):
        """Telling who a pseudonym is takes nothing from what was validated."""
        pseudo = {"Prénom": "", "Nom": "", "Pseudo": "pseudo13"}
        entry = self._import(pseudo | {PENDING: "True"})
        entry.partner_id = self.person
        self._import(pseudo)
        self.assertEqual(entry.state, "approved")
        self.assertEqual(entry.partner_id, self.person)

    def test_refused_here_since(self):
        entry = self._import_pending()
        entry.action_refuse("Counted twice")
        self._assert_left_alone(entry, "refused")

    def test_withdrawn_here_since(self):
        entry = self._import_pending()
        entry.action_withdraw()
        self._assert_left_alone(entry, "draft")

    def test_renamed_here_since(self):
        """Rows that were imported make nothing new, even under their old names."""
        entry = self._import({"Projet": "Atelier vélo"}).sudo()
        entry.project_id.name = "Bicycles"
        entry.partner_id.name = "Maëlys Martin"
        before = self._count_everything()
        check = self._check({"Projet": "Atelier vélo"})
        self.assertFalse(check.match_ids)
        self._import({"Projet": "Atelier vélo"})
        self.assertEqual(self._count_everything(), before)

    def test_followers_are_told_once_and_only_of_what_waits(self):
        engagement = self.env["volunteer.engagement"].create(
            {
                "partner_id": self.person.id,
                "company_id": self.association.id,
                "approver_id": self.approver_user.id,
            }
        )
        told = len(engagement.message_ids)
        self._import({}, {"Titre": "second"})
        self.assertFalse(engagement.activity_ids)
        self.assertEqual(len(engagement.message_ids), told, "opened, then closed")
        self._check({PENDING: "True", "Titre": "third"})
        self.assertFalse(engagement.activity_ids)
        self._import(*({PENDING: "True", "Titre": str(i)} for i in range(4)))
        self.assertEqual(len(engagement.activity_ids), 1)

    def test_each_association_for_itself(self):
        """The same file, taken in by another association, is another association's time."""
        self._import({})
        self.manager_user.company_ids += self.other_association
        wizard = self._prepare({}, company_id=self.other_association.id)
        with self.assertRaises(AccessError, msg="not among those worked in now"):
            wizard.action_import()
        both = self.manager_user.company_ids.ids
        wizard = wizard.with_context(allowed_company_ids=both)
        wizard.action_import()
        self.assertEqual(wizard.entry_ids.company_id, self.other_association)
