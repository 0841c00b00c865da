import csv
import io
import json
from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from odoo.tests import BaseCase

from ..tools.exchange import COLUMNS, Words, guard_formula, read_guarded
from ..tools.exchange_writers import write_csv, write_json, write_xlsx

KEYS = (
    "date",
    "name",
    "hours",
    "total_hours",
    "is_estimate",
    "state",
    "approved_on",
    "amount",
    "currency",
)
SHOWN = [next(column for column in COLUMNS if column.key == key) for key in KEYS]
WORDS = Words(
    headings={column.key: column.heading for column in COLUMNS},
    choices={"state": {"approved": "Validé", "submitted": "Soumis"}},
    yes="oui",
    no="non",
    total="Total",
    sheet="Temps",
)
ROWS = [
    (
        date(2024, 2, 29),
        "=1+1",
        1.5,
        3.0,
        True,
        "approved",
        datetime(2024, 3, 1, 8, 30, 15),
        37.55,
        "EUR",
    ),
    (date(2024, 3, 2), "Réparer, «trier»", 0.1, 0.1, False, "submitted", *[None] * 3),
    (date(2024, 3, 2), "", 0.2, 0.2, False, "approved", None, 0.1, "EUR"),
]


def write(writer, rows=None):
    return b"".join(writer(SHOWN, WORDS, iter(ROWS if rows is None else rows)))


class TestExchangeWriters(BaseCase):
    def test_csv_cell_by_cell(self):
        content = write(write_csv)
        self.assertTrue(content.startswith(b"\xef\xbb\xbfDate,"))
        records = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        self.assertEqual(
            records,
            [
                [column.heading for column in SHOWN],
                [
                    "2024-02-29",
                    "'=1+1",
                    "1.5",
                    "3.0",
                    "oui",
                    "Validé",
                    "2024-03-01 08:30:15",
                    "37.55",
                    "EUR",
                ],
                [
                    "2024-03-02",
                    "Réparer, «trier»",
                    "0.1",
                    "0.1",
                    "",
                    "Soumis",
                    *[""] * 3,
                ],
                ["2024-03-02", "", "0.2", "0.2", "", "Validé", "", "0.1", "EUR"],
                ["Total", "", "", "3.3", "", "", "", "37.65", ""],
            ],
        )

    def test_json_value_by_value(self):
        told = json.loads(write(write_json))
        self.assertEqual(
            told["entries"][0],
            {
                "date": "2024-02-29",
                "name": "=1+1",
                "hours": 1.5,
                "total_hours": 3.0,
                "is_estimate": True,
                "state": "approved",
                "approved_on": "2024-03-01T08:30:15Z",
                "amount": 37.55,
                "currency": "EUR",
            },
        )
        self.assertIsNone(told["entries"][1]["amount"])
        self.assertIsNone(told["entries"][2]["name"])
        self.assertEqual(len(told["entries"]), 3)
        self.assertEqual(told["totals"], {"total_hours": 3.3, "amount": 37.65})

    def test_xlsx_cell_by_cell(self):
        sheet = load_workbook(io.BytesIO(write(write_xlsx))).active
        self.assertEqual(sheet.title, "Temps")
        self.assertEqual(sheet.freeze_panes, "A2")
        heading, first, *_others, last = sheet.iter_rows()
        self.assertEqual(
            [cell.value for cell in heading], [column.heading for column in SHOWN]
        )
        self.assertEqual(
            [(cell.value, cell.data_type, cell.number_format) for cell in first],
            [
                (datetime(2024, 2, 29), "d", "yyyy-mm-dd"),
                ("=1+1", "s", "General"),
                (1.5, "n", "0.00"),
                (3, "n", "0.00"),
                ("oui", "s", "General"),
                ("Validé", "s", "General"),
                (datetime(2024, 3, 1, 8, 30, 15), "d", "yyyy-mm-dd hh:mm:ss"),
                (37.55, "n", "#,##0.00"),
                ("EUR", "s", "General"),
            ],
        )
        self.assertEqual(
            [cell.value for cell in last],
            ["Total", None, None, 3.3, None, None, None, 37.65, None],
        )
        self.assertTrue(last[3].font.bold)
        for letter, width in (("A", 12), ("B", 40), ("G", 18)):
            self.assertAlmostEqual(
                sheet.column_dimensions[letter].width, width, delta=1
            )

    def test_money_of_several_currencies_has_no_total(self):
        rows = [*ROWS, (*ROWS[0][:-1], "CHF")]
        self.assertEqual(
            json.loads(write(write_json, rows))["totals"],
            {"total_hours": 6.3, "amount": None},
        )

    def test_many_rows_come_in_pieces(self):
        rows = ROWS * 1000
        for writer in (write_csv, write_json):
            taken = []
            pieces = writer(SHOWN, WORDS, (taken.append(row) or row for row in rows))
            next(pieces), next(pieces)
            self.assertLess(len(taken), len(rows))
        self.assertEqual(len(json.loads(write(write_json, rows))["entries"]), len(rows))
        lines = write(write_csv, rows).decode("utf-8-sig").splitlines()
        self.assertEqual(len(lines), len(rows) + 2)

    def test_no_rows_still_make_a_file(self):
        told = json.loads(write(write_json, []))
        self.assertEqual(
            told, {"entries": [], "totals": {"total_hours": 0, "amount": 0}}
        )
        self.assertEqual(write(write_csv, []).count(b"\r\n"), 2)
        sheet = load_workbook(io.BytesIO(write(write_xlsx, []))).active
        self.assertEqual(sheet.max_row, 2)


class TestFormulas(BaseCase):
    def test_what_a_spreadsheet_would_run_is_guarded(self):
        for text in ("=1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", '"=1'):
            self.assertEqual(guard_formula(text)[:2], f"'{text[0]}")
        for text in ("", "1+1", "'s Gravenhage", "a=1", "a; b", "a\nb"):
            self.assertEqual(guard_formula(text), text)

    def test_a_french_spreadsheet_splits_at_semicolons_and_lines(self):
        content = write(write_csv, [(ROWS[0][0], "a;=1;+2\n-3\t@4", *ROWS[0][2:])])
        cells = [
            cell.lstrip(' "')
            for line in content.decode("utf-8-sig").splitlines()
            for part in line.split(";")
            for cell in part.split("\t")
        ]
        self.assertFalse([cell for cell in cells if cell.startswith(tuple("=+-@"))])

    @settings(deadline=None)
    @given(st.text() | st.text(alphabet="'=+-@;\"\t\r\n a"))
    def test_guarded_text_is_no_formula_and_comes_back(self, text):
        guarded = guard_formula(text)
        self.assertFalse(guarded.startswith(("=", "+", "-", "@", "\t", "\r")))
        self.assertEqual(guard_formula(read_guarded(guarded)), guarded)
        self.assertEqual(read_guarded(guarded), text)
