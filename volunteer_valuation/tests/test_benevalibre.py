import csv
import dataclasses
import io
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.benevalibre import COLUMNS, HOURS, PENDING, read_row
from ..tools.exchange import Vocabulary
from ..tools.import_keys import compute_import_keys
from ..tools.names import Directory, fold
from ..tools.time_files import read_time
from ..tools.time_rows import CellProblem, FileProblem, Row

CELLS = {
    "Prénom": "Maëlys",
    "Nom": "Lefèvre",
    "Pseudo": "",
    "Association": "Les Ateliers du Canal",
    "Titre": "Tenue du stand",
    "Description": "",
    "Date": "2025-12-04",
    "Date de fin": "",
    "Durée": "3:30:00",
    HOURS: "3.5",
    PENDING: "False",
    "Distance (en km)": "12.50",
    "Catégorie": "Accueil",
    "Projet": "Atelier vélo",
    "Niveau": "Expert",
}
# The columns of text, and where a row holds them as they are.
TEXT_COLUMNS = {
    "Prénom": None,
    "Nom": None,
    "Pseudo": None,
    "Association": "association",
    "Titre": "title",
    "Description": "description",
    "Catégorie": "activity",
    "Projet": "project",
    "Niveau": "level",
}
patient = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
# What a CSV in UTF-8 can hold: Python 3.10 writes no NUL.
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40
)
cells = st.fixed_dictionaries(
    {column: texts for column in TEXT_COLUMNS}
    | {
        "Date": st.dates(date(1900, 1, 1)).map(str),
        "Date de fin": st.just("") | st.dates(date(1900, 1, 1)).map(str),
        "Durée": texts,
        HOURS: st.floats(0, 1000).map(repr),
        PENDING: st.sampled_from(["True", "False"]),
        "Distance (en km)": st.just("")
        | st.decimals(0, 9999, places=2).map("{:.2f}".format),
    }
)


def write_csv(rows, headings=None):
    """Rows as Python's csv module writes them, and so Bénévalibre."""
    output = io.StringIO()
    writer = csv.DictWriter(output, headings or list(CELLS))
    writer.writeheader()
    writer.writerows(rows)
    return output.getvalue().encode()


def read_all(content):
    return list(read_time(content, Vocabulary()))


