import dataclasses
import json
from datetime import date

from odoo.tests import BaseCase

from ..tools.exchange import COLUMNS, Vocabulary
from ..tools.import_keys import compute_import_keys
from ..tools.tables_json import PIECE
from ..tools.tables_xlsx import read_xlsx
from ..tools.time_files import read_time
from ..tools.time_rows import FileProblem, Row
from .test_benevalibre import write_csv
from .wrong_files import make_workbook, write_relations, write_row, write_texts

VOCABULARY = Vocabulary(
    headings={
        "date": "date",
        "dernier jour": "date_end",
        "personne": "person",
        "action": "name",
        "heures par personne": "hours",
        "personnes": "headcount",
        "total des heures": "total_hours",
        "estimation": "is_estimate",
        "etat": "state",
        "reference": "reference",
    },
    choices={"state": {"validee": "approved", "a valider": "submitted"}},
    truths={"oui": True, "non": False},
    totals=frozenset({"total", "somme"}),
)
# What people fill in, in another language, with columns of their own.
FRENCH = {
    "Date": "2025-12-04",
    "Personne": "Maëlys Lefèvre",
    "Action": "Tenue du stand",
    "HEURES PAR  PERSONNE": "2h30",
    "Couleur": "bleu",
}
ENTRY = {
    "date": "2025-12-04",
    "date_end": "2025-12-05",
    "person": "Maëlys Lefèvre",
    "email": "maelys@example.org",
    "name": "Stand",
    "description": "a\nb",
    "hours": 2.5,
    "headcount": 4,
    "total_hours": 10.0,
    "is_estimate": True,
    "distance": 12.5,
    "activity": "Accueil",
    "project": "Fête",
    "task": "Buvette",
    "level": "Expert",
    "status": "Bénévole",
    "structure": "Section locale",
    "association": "Les Ateliers",
    "state": "refused",
    "refusal_reason": "Déjà déclaré",
    "late_reason": "Oubli",
    "approved_by": "Zoé",
    "hourly_rate": 12.3456,
    "amount": 99.0,
    "reference": "there-12",
}


def read_all(content, **options):
    return list(read_time(content, VOCABULARY, **options))


def write_json(**changes):
    entry = ENTRY | changes
    return json.dumps({"entries": [entry], "totals": {"hours": 10.0}}).encode()


