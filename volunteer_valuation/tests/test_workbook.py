import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from odoo.tests import BaseCase

from ..tools.workbook import CELL_LENGTH, Column, clean_text, write_workbook

COLUMNS = [
    Column("Date", "date", 12),
    Column("What", "text", 30),
    Column("Hours", "hours", 8),
    Column("Amount", "money", 10),
]


def read(content):
    return load_workbook(io.BytesIO(content)).active


class TestWorkbook(BaseCase):
    def test_cells_are_typed(self):
        sheet = read(
            write_workbook("Detail", COLUMNS, [(date(2024, 2, 29), "x", 1.5, 0.0)])
        )
        self.assertEqual(
            [cell.value for cell in sheet[1]], ["Date", "What", "Hours", "Amount"]
        )
        day, what, hours, amount = sheet[2]
        self.assertEqual(day.value.date(), date(2024, 2, 29))
        self.assertTrue(day.is_date)
        self.assertEqual((what.value, what.data_type), ("x", "s"))
        self.assertEqual((hours.value, hours.data_type), (1.5, "n"))
        self.assertEqual((amount.value, amount.data_type), (0, "n"))
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertAlmostEqual(sheet.column_dimensions["B"].width, 30, delta=1)

    def test_text_never_becomes_a_formula_or_a_link(self):
        for text in (
            "=1+1",
            "+1",
            "-1",
            "@somme",
            "\t=1",
            "http://example.com",
            "{=1}",
        ):
            cell = read(write_workbook("x", COLUMNS, [(None, text, 1.0, 1.0)]))["B2"]
            self.assertEqual((cell.value, cell.data_type), (text, "s"))
            self.assertIsNone(cell.hyperlink)

    def test_control_characters_do_no_harm(self):
        self.assertEqual(clean_text("a\x00b\x1fc\ud800d\uffff"), "a b c d ")
        self.assertEqual(len(clean_text("x" * 40_000)), CELL_LENGTH)

    # Never timed: machines are noisy.
    @settings(deadline=None)
    @given(st.text(max_size=50))
    def test_any_text_arrives(self, text):
        cell = read(write_workbook("x", COLUMNS, [(None, text, 1.0, 1.0)]))["B2"]
        self.assertEqual(cell.value or "", clean_text(text))

    def test_no_rows_still_make_a_file_with_its_heading(self):
        self.assertEqual(read(write_workbook("x", COLUMNS, []))["A1"].value, "Date")
