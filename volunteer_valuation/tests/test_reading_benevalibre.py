import dataclasses

from odoo.tests import BaseCase
from odoo.tools import file_open

from ..tools.benevalibre import HOURS, PENDING
from ..tools.exchange import Vocabulary
from ..tools.import_keys import compute_import_keys
from ..tools.time_files import read_time
from .test_benevalibre import CELLS, write_csv
from .wrong_files import make_workbook, write_json, write_row

EXPORT = "volunteer_valuation/tests/data/benevalibre-2.0.1-export."
FORMATS = ("csv", "xlsx", "json")
OLDER_HOURS = "Heures, en décimal"


def read_rows(content):
    lines = list(read_time(content, Vocabulary()))
    assert all(line.row for line in lines), lines
    return [line.row for line in lines]


def read_export(file_format):
    with file_open(EXPORT + file_format, "rb") as file:
        return read_rows(file.read())


def name_hours(heading):
    """An export whose hours bear ``heading``, in all formats."""
    cells = {heading if key == HOURS else key: cell for key, cell in CELLS.items()}
    typed = {
        heading: "<c><v>3.5</v></c>",
        "Date": '<c s="1"><v>45995</v></c>',
        PENDING: '<c t="b"><v>0</v></c>',
    }
    rows = write_row(*cells) + write_row(*(cells | typed).values())
    plain = {key: cell or None for key, cell in cells.items()}
    return [
        write_csv([cells], list(cells)),
        make_workbook(rows),
        write_json(plain | {heading: 3.5, PENDING: False}),
    ]


class TestReadingBenevalibre(BaseCase):
    """The peer's three formats tell the same."""

    def test_totals_of_each_format(self):
        for file_format in FORMATS:
            rows = read_export(file_format)
            with self.subTest(format=file_format):
                self.assertEqual(len(rows), 480)
                self.assertAlmostEqual(sum(row.hours for row in rows), 1151.67, 2)
                self.assertAlmostEqual(sum(row.distance for row in rows), 3194.94, 2)
                approved = [row for row in rows if row.state == "approved"]
                self.assertEqual(len(approved), 424)
                self.assertAlmostEqual(sum(row.hours for row in approved), 1053.33, 2)

    def test_cell_by_cell(self):
        expected, *others = map(read_export, FORMATS)
        for rows in others:
            for row, csv_row in zip(rows, expected, strict=True):
                self.assertAlmostEqual(row.hours, csv_row.hours, 9)
                self.assertEqual(dataclasses.replace(row, hours=csv_row.hours), csv_row)

    def test_same_keys(self):
        keys = [compute_import_keys(read_export(name)) for name in FORMATS]
        self.assertEqual(len(set(keys[0])), 480)
        self.assertEqual(keys[0], keys[1])
        self.assertEqual(keys[0], keys[2])

    def test_formulas_are_the_titles_that_were_meant(self):
        """The peer writes =1+1 as a live formula, without a result."""
        self.assertIn("=1+1", {row.title for row in read_export("xlsx")})

    def test_versions_in_all_formats(self):
        contents = name_hours(HOURS) + name_hours(OLDER_HOURS)
        rows = [row for content in contents for row in read_rows(content)]
        self.assertEqual(len(rows), 6)
        self.assertEqual(len(set(rows)), 1)

    def test_problems_name_the_column_as_the_file_does(self):
        [line] = read_time(
            write_csv([{OLDER_HOURS: "x", **CELLS}], [OLDER_HOURS, *CELLS]).replace(
                HOURS.encode(), b"other"
            ),
            Vocabulary(),
        )
        self.assertEqual(line.problem.column, OLDER_HOURS)

    def test_saved_again_by_a_spreadsheet(self):
        """A formula has a result then, numbers lose digits, dates become text or times."""
        titled = CELLS | {"Titre": "=1+1"}
        [expected] = read_rows(write_csv([titled]))
        cells = titled | {
            "Titre": "<c><f>1+1</f><v>2</v></c>",
            HOURS: '<c t="str"><v>3,5</v></c>',
            PENDING: '<c t="str"><v>FALSE</v></c>',
            "Distance (en km)": "<c><v>12.500000000000002</v></c>",
        }
        [row] = read_rows(make_workbook(write_row(*cells) + write_row(*cells.values())))
        self.assertEqual(row.identity, expected.identity)
