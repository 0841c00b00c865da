import io
import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from odoo.tests import BaseCase

from ..tools.large_sheet import CELL_LENGTH, clean_text
from ..tools.workbook import (
    Column,
    Table,
    TotalRow,
    stream_workbook,
    write_workbook,
)

COLUMNS = [
    Column("Date", "date", 12),
    Column("What", "text", 30),
    Column("Hours", "hours", 8),
    Column("Amount", "money", 10),
]


def read(content):
    return load_workbook(io.BytesIO(content)).active


def unescape(text):
    return re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), text)


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
            "<r>rich</r>",
            "<r></r>",
            "<r>&amp;<t/></r>",
        ):
            cell = read(write_workbook("x", COLUMNS, [(None, text, 1.0, 1.0)]))["B2"]
            self.assertEqual((cell.value, cell.data_type), (text, "s"))
            self.assertIsNone(cell.hyperlink)

    def test_control_characters_are_escaped_as_spreadsheets_do(self):
        text = "a\x00b\x1fc\uffffd_x0041_"
        cell = read(write_workbook("x", COLUMNS, [(None, text, 1.0, 1.0)]))["B2"]
        self.assertEqual(cell.value, "a_x0000_b_x001F_c_xFFFF_d_x005F_x0041_")
        self.assertEqual(unescape(cell.value), text)

    def test_text_fits_into_its_cell(self):
        for text in ("x" * 40_000, f"<r>{'x' * 40_000}</r>"):
            cell = read(write_workbook("x", COLUMNS, [(None, text, 1.0, 1.0)]))["B2"]
            self.assertEqual(cell.value, text[:CELL_LENGTH])

    def test_lines_break_one_way(self):
        self.assertEqual(clean_text("a\r\nb\rc\nd"), "a\nb\nc\nd")

    # Never timed: machines are noisy.
    @settings(deadline=None)
    @given(st.text(max_size=50))
    def test_any_text_arrives(self, text):
        cell = read(write_workbook("x", COLUMNS, [(None, text, 1.0, 1.0)]))["B2"]
        self.assertEqual(unescape(cell.value or ""), clean_text(text))

    def test_no_rows_still_make_a_file_with_its_heading(self):
        self.assertEqual(read(write_workbook("x", COLUMNS, []))["A1"].value, "Date")

    def test_totals_are_bold_below_rows_that_are_not(self):
        rows = [(date(2024, 2, 29), "x", 1.5, 3.0), TotalRow(("Total", None, 1.5, 3.0))]
        sheet = read(write_workbook("x", COLUMNS, rows))
        self.assertFalse(any(cell.font.bold for cell in sheet[2]))
        label, _what, hours, amount = sheet[3]
        self.assertEqual((label.value, label.data_type), ("Total", "s"))
        self.assertTrue(label.font.bold and hours.font.bold and amount.font.bold)
        self.assertEqual((hours.value, amount.number_format), (1.5, "#,##0.00"))

    def test_streamed_it_is_the_same_file(self):
        rows = [(date(2024, 2, 29), f"Line {number}", 1.5, 0.0) for number in range(9)]
        streamed = read(b"".join(stream_workbook([Table("x", COLUMNS, iter(rows))])))
        whole = read(write_workbook("x", COLUMNS, rows))
        self.assertEqual(list(streamed.values), list(whole.values))
        self.assertEqual(streamed.max_row, 10)

    def test_several_tables_have_a_sheet_each(self):
        """Each with its own columns and styles, and one of them without any row."""
        other = [Column("Donor"), Column("Amount", "money"), Column("Day", "date")]
        day = date(2024, 2, 29)
        content = b"".join(
            stream_workbook(
                [
                    Table("Time", COLUMNS, [(day, "x", 1.5, 3.0)]),
                    Table("Nothing", other, []),
                    Table(
                        "Gifts", other, [("Ann", 2.5, day), TotalRow(["Total", 2.5])]
                    ),
                ]
            )
        )
        book = load_workbook(io.BytesIO(content))
        self.assertEqual(book.sheetnames, ["Time", "Nothing", "Gifts"])
        time, nothing, gifts = book
        self.assertEqual((time["A2"].is_date, time["C2"].number_format), (True, "0.00"))
        self.assertEqual(list(nothing.values), [("Donor", "Amount", "Day")])
        self.assertEqual(gifts["A2"].value, "Ann")
        self.assertEqual(
            (gifts["B2"].value, gifts["B2"].number_format), (2.5, "#,##0.00")
        )
        self.assertEqual(gifts["C2"].value.date(), day)
        self.assertTrue(gifts["B3"].font.bold)
