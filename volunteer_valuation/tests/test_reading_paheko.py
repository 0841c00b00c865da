import dataclasses
from datetime import date

from odoo.tests import BaseCase

from ..tools.exchange import Vocabulary
from ..tools.import_keys import compute_import_keys
from ..tools.time_files import read_time
from ..tools.time_rows import Row
from .test_benevalibre import write_csv
from .wrong_files import make_workbook, write_row

# As version 1.1.0 exports them: dates as written in France, durations in minutes.
CELLS = {
    "Numéro de membre": "12",
    "Nom": "Maëlys Lefèvre",
    "Catégorie": "Accueil",
    "Notes": "Tenue du stand\nle matin",
    "Année": "2025",
    "Semaine": "49",
    "Date": "04/12/2025",
    "Durée": "95",
    "Valorisation": "39.58",
}


def read_all(content):
    return list(read_time(content, Vocabulary()))


class TestReadingPaheko(BaseCase):
    """The members' time of Paheko's extension taima."""

    def _read(self, **changes):
        [line] = read_all(write_csv([CELLS | changes], list(CELLS)))
        return line.row or line.problem

    def test_one_row(self):
        self.assertEqual(
            dataclasses.replace(self._read(), identity=()),
            Row(
                date=date(2025, 12, 4),
                hours=95 / 60,
                title="Tenue du stand",
                description="le matin",
                person="Maëlys Lefèvre",
                activity="Accueil",
                state="submitted",
            ),
        )

    def test_empty_cells(self):
        row = self._read(Nom="", Notes="", Catégorie="", Valorisation="")
        self.assertEqual((row.person, row.title, row.activity), ("", "", ""))

    def test_durations(self):
        for text, hours in [
            ("0", 0),
            ("150", 2.5),
            ("150.0", 2.5),
            ("2:30", 2.5),
            ("2h30", 2.5),
            ("150 min", 2.5),
        ]:
            with self.subTest(text=text):
                self.assertEqual(self._read(Durée=text).hours, hours)
        problem = self._read(Durée="2h75")
        self.assertEqual((problem.code, problem.column), ("not_a_duration", "Durée"))

    def test_dates(self):
        self.assertEqual(self._read(Date="2025-12-04").date, date(2025, 12, 4))
        self.assertEqual(self._read(Date="12/31/2025").code, "not_a_date")

    def test_older_version(self):
        """Without notes and value; the category is called otherwise."""
        older = {
            "Tâche": CELLS["Catégorie"],
            "Année": "2025",
            "Semaine": "49",
            "Date": "2025-12-04",
            "Durée": "95",
            "Nom": CELLS["Nom"],
        }
        [line] = read_all(write_csv([older], list(older)))
        expected = self._read(Notes="")
        self.assertEqual(line.row, expected)

    def test_same_in_a_workbook(self):
        cells = CELLS | {
            "Date": '<c s="1"><v>45995</v></c>',
            "Durée": "<c><v>95</v></c>",
        }
        rows = write_row(*CELLS) + write_row(*cells.values())
        [line] = read_all(make_workbook(rows))
        self.assertEqual(line.row, self._read())

    def test_keys(self):
        """The value follows from today's rate over there, and is no part of the time."""
        [key] = compute_import_keys([self._read()])
        same = self._read(Valorisation="45.00")
        self.assertEqual(compute_import_keys([same]), [key])
        for column, text in [
            ("Nom", "Farid"),
            ("Catégorie", "Atelier"),
            ("Notes", ""),
            ("Date", "05/12/2025"),
            ("Durée", "96"),
        ]:
            other = self._read(**{column: text})
            self.assertNotEqual(compute_import_keys([other]), [key], column)

    def test_key_is_kept_from_version_to_version(self):
        self.assertEqual(
            compute_import_keys([self._read()]),
            ["a69e5957daab22f252bb8c96b092479e2627eb526249b464ec7132cb187d825a"],
        )
