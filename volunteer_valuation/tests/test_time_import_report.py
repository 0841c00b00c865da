from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..wizard import volunteer_time_import_report as report
from .time_import_common import ImportCase

TO_COME = {"date": date(2031, 1, 1)}
MAELYS = {"person": "Maëlys Lefèvre"}


@tagged("post_install", "-at_install")
class TestImportReport(ImportCase):
    """What a check tells, and what it costs to find what is refused."""

    @contextmanager
    def _counting_entries(self):
        """Count the entries that are tried, whether they stay or not."""
        model = self.env.registry["volunteer.time.entry"]
        insert, tried = model._insert, []

        def count(entries, vals_list):
            tried.append(len(vals_list))
            return insert(entries, vals_list)

        with patch.object(model, "_insert", count):
            yield tried

    def test_problems_are_grouped_and_counted(self):
        check = self._check_rows(
            {"hours": -1.0},
            TO_COME,
            TO_COME,
            {"date": date(2031, 1, 2)},
            {},
            TO_COME,
        )
        self.assertEqual(check.error_count, 5)
        most, least = check.problem_ids
        self.assertEqual((most.line_count, most.numbers), (4, "3–5, 7"))
        self.assertRegex(most.description, "01/01/2031 is still to come.*and the like")
        self.assertEqual((least.line_count, least.numbers), (1, "2"))
        self.assertEqual(least.description, "The duration cannot be negative.")

    def test_cells_are_grouped_by_column(self):
        check = self._check({"Date": "x"}, {"Date": "y"}, {"Distance (en km)": "z"})
        self.assertEqual(check.problem_ids.mapped("line_count"), [2, 1])

    def test_many_numbers_are_cut(self):
        rows = [TO_COME if number % 2 else {} for number in range(40)]
        check = self._check_rows(*rows)
        self.assertRegex(check.problem_ids.numbers, r"^3, 5, .*21…$")

    def test_report_is_bounded_and_tells_so(self):
        for name in ("MOST_LINES", "MOST_MATCHES", "MOST_PROBLEMS"):
            self.startPatcher(patch.object(report, name, 3))
        rows = [{"person": f"Unknown {number}"} for number in range(5)]
        rows += [{"hours": -1.0}, {"project": "A"}, {"distance": -1.0}]
        check = self._check_rows(*rows)
        self.assertEqual(check.line_count, 8)
        self.assertEqual(len(check.line_ids), 3)
        self.assertEqual(check.line_ids.mapped("number"), [7, 9, 2])
        self.assertRegex(check.note, "3 lines are shown, .* 5 more are counted")
        self.assertEqual(len(check.match_ids), 3)
        self.assertRegex(check.note, "3 names are shown, .* 3 more are not known yet")

    def test_what_must_be_answered_is_shown_first(self):
        self.startPatcher(patch.object(report, "MOST_MATCHES", 1))
        self.person.copy({"name": self.person.name})
        check = self._check_rows({"person": "Unknown"}, MAELYS)
        self.assertEqual(check.match_ids.situation, "ambiguous")

    # ------------------------------------------------------------------
    # What is refused is found without entries
    # ------------------------------------------------------------------
    def _get_refused_rows(self):
        """Rows that each another guard refuses."""
        self.env["volunteer.engagement"].create(
            {
                "partner_id": self.volunteer.id,
                "company_id": self.association.id,
                "state": "ended",
            }
        )
        self._set_up_books()
        self._approve(date=date(2025, 3, 1), hours=20.0)
        self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 3, 1),
                "date_to": date(2025, 3, 31),
            }
        ).action_post()
        return [
            TO_COME,
            {"date": date(1999, 12, 31)},
            {"date_end": date(2025, 11, 30)},
            {"hours": 25.0},
            {"hours": 0.0},
            {"hours": float("nan")},
            {"headcount": 0},
            {"distance": 1e9},
            {"person": "Volunteer"},
            {"date": date(2025, 3, 12)},
            {"state": "refused"},
            MAELYS | {"date": date(2025, 3, 1), "hours": 5.0, "late_reason": "Late"},
        ]

    def test_all_that_guards_refuse_is_found_at_once(self):
        rows = self._get_refused_rows()
        with self._counting_entries() as tried:
            check = self._check_rows({}, *rows, {})
        self.assertEqual(check.error_count, len(rows))
        self.assertEqual(tried, [2], "the good ones, in one batch")
        # The guards themselves would have said the same.
        entries = self.env["volunteer.time.entry"]
        for line, row in zip(check.line_ids, rows, strict=False):
            if row.get("state") == "refused":
                continue
            known = {"Maëlys Lefèvre": self.person, "Volunteer": self.volunteer}
            values = {
                "name": "x",
                "date": date(2025, 12, 1),
                "hours": 2.0,
                "company_id": self.association.id,
            } | {name: value for name, value in row.items() if name != "person"}
            values["partner_id"] = known.get(row.get("person"), self.person).id
            refusal = self._find_refusal(entries.create, values)
            self.assertEqual(line.problem, refusal, row)

    def test_import_stops_before_making_entries(self):
        with self._counting_entries() as tried, self.assertRaises(UserError):
            self._import_rows({}, TO_COME, {})
        self.assertFalse(tried)

    def test_queries_do_not_grow_with_what_is_refused(self):
        rows = self._get_refused_rows()

        def count(rows):
            wizard, rows = self._prepare_rows(*rows)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self._reading(rows):
                wizard.action_check()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(rows)
        self.assertLessEqual(count(rows * 10), count(rows) + 2)

    def test_what_another_addon_refuses_is_found_too(self):
        """By halves: the bad lines are named, the good ones are counted."""
        model = self.env.registry["volunteer.time.entry"]
        insert = model._insert
        refusal = "No bees here."

        def refuse_bees(entries, vals_list):
            if any("bees" in vals["name"] for vals in vals_list):
                raise UserError(refusal)
            return insert(entries, vals_list)

        rows = [{"title": "bees" if n in (3, 4, 11) else "x"} for n in range(16)]
        with patch.object(model, "_insert", refuse_bees):
            check = self._check_rows(*rows)
            with self.assertRaisesRegex(UserError, "line 5: No bees here"):
                self._import_rows(*rows)
        self.assertEqual((check.error_count, check.create_count), (3, 13))
        self.assertEqual(check.problem_ids.numbers, "5–6, 13")

    def test_batches(self):
        path = "odoo.addons.volunteer_valuation.wizard.volunteer_time_import_entries"
        self.startPatcher(patch(f"{path}.BATCH", 3))
        rows = [MAELYS | {"hours": 4.0, "date": date(2025, 1, d)} for d in range(1, 9)]
        rows = [row | {"identity": (row["date"].day,)} for row in rows]
        with self._counting_entries() as tried:
            entries = self._import_rows(*rows)
        self.assertEqual(tried, [3, 3, 2])
        self.assertEqual(sum(entries.mapped("hours")), 32.0)
        self.assertEqual(len(self._get_entries()), 8)
        self.assertEqual(self._check_rows(*rows).unchanged_count, 8)
        validated = [row | {"state": "approved"} for row in rows]
        self.assertEqual(self._check_rows(*validated).approve_count, 8)
        self._import_rows(*validated)
        self.assertEqual(set(entries.mapped("state")), {"approved"})
