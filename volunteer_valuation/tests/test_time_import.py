import csv
import io
from collections import Counter

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import file_open

from ..tools.benevalibre import HOURS, PENDING
from .test_benevalibre import write_csv
from .time_import_common import ImportCase

EXPORT = "volunteer_valuation/tests/data/benevalibre-2.0.1-export.csv"


@tagged("post_install", "-at_install")
class TestPeerExport(ImportCase):
    """The peer's own export, cell by cell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open(EXPORT, "rb") as file:
            cls.content = file.read()
        text = cls.content.decode("utf-8-sig")
        cls.rows = list(csv.DictReader(io.StringIO(text, newline="")))

    def _change(self, number, column, text):
        """The same export with one cell changed."""
        rows = [dict(row) for row in self.rows]
        rows[number][column] = text
        return write_csv(rows, list(rows[0]))

    def test_totals(self):
        entries = self._import(content=self.content)
        self.assertEqual(len(entries), 480)
        self.assertAlmostEqual(sum(entries.mapped("hours")), 1151.67, 2)
        self.assertAlmostEqual(sum(entries.mapped("distance")), 3194.94, 2)
        approved = entries.filtered(lambda entry: entry.state == "approved")
        self.assertEqual(len(approved), 424)
        self.assertAlmostEqual(sum(approved.mapped("hours")), 1053.33, 2)
        self.assertEqual(set((entries - approved).mapped("state")), {"submitted"})
        self.assertEqual(len(entries.partner_id), 19)
        self.assertEqual(len(entries.filtered(lambda entry: not entry.partner_id)), 31)
        self.assertEqual(len(set(entries.mapped("import_key"))), 480)
        self.assertEqual(set(entries.mapped("origin")), {"import"})
        self.assertEqual(entries.company_id, self.association)
        self.assertEqual(approved.approved_by_id, self.manager_user)
        self.assertTrue(all(approved.mapped("approved_on")))
        self.assertFalse((entries - approved).approved_by_id)
        # Approved time is valued, the rest is not yet.
        self.assertEqual(approved.rule_id, self.rule)
        self.assertFalse(any((entries - approved).mapped("amount")))

    def test_cell_by_cell(self):
        entries = self._import(content=self.content).with_context(lang="en_US")
        self.assertEqual(len(entries), len(self.rows))
        imported = Counter(
            (
                entry.name,
                entry.description or "",
                str(entry.date),
                str(entry.date_end or ""),
                entry.hours,
                entry.distance,
                entry.partner_id.name or "",
                entry.activity_id.import_name,
                entry.project_id.name or "",
                entry.level_id.name or "",
                entry.state,
            )
            for entry in entries
        )
        expected = Counter(
            (
                row["Titre"],
                row["Description"].replace("\r\n", "\n"),
                row["Date"],
                row["Date de fin"],
                float(row[HOURS]),
                float(row["Distance (en km)"] or 0),
                f"{row['Prénom']} {row['Nom']}".strip() or row["Pseudo"],
                row["Catégorie"],
                row["Projet"],
                row["Niveau"],
                "submitted" if row[PENDING] == "True" else "approved",
            )
            for row in self.rows
        )
        self.assertEqual(imported, expected)

    def test_hostile_titles_are_plain_text(self):
        titles = set(self._import(content=self.content).mapped("name"))
        for title in [
            "=1+1",
            "@somme",
            "Réunion\nsur deux lignes",
            'Comptabilité "mensuelle"',
            "Montage barnum; démontage",
            "Traduction 日本語",
            "Accueil 🎉",
        ]:
            self.assertIn(title, titles)
        self.assertIn(
            '<b>gras</b> & "guillemets"\nligne 2',
            self._get_entries().mapped("description"),
        )

    def test_seeded_activities_are_found(self):
        before = self.env["volunteer.activity"].search([])
        activities = self._import(content=self.content).activity_id
        self.assertEqual(len(activities), 12)
        self.assertLessEqual(activities, before)

    def test_byte_order_mark_changes_nothing(self):
        self._import(content=self.content)
        again = self._import(content=b"\xef\xbb\xbf" + self.content)
        self.assertFalse(again)

    def test_again_adds_nothing(self):
        first = self._import(content=self.content)
        before = self._count_everything()
        self.assertFalse(self._import(content=self.content))
        self.assertEqual(self._count_everything(), before)
        check = self._check(content=self.content)
        self.assertEqual((check.unchanged_count, check.create_count), (480, 0))
        self.assertEqual(set(check.line_ids.mapped("outcome")), {"unchanged"})
        self.assertEqual(self._get_entries(), first)

    def test_rows_and_columns_in_another_order(self):
        self._import(content=self.content)
        headings = list(reversed(self.rows[0]))
        content = write_csv(list(reversed(self.rows)), headings)
        self.assertFalse(self._import(content=content))

    def test_validated_since_approves(self):
        pending = [row[PENDING] for row in self.rows].index("True")
        self._import(content=self.content)
        content = self._change(pending, PENDING, "False")
        check = self._check(content=content)
        self.assertEqual((check.approve_count, check.unchanged_count), (1, 479))
        entry = self._import(content=content)
        self.assertEqual(len(entry), 1)
        self.assertEqual(entry.state, "approved")
        self.assertEqual(entry.name, self.rows[pending]["Titre"])
        self.assertEqual(len(self._get_entries()), 480)

    def test_no_longer_validated_stays_approved(self):
        self._import(content=self.content)
        approved = [row[PENDING] for row in self.rows].index("False")
        content = self._change(approved, PENDING, "True")
        self.assertFalse(self._import(content=content))
        states = Counter(self._get_entries().mapped("state"))
        self.assertEqual(states, {"approved": 424, "submitted": 56})

    def test_one_bad_line_imports_nothing(self):
        before = self._count_everything()
        wizard = self._prepare(content=self._change(200, "Date", "2031-01-01"))
        with self.assertRaisesRegex(UserError, "line 202: .* still to come"):
            wizard.action_import()
        self.assertEqual(self._count_everything(), before)
        self.assertFalse(wizard.entry_ids)

    def test_check_writes_nothing(self):
        before = self._count_everything()
        check = self._check(content=self.content)
        self.assertEqual(self._count_everything(), before)
        self.assertFalse(check.entry_ids)
        self.assertEqual(check.line_count, 480)
        self.assertEqual(check.error_count, 0)
        self.assertEqual((check.create_count, check.submitted_count), (480, 56))
        self.assertAlmostEqual(check.hours, 1151.67, 2)
        self.assertAlmostEqual(check.distance, 3194.94, 2)
        self.assertFalse(check.note, "the file names this association")
        outcomes = Counter(check.line_ids.mapped("outcome"))
        self.assertEqual(outcomes, {"approved": 424, "submitted": 56})
        self.assertEqual(check.line_ids.mapped("number"), [*range(2, 482)])
        self.assertEqual(
            check.line_ids.mapped("name"), [row["Titre"] for row in self.rows]
        )
        # Maëlys Lefèvre and the level Expert are known already.
        unknown = {
            kind: set(matches.mapped("name"))
            for kind, matches in check.match_ids.grouped("kind").items()
        }
        self.assertEqual(set(unknown), {"partner_id", "project_id", "level_id"})
        self.assertEqual(len(unknown["partner_id"]), 18)
        self.assertIn("pseudo13", unknown["partner_id"])
        self.assertEqual(
            unknown["project_id"], {row["Projet"] for row in self.rows} - {""}
        )
        self.assertEqual(unknown["level_id"], {"Débutant", "Confirmé"})
        self.assertEqual(set(check.match_ids.mapped("outcome")), {"created"})

    def test_queries_do_not_grow_with_the_rows(self):
        def count(content):
            wizard = self._prepare(content=content)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_import()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = count(write_csv(self.rows[:100], list(self.rows[0])))
        self.assertLess(count(self.content), few + 40)
