import io
from datetime import date, datetime
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from odoo.tests import BaseCase

from ..tools import large_sheet, workbook

COLUMNS = [
    workbook.Column("Line", "integer", 8),
    workbook.Column("What"),
    workbook.Column("Since", "datetime", 18),
]


class TestLargeSheet(BaseCase):
    def write_sheets(self, rows, rows_per_sheet=2000):
        output = io.BytesIO()
        table = workbook.Table("Time", COLUMNS, ())
        large_sheet.fill_pattern(
            lambda numbers: workbook._make_pattern([table] * len(numbers)),
            output,
            [rows],
            lambda row: False,
            rows_per_sheet,
        )
        return output

    def test_more_rows_than_a_sheet_holds_go_on_on_the_next(self):
        moment = datetime(2024, 2, 29, 13, 45, 30)
        output = self.write_sheets(
            (line, f"Desk {line}", moment) for line in range(4500)
        )
        book = load_workbook(output)
        self.assertEqual(book.sheetnames, ["Time", "Time 2", "Time 3"])
        self.assertEqual([sheet.max_row for sheet in book], [2001, 2001, 501])
        read = [
            row
            for sheet in book
            for row in sheet.iter_rows(min_row=2, values_only=True)
        ]
        self.assertEqual(read, [(line, f"Desk {line}", moment) for line in range(4500)])
        for sheet in book:
            self.assertEqual(
                [cell.value for cell in sheet[1]], ["Line", "What", "Since"]
            )
            self.assertEqual(sheet.freeze_panes, "A2")
            self.assertEqual(sheet["C2"].number_format, "yyyy-mm-dd hh:mm:ss")
            self.assertEqual(sheet["B2"].number_format, "General")
        # Two selected sheets would be changed together.
        self.assertEqual(
            [bool(sheet.sheet_view.tabSelected) for sheet in book], [True, False, False]
        )

    def test_a_full_last_sheet_leaves_no_empty_one(self):
        book = load_workbook(self.write_sheets([(1, "x", None)] * 4000))
        self.assertEqual([sheet.max_row for sheet in book], [2001, 2001])

    def test_every_part_is_there_once(self):
        with ZipFile(self.write_sheets([(1, "x", None)])) as archive:
            self.assertIsNone(archive.testzip())
            names = archive.namelist()
        self.assertEqual(len(names), len(set(names)))
        self.assertIn("[Content_Types].xml", names)

    def test_spaces_at_the_ends_stay(self):
        sheet = load_workbook(self.write_sheets([(1, "  two \n", None)])).active
        self.assertEqual(sheet["B2"].value, "  two \n")

    def test_columns_are_named_as_spreadsheets_do(self):
        for index in (0, 25, 26, 51, 52, 701, 702, 16_383):
            self.assertEqual(
                large_sheet.get_letters(index), get_column_letter(index + 1)
            )

    def test_days_are_counted_as_spreadsheets_do(self):
        for day in (
            date(1900, 3, 1),
            date(2000, 2, 29),
            datetime(2024, 12, 31, 23, 59),
        ):
            self.assertAlmostEqual(
                large_sheet._get_number(day), to_excel(day), places=9
            )