def plain(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class TestReadBenevalibre(BaseCase):
    def test_one_row(self):
        [line] = read_all(write_csv([CELLS]))
        self.assertEqual(line.number, 2)
        self.assertEqual(
            dataclasses.replace(line.row, identity=()),
            Row(
                date=date(2025, 12, 4),
                hours=3.5,
                distance=12.5,
                title="Tenue du stand",
                person="Maëlys Lefèvre",
                association="Les Ateliers du Canal",
                project="Atelier vélo",
                activity="Accueil",
                level="Expert",
                state="approved",
            ),
        )

    def test_byte_order_mark(self):
        content = write_csv([CELLS])
        self.assertEqual(read_all(b"\xef\xbb\xbf" + content), read_all(content))

    def test_hours_of_version_1(self):
        headings = [h.replace(HOURS, "Heures, en décimal") for h in CELLS]
        cells = dict(zip(headings, CELLS.values(), strict=True))
        [line] = read_all(write_csv([cells], headings))
        self.assertEqual(line.row.hours, 3.5)

    def test_person(self):
        for first, last, pseudonym, person in [
            ("Maëlys", "Lefèvre", "", "Maëlys Lefèvre"),
            ("Maëlys", "Lefèvre", "may", "Maëlys Lefèvre"),
            ("Maëlys", "", "may", "Maëlys"),
            ("", "Lefèvre", "", "Lefèvre"),
            ("Marie  Anne", "Le  Goff", "", "Marie Anne Le Goff"),
            ("", "", "pseudo13", "pseudo13"),
            ("", "", "", ""),
        ]:
            row = read_row(CELLS | {"Prénom": first, "Nom": last, "Pseudo": pseudonym})
            self.assertEqual(row.person, person)

    def test_lines_are_numbered_as_in_a_spreadsheet(self):
        titles = ["one\nof two lines", "two", "three"]
        content = write_csv([CELLS | {"Titre": title} for title in titles])
        rows = content.split(b"\r\n")
        rows.insert(2, b"")  # an empty line between the first and the second row
        lines = read_all(b"\r\n".join(rows))
        self.assertEqual(
            [(line.number, line.row.title) for line in lines],
            [(2, titles[0]), (4, titles[1]), (5, titles[2])],
        )

    def test_files_that_are_none(self):
        without_rows = write_csv([])
        for content, code in [
            (b"", "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b" \r\n\r\n", "empty"),
            (without_rows, "no_rows"),
            (without_rows + b"\r\n,,,\r\n", "no_rows"),
            (write_csv([CELLS]).decode().encode("latin-1"), "not_utf8"),
            (write_csv([CELLS]).decode().encode("utf-16"), "utf16"),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
            (b"PK\x03\x04\xff\xfe", "broken_xlsx"),
            (without_rows + b'"never closed,\r\n', "broken_csv"),
            (b"Hello,\r\nworld", "unknown_columns"),
            (b"%PDF-1.4", "pdf"),
            (write_csv([CELLS]).replace(b",", b";"), "separator"),
        ]:
            with self.subTest(content=content[:40]):
                with self.assertRaises(FileProblem) as caught:
                    read_all(content)
                self.assertEqual(caught.exception.code, code)

    def test_every_column_is_needed(self):
        for column in COLUMNS:
            headings = [heading for heading in CELLS if heading != column]
            cells = {heading: CELLS[heading] for heading in headings}
            with self.subTest(column=column), self.assertRaises(FileProblem) as caught:
                read_all(write_csv([cells], headings))
            self.assertEqual(caught.exception.detail, column)

    def test_cells_that_are_not_understood(self):
        for column, text, code in [
            ("Date", "", "not_a_date"),
            ("Date", "31/12/2025", "not_a_date"),
            ("Date", "2025-02-30", "not_a_date"),
            ("Date", "=1+1", "not_a_date"),
            ("Date de fin", "tomorrow", "not_a_date"),
            (HOURS, "", "not_a_number"),
            (HOURS, "nan", "not_a_number"),
            (HOURS, "inf", "not_a_number"),
            (HOURS, "1_000", "not_a_number"),
            (HOURS, "1e999", "not_a_number"),
            (HOURS, "3:30", "not_a_number"),
            (HOURS, "١٢", "not_a_number"),
            ("Distance (en km)", "far", "not_a_number"),
            (PENDING, "", "not_true_or_false"),
            (PENDING, "perhaps", "not_true_or_false"),
        ]:
            with self.subTest(column=column, text=text):
                with self.assertRaises(CellProblem) as caught:
                    read_row(CELLS | {column: text})
                problem = caught.exception
                self.assertEqual(
                    (problem.code, problem.column, problem.text), (code, column, text)
                )

    def test_numbers(self):
        for text, hours in [
            ("0.0", 0.0),
            ("0.3333333333333333", 1 / 3),
            ("3,5", 3.5),
            ("-1", -1.0),
            ("1e2", 100.0),
        ]:
            self.assertEqual(read_row(CELLS | {HOURS: text}).hours, hours)

    def test_characters_that_no_database_holds(self):
        content = write_csv([CELLS]).replace(b"Tenue", b"Te\x00nue")
        [line] = read_all(content)
        self.assertEqual(line.row.title, CELLS["Titre"])

    def test_one_bad_line_leaves_the_others(self):
        lines = read_all(write_csv([CELLS, CELLS | {"Date": "?"}, CELLS]))
        self.assertEqual([bool(line.row) for line in lines], [True, False, True])
        self.assertEqual(lines[1].problem.code, "not_a_date")

    def test_shifted_cells_are_not_trusted(self):
        content = write_csv([CELLS]).replace(b"Accueil", b"Accueil, visites")
        [line] = read_all(content)
        self.assertEqual(line.problem.code, "beyond_last_column")
        self.assertEqual(line.problem.text, "Expert")

    def test_cells_dropped_at_the_end(self):
        [line] = read_all(
            write_csv([CELLS]).replace(b",Accueil,Atelier v\xc3\xa9lo,Expert", b"")
        )
        self.assertEqual((line.row.activity, line.row.level), ("", ""))

    @patient
    @given(st.lists(cells, min_size=1, max_size=5))
    def test_any_text_comes_back(self, rows):
        lines = read_all(write_csv(rows))
        self.assertEqual(len(lines), len(rows))
        for line, written in zip(lines, rows, strict=True):
            row = line.row
            for column, name in TEXT_COLUMNS.items():
                if name:
                    self.assertEqual(getattr(row, name), plain(written[column]))
            self.assertEqual(str(row.date), written["Date"])
            self.assertEqual(str(row.date_end or ""), written["Date de fin"])
            self.assertEqual(repr(row.hours), written[HOURS])
            self.assertEqual(row.distance, float(written["Distance (en km)"] or 0))
            is_pending = row.state == "submitted"
            self.assertEqual(str(is_pending), written[PENDING])

    @patient
    @given(st.binary(max_size=200))
    def test_any_bytes_give_a_file_problem(self, content):
        with self.assertRaises(FileProblem):
            read_all(content)


class TestImportKeys(BaseCase):
    def _keys(self, *rows):
        lines = read_all(write_csv(rows))
        return compute_import_keys(line.row for line in lines)

    @patient
    @given(st.lists(cells, min_size=1, max_size=4), st.randoms(), st.data())
    def test_same_in_any_order_of_columns_and_rows(self, rows, random, data):
        headings = data.draw(st.permutations(list(CELLS)))
        lines = read_all(write_csv(rows, headings))
        self.assertEqual(
            compute_import_keys(line.row for line in lines), self._keys(*rows)
        )
        shuffled = random.sample(rows, len(rows))
        self.assertEqual(set(self._keys(*shuffled)), set(self._keys(*rows)))

    def test_all_columns_count_but_moderation_and_the_clock(self):
        [key] = self._keys(CELLS)
        others = {
            "Date": "2025-12-05",
            "Date de fin": "2025-12-05",
            HOURS: "3.75",
            "Distance (en km)": "12.51",
        } | {column: "other" for column in TEXT_COLUMNS}
        for column, text in others.items():
            with self.subTest(column=column):
                self.assertNotEqual(self._keys(CELLS | {column: text}), [key])
        for column, text in [(PENDING, "True"), ("Durée", "03:30")]:
            self.assertEqual(self._keys(CELLS | {column: text}), [key])

    def test_same_content_written_otherwise(self):
        """As other formats write it: dates, decimals, empty cells, line breaks."""
        [key] = self._keys(CELLS | {"Description": "a\nb", "Titre": "Café"})
        for other in [
            {"Description": "a\r\nb"},
            {"Titre": "Cafe\u0301"},
            {HOURS: "3.50"},
            {HOURS: "3,5"},
            {"Distance (en km)": "12.5"},
            {"Niveau": " Expert "},
        ]:
            same = CELLS | {"Description": "a\nb", "Titre": "Café"} | other
            self.assertEqual(self._keys(same), [key])
        third = self._keys(CELLS | {HOURS: "0.3333333333333333"})
        self.assertEqual(self._keys(CELLS | {HOURS: "0.333333333333"}), third)
        without = self._keys(CELLS | {"Distance (en km)": ""})
        self.assertEqual(self._keys(CELLS | {"Distance (en km)": "0"}), without)

    def test_neighbouring_cells_do_not_run_together(self):
        self.assertNotEqual(
            self._keys(CELLS | {"Titre": "ab", "Description": "c"}),
            self._keys(CELLS | {"Titre": "a", "Description": "bc"}),
        )

    def test_equal_rows_differ_by_rank(self):
        keys = self._keys(CELLS, CELLS, CELLS)
        self.assertEqual(len(set(keys)), 3)
        self.assertEqual(self._keys(CELLS, CELLS), keys[:2])

    def test_validated_rows_rank_first_among_equals(self):
        """Else the order of a later file would decide which one gets approved."""
        pending = CELLS | {PENDING: "True"}
        first, second = self._keys(CELLS, pending)
        self.assertEqual(self._keys(pending, CELLS), [second, first])
        self.assertEqual(self._keys(pending, pending), [first, second])

    def test_key_is_kept_from_version_to_version(self):
        """What was imported years ago must still be recognised."""
        self.assertEqual(
            self._keys(CELLS),
            ["480c9193298809197c3fbcaf55a419eff4165c323c131110f51ab3775723845e"],
        )


class TestNames(BaseCase):
    def test_fold(self):
        for one, other in [
            ("Maëlys Lefèvre", "MAELYS  lefevre"),
            ("l’extérieur", "L'EXTERIEUR"),
            ("Atelier\u00a0vélo", " atelier velo\n"),
            ("Ñuñez", "nunez"),
            ("Straße", "STRASSE"),
            ("campagnes…", "campagnes..."),
        ]:
            self.assertEqual(fold(one), fold(other))
        for one, other in [
            ("Atelier vélo", "Atelier vélos"),
            ("がくせい", "かくせい"),
            ("🎉", "🎈"),
            ("´", "¨"),
        ]:
            self.assertNotEqual(fold(one), fold(other))

    def test_find(self):
        directory = Directory()
        directory.add(1, ["Étienne Dupré"])
        self.assertEqual(directory.find("etienne dupre"), [1])
        self.assertEqual(directory.find("Étienne"), [])
        directory.add(2, ["Etienne Dupre"])
        self.assertEqual(directory.find("Etienne  Dupre"), [2])
        self.assertEqual(directory.find("Étienne Dupré"), [1])
        self.assertEqual(directory.find("ÉTIENNE DUPRÉ"), [1, 2])

    def test_find_what_is_likely(self):
        directory = Directory()
        directory.add("ended", ["Paul Martin"], False, True)
        directory.add("engaged", ["Paul Martin"], True, False)
        self.assertEqual(directory.find("paul martin"), ["engaged"])
        directory.add("both", ["Paul Martin"], True, True)
        self.assertEqual(directory.find("paul martin"), ["both"])
        directory.add("twin", ["Paul Martin"], True, True)
        self.assertEqual(directory.find("paul martin"), ["both", "twin"])

    def test_several_names(self):
        directory = Directory()
        directory.add(1, ["Reception", "Accueil", ""])
        self.assertEqual(directory.find("ACCUEIL"), [1])
        self.assertEqual(directory.find("reception"), [1])
        self.assertEqual(directory.find(""), [])