class TestReadingOwn(BaseCase):
    """Our own exports, and the spreadsheet that people fill in."""

    def _read(self, content, **options):
        [line] = read_all(content, **options)
        return line.row or line.problem

    def _read_french(self, **changes):
        cells = FRENCH | changes
        return self._read(write_csv([cells], list(cells)))

    def test_all_that_is_read(self):
        self.assertEqual(
            dataclasses.replace(self._read(write_json()), identity=()),
            Row(
                date=date(2025, 12, 4),
                date_end=date(2025, 12, 5),
                hours=2.5,
                headcount=4,
                is_estimate=True,
                distance=12.5,
                title="Stand",
                description="a\nb",
                person="Maëlys Lefèvre",
                email="maelys@example.org",
                association="Les Ateliers",
                structure="Section locale",
                project="Fête",
                task="Buvette",
                activity="Accueil",
                level="Expert",
                status="Bénévole",
                state="refused",
                refusal_reason="Déjà déclaré",
                late_reason="Oubli",
                reference="there-12",
            ),
        )
        tested = {column.key for column in COLUMNS if column.is_read}
        self.assertLessEqual(tested, set(ENTRY))

    def test_values_are_never_read(self):
        """The rules of the day decide."""
        changes = {"amount": 1e9, "hourly_rate": "x", "total_hours": -1, "rule": "=1"}
        self.assertEqual(self._read(write_json(**changes)), self._read(write_json()))

    def test_template_in_another_language(self):
        row = self._read_french()
        self.assertEqual(
            dataclasses.replace(row, identity=()),
            Row(
                date=date(2025, 12, 4),
                hours=2.5,
                title="Tenue du stand",
                person="Maëlys Lefèvre",
                is_handwritten=True,
            ),
        )

    def test_states(self):
        for text, state in [
            ("", "submitted"),
            ("Validée", "approved"),
            ("à valider", "submitted"),
            ("approved", "approved"),
            ("draft", "draft"),
        ]:
            self.assertEqual(self._read_french(État=text).state, state)
        problem = self._read_french(État="perhaps")
        self.assertEqual(
            (problem.code, problem.column, problem.text),
            ("not_a_choice", "État", "perhaps"),
        )

    def test_truths(self):
        for text, truth in [("", False), ("Oui", True), ("NON", False)]:
            self.assertEqual(self._read_french(Estimation=text).is_estimate, truth)
        self.assertEqual(self._read_french(Estimation="?").code, "not_true_or_false")

    def test_whole_numbers(self):
        self.assertEqual(self._read_french(Personnes="12").headcount, 12)
        self.assertEqual(self._read_french(Personnes="12.0").headcount, 12)
        for text in ("1.5", "many", "1e999"):
            problem = self._read_french(Personnes=text)
            self.assertEqual(problem.code, "not_a_whole_number")

    def test_durations(self):
        hours = "HEURES PAR  PERSONNE"
        for text, expected in [("", 0), ("1:30", 1.5), ("1e-1", 0.1), ("90 min", 1.5)]:
            self.assertEqual(self._read_french(**{hours: text}).hours, expected)
        problem = self._read_french(**{hours: "2h75"})
        self.assertEqual((problem.code, problem.column), ("not_a_duration", hours))
        content = write_csv([FRENCH | {hours: "1 jour"}], list(FRENCH))
        self.assertEqual(self._read(content).hours, 7)
        self.assertEqual(self._read(content, hours_per_day=8).hours, 8)

    def test_total_row(self):
        content = write_csv([FRENCH, {"Date": "Total", "Action": "10"}], list(FRENCH))
        self.assertEqual(len(read_all(content)), 1)
        reordered = ["Personne", "Date", "HEURES PAR  PERSONNE"]
        plain = {heading: FRENCH[heading] for heading in reordered}
        total = {"Personne": "Somme", "HEURES PAR  PERSONNE": "10"}
        self.assertEqual(len(read_all(write_csv([plain, total], reordered))), 1)
        short = write_csv([plain], reordered) + b"Somme\r\n"
        self.assertEqual(len(read_all(short)), 1)
        # A day's time by somebody of that name is no total.
        named = plain | {"Personne": "Somme"}
        self.assertEqual(len(read_all(write_csv([plain, named], reordered))), 2)
        only_total = write_csv([{"Date": "Total"}], list(FRENCH))
        with self.assertRaises(FileProblem) as caught:
            read_all(only_total)
        self.assertEqual(caught.exception.code, "no_rows")

    def test_guarded_text(self):
        """The apostrophe that keeps a spreadsheet from computing is taken away again."""
        for written, read in [
            ("'=1+1", "=1+1"),
            ("''=1", "'=1"),
            ("'s Gravenhage", "'s Gravenhage"),
            ("=1+1", "=1+1"),
        ]:
            self.assertEqual(self._read_french(Action=written).title, read)
        self.assertEqual(self._read(write_json(name="'=1")).title, "'=1")

    def test_spaces_are_kept(self):
        self.assertEqual(self._read(write_json(name=" a\r\nb\t")).title, " a\r\nb\t")
        self.assertEqual(self._read(write_json(name=" \t")).title, "")

    def test_what_no_database_holds(self):
        row = self._read(write_json(name="a\x00b\ud800c"))
        self.assertEqual(row.title, "abc")

    def test_json_is_read_in_pieces(self):
        """Wherever a piece ends: within an entry, a character of several bytes, a number."""
        expected = self._read(write_json(description="é" * PIECE))
        self.assertEqual(len(expected.description), PIECE)
        for room in range(20, 40):
            padding = json.dumps("é" * (PIECE - room), ensure_ascii=False).encode()
            start = b'{"padding": ' + padding + b', "count": 1234567.5, '
            content = start + write_json(description="é" * PIECE)[1:]
            self.assertEqual(self._read(content), expected)

    def test_nothing_but_the_needed_columns(self):
        row = self._read(b"date,hours\r\n2025-12-04,1\r\n")
        self.assertEqual((row.hours, row.state, row.reference), (1, "submitted", ""))

    def test_keys(self):
        [key] = compute_import_keys([self._read_french()])
        for same in [
            {"État": "validée"},
            {"HEURES PAR  PERSONNE": "2.50"},
            {"Action": " Tenue du stand "},
            {"Personnes": "1"},
            {"Couleur": "rouge"},
        ]:
            row = self._read_french(**same)
            self.assertEqual(compute_import_keys([row]), [key], same)
        for other in [{"Action": "x"}, {"Personnes": "2"}, {"Date": "2025-12-05"}]:
            row = self._read_french(**other)
            self.assertNotEqual(compute_import_keys([row]), [key], other)
        self.assertEqual(compute_import_keys([self._read(write_json())]), ["there-12"])

    def test_key_is_kept_from_version_to_version(self):
        """Columns to come must not change it: what is empty is no part of it."""
        self.assertEqual(
            compute_import_keys([self._read_french()]),
            ["2451facdc6d4599e56046d1a84ccc52c4117e44cf7a8c8560b4d9ea34e6a2632"],
        )


