import io
from datetime import date
from zipfile import BadZipFile

from openpyxl import load_workbook

from odoo.tests import BaseCase

from ..tools import blank_columns as module
from ..tools.blank_columns import blank_columns
from ..tools.workbook import Column, TotalRow, write_workbook

COLUMNS = [
    Column("Day", "date"),
    Column("Who"),
    Column("Hours", "hours"),
    Column("What"),
]


class TestBlankColumns(BaseCase):
    def _write(self, rows):
        return write_workbook("Time", COLUMNS, rows)

    def _read(self, content):
        return [list(sheet.values) for sheet in load_workbook(io.BytesIO(content))]

    def test_only_the_cells_below_the_headings_are_blank(self):
        rows = [
            (date(2025, 3, 1), "Ann <a&b>", 2.5, "two\nlines"),
            (date(2025, 3, 2), None, 0.0, ""),
            TotalRow(["Total", None, 2.5, None]),
        ]
        content = self._write(rows)
        [before] = self._read(content)
        [after] = self._read(blank_columns(content, {1, 3}))
        self.assertEqual(after[0], ("Day", "Who", "Hours", "What"))
        self.assertEqual(
            after[1:],
            [(day, None, hours, None) for day, _who, hours, _what in before[1:]],
        )

    def test_rows_cut_by_pieces(self):
        content = self._write(
            [(date(2025, 3, 1), f"Ann {line}", line, "x" * 50) for line in range(500)]
        )
        whole = blank_columns(content, {1, 3})
        for size in (7, 100, 4096):
            self.addCleanup(setattr, module, "PIECE", module.PIECE)
            module.PIECE = size
            self.assertEqual(
                self._read(blank_columns(content, {1, 3})), self._read(whole)
            )
        self.assertNotIn("Ann", str(self._read(whole)))

    def test_no_rows(self):
        content = self._write([])
        self.assertEqual(self._read(blank_columns(content, {1})), self._read(content))

    def test_what_is_no_workbook(self):
        with self.assertRaises(BadZipFile):
            blank_columns(b"Ann", {1})
