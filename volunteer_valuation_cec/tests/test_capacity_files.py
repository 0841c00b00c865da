import base64
import io
import json
from datetime import date
from pathlib import Path
from unittest.mock import patch

from openpyxl import load_workbook

from odoo import Command
from odoo.tests import tagged
from odoo.tools.translate import code_translations

from odoo.addons.volunteer_valuation.tests.test_benevalibre import write_csv
from odoo.addons.volunteer_valuation.tests.time_import_common import ImportCase
from odoo.addons.volunteer_valuation.wizard.volunteer_time_import_vocabulary import (
    read_vocabulary,
)

FORMATS = ("csv", "json", "xlsx")
CAPACITIES = ["governance", "supervision", "none"]


@tagged("post_install", "-at_install")
class TestCapacityFiles(ImportCase):
    """Files of time tell the capacity of a treasurer since 1 June 2025."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board.capacity = "governance"
        cls.entries = cls.env["volunteer.time.entry"]
        cls.env["volunteer.engagement"].create(
            {
                "partner_id": cls.volunteer.id,
                "company_id": cls.association.id,
                "mandate_ids": [
                    Command.create({"office": "Treasurer", "date_start": "2025-06-01"})
                ],
            }
        )

    def _make_entries(self):
        entries = self.entries.create(
            [
                {
                    "partner_id": self.volunteer.id,
                    "company_id": self.association.id,
                    "activity_id": self.board.id,
                    "date": "2025-06-15",
                    "hours": 2,
                    "capacity": capacity,
                    "name": f"Given as {capacity}",
                }
                for capacity in CAPACITIES
            ]
        )
        entries.action_submit()
        return entries

    def _export(self, entries, file_format):
        entries = entries.with_user(self.manager_user)
        return b"".join(entries._export([("id", "in", entries.ids)], file_format))

    def _write(self, *rows):
        """A file of the volunteer's two hours, each on a day of its own."""
        written = [
            {
                "date": date(2025, 6, day).isoformat(),
                "date_end": "",
                "person": "Volunteer",
                "email": self.volunteer.email,
                "hours": "2",
                "headcount": "1",
                "activity": "Board",
                "capacity": "",
            }
            | row
            for day, row in enumerate(rows, start=2)
        ]
        return write_csv(written, list(written[0]))

    # ------------------------------------------------------------------
    # Export
    # ------------------------------------------------------------------
    def test_told_in_words_to_people_and_in_codes_to_software(self):
        entries = self._make_entries()
        lines = self._export(entries, "csv").decode().splitlines()
        self.assertIn(",Activity,Capacity,", lines[0])
        self.assertIn(",Board,Administration or direction,", lines[1])
        self.assertIn(",Board,Supervising volunteers,", lines[2])
        self.assertIn(",Board,No particular one,", lines[3])
        told = json.loads(self._export(entries, "json"))["entries"]
        self.assertEqual([row["capacity"] for row in told], CAPACITIES)

    def test_comes_back(self):
        """Whatever the activity and the mandate propose: what the file tells is kept."""
        for file_format in FORMATS:
            with self.subTest(file_format):
                entries = self._make_entries()
                content = self._export(entries, file_format)
                check = self._check(content=content)
                self.assertEqual(
                    check.line_ids.mapped("outcome"), ["unchanged"] * len(entries)
                )
                entries.unlink()
                copies = self._import(content=content)
                self.assertEqual(copies.sorted("id").mapped("capacity"), CAPACITIES)
                copies.unlink()

    def test_comes_back_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        entries = self._make_entries()
        for file_format in FORMATS:
            content = self._export(entries.with_context(lang="fr_FR"), file_format)
            if file_format == "csv":
                self.assertIn("Administration ou direction", content.decode())
            check = self._check(content=content)
            self.assertEqual(check.line_ids.mapped("outcome"), ["unchanged"] * 3)

    def test_corrected_here_it_stays(self):
        entries = self._make_entries()
        content = self._export(entries, "csv").replace(b"Submitted", b"Approved")
        entries[0].capacity = "none"
        outcomes = self._check(content=content).line_ids.mapped("outcome")
        self.assertEqual(outcomes, ["kept", "validated", "validated"])

    # ------------------------------------------------------------------
    # Import
    # ------------------------------------------------------------------
    def test_proposed_where_the_file_does_not_tell(self):
        content = self._write({}, {"capacity": "none"}, {"activity": "Reception"})
        entries = self._import(content=content).sorted("date")
        self.assertEqual(entries.mapped("capacity"), ["governance", "none", "none"])

    def test_a_group_is_not_proposed_any(self):
        [entry] = self._import(content=self._write({"headcount": "3"}))
        self.assertEqual(entry.capacity, "none")

    def test_one_sentence_for_each_line_that_is_refused(self):
        content = self._write(
            {"capacity": "Administration or direction", "date": "2025-05-31"},
            {"capacity": "governance", "date_end": "2025-06-04"},
            {"capacity": "Supervising volunteers", "headcount": "3"},
            {"capacity": "governance", "person": "", "email": ""},
            {"capacity": "captain"},
        )
        check = self._check(content=content)
        self.assertEqual((check.line_count, check.error_count), (5, 4))
        problems = dict(check.line_ids.mapped(lambda line: (line.number, line.problem)))
        self.assertRegex(problems[2], "Volunteer held no mandate.*05/31/2025")
        self.assertFalse(problems[3])
        for number in (4, 5):
            self.assertRegex(problems[number], "A group holds no mandate")
        self.assertRegex(
            problems[6],
            "“captain” in column “capacity” is none of No particular one, Administration",
        )
        before = self.entries.search_count([])
        with self.assertRaisesRegex(Exception, "line 2.*held no mandate"):
            self._import(content=content)
        self.assertEqual(self.entries.search_count([]), before)

    def test_looked_at_in_the_same_queries_however_many_lines(self):
        def count(number):
            rows = [
                {"hours": "0.1", "name": str(n), "date": "2025-06-02"}
                for n in range(number)
            ]
            content = self._write(*(row | {"capacity": "governance"} for row in rows))
            wizard = self._prepare(content=content)
            steps = wizard._read_steps()
            wizard._resolve_names(steps)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard._refuse_capacities(steps)
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(2), count(25))

    def test_known_in_every_language(self):
        words = {"Capacity": "Qualité", "Supervising volunteers": "Encadrement"}
        with (
            patch("pathlib.Path.glob", return_value=[Path("fr.po")]),
            patch.object(
                type(code_translations), "get_python_translations", return_value=words
            ),
        ):
            vocabulary = read_vocabulary(self.entries._get_exchange_columns())
        self.assertEqual(vocabulary.headings["qualite"], "capacity")
        self.assertEqual(vocabulary.choices["capacity"]["encadrement"], "supervision")

    def test_in_the_template(self):
        wizard = self._prepare({})
        wizard.action_download_template()
        content = base64.b64decode(wizard.template_file)
        headings, explained, lists = load_workbook(io.BytesIO(content)).worksheets
        self.assertIn("Capacity", [cell.value for cell in headings[1]])
        self.assertIn("Capacity", [row[0].value for row in explained])
        [offered] = [
            [cell.value for cell in column[1:4]]
            for column in lists.iter_cols()
            if column[0].value == "Capacity"
        ]
        self.assertEqual(offered[1], "Administration or direction")