class TestReadingWorkbooks(BaseCase):
    """Cells as spreadsheets keep them."""

    def _read(self, *cells, **options):
        """The row of a sheet with a date, hours and a title."""
        rows = write_row("date", "hours", "name") + write_row(*cells)
        [line] = read_all(make_workbook(rows, **options))
        return line.row or line.problem

    def test_dates(self):
        for cell in (
            '<c s="1"><v>45995</v></c>',
            '<c s="1"><v>45995.75</v></c>',
            '<c t="d"><v>2025-12-04</v></c>',
            '<c t="d"><v>2025-12-04T18:00:00</v></c>',
            "2025-12-04",
            '<c s="1"><f>TODAY()</f><v>45995</v></c>',
        ):
            self.assertEqual(self._read(cell).date, date(2025, 12, 4), cell)
        for cell in (
            "<c><v>45995</v></c>",
            '<c s="1"><v>1e30</v></c>',
            '<c s="1"><f>TODAY()</f></c>',
            '<c t="e"><v>#REF!</v></c>',
        ):
            self.assertEqual(self._read(cell).code, "not_a_date", cell)

    def test_dates_counted_from_1904(self):
        cell = '<c s="1"><v>44533</v></c>'
        row = self._read(cell, settings='<workbookPr date1904="1"/>')
        self.assertEqual(row.date, date(2025, 12, 4))

    def test_hours(self):
        for cell in (
            "<c><v>2.5</v></c>",
            '<c s="2"><v>0.10416666666666667</v></c>',
            '<c s="3"><v>0.10416666666666667</v></c>',
            "<c><f>A1*2</f><v>2.5</v></c>",
            '<c t="str"><f>"2h"&amp;30</f><v>2h30</v></c>',
            "2h30",
        ):
            self.assertAlmostEqual(self._read("2025-12-04", cell).hours, 2.5, 9, cell)
        beyond_a_day = '<c s="2"><v>1.25</v></c>'
        self.assertEqual(self._read("2025-12-04", beyond_a_day).hours, 30)
        for cell, text in [
            ("<c><f>A1*2</f></c>", "=A1*2"),
            ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
            ('<c t="b"><v>1</v></c>', "True"),
        ]:
            problem = self._read("2025-12-04", cell)
            self.assertEqual((problem.code, problem.text), ("not_a_duration", text))

    def test_texts(self):
        shared = write_texts(
            "<si><t>plain</t></si><si><r><t>in </t></r><r><t>runs</t></r>"
            "<rPh><t>reading aid</t></rPh></si>"
        )
        for cell, text in [
            ('<c t="s"><v>0</v></c>', "plain"),
            ('<c t="s"><v>1</v></c>', "in runs"),
            ('<c t="inlineStr"><is><t> a </t></is></c>', " a "),
            ("_x0007__x005F_x0041_", "\x07_x0041_"),
            ("<c><v>12</v></c>", "12"),
            ("<c><v>1.5</v></c>", "1.5"),
            ("<c><f>1+1</f><v>2</v></c>", "2"),
            ("<c><f>1+1</f></c>", "=1+1"),
            ("<c/>", ""),
        ]:
            row = self._read("2025-12-04", "1", cell, **shared)
            self.assertEqual(row.title, text, cell)

    def test_lines_and_columns_that_are_left_out(self):
        def write(number, *cells):
            inner = "".join(
                f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
                for letter, text in cells
            )
            return f'<row r="{number}">{inner}</row>'

        content = make_workbook(
            write(3, ("B", "date"), ("D", "hours"), ("E", "name"))
            + write(7, ("B", "2025-12-04"), ("D", "1"))
            + write(8, ("B", "2025-12-04"), ("D", "1"), ("XFD", "far away"))
        )
        good, shifted = read_all(content)
        self.assertEqual((good.number, good.row.hours), (7, 1))
        self.assertEqual(shifted.number, 8)
        self.assertEqual(shifted.problem.code, "beyond_last_column")
        self.assertEqual(shifted.problem.text, "far away")
        *_others, record = read_xlsx(content).records
        self.assertEqual(len(record.cells), 6, "no thousands of empty cells")

    def test_first_sheet_that_is_shown(self):
        sheets = (
            '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
            ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '<sheets><sheet name="Hidden" state="hidden" r:id="rId2"/>'
            '<sheet name="Time" r:id="rId1"/></sheets></workbook>'
        )
        relations = write_relations(
            rId1="/xl/worksheets/sheet1.xml", rId2="worksheets/sheet2.xml"
        )
        parts = {
            "xl/workbook.xml": sheets,
            "xl/_rels/workbook.xml.rels": relations,
        }
        self.assertEqual(self._read("2025-12-04", "2", **parts).hours, 2)
