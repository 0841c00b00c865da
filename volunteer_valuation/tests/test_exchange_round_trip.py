from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.exchange import COLUMNS, STATES, Vocabulary, Words
from ..tools.exchange_writers import WRITERS
from ..tools.names import fold
from ..tools.time_files import read_time

WORDS = Words(
    headings={column.key: f"Intitulé : {column.heading}" for column in COLUMNS},
    choices={"state": {state: f"État {label}" for state, label in STATES.items()}},
    yes="oui",
    no="non",
    total="Total",
    sheet="Temps",
)
VOCABULARY = Vocabulary(
    headings={fold(heading): key for key, heading in WORDS.headings.items()},
    choices={
        key: {fold(word): value for value, word in words.items()}
        for key, words in WORDS.choices.items()
    },
    truths={"oui": True, "non": False},
    totals=frozenset({fold(WORDS.total)}),
)
HOSTILE = (
    "=1+1",
    "+33 6 12",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "''=1",
    "'s Gravenhage",
    "a;=1;\"=2\n- and\n'- more",
    "<r>x</r>",
    "]]>&amp;<t/>",
    "_x0041_",
    "_x005F_x0041_",
    "bell \x07 and \x1f.",
    "\ufffe\uffff",
    " spaces ",
    "two\nlines",
    "two\r\nlines\rmore",
    'quotes ", and, commas; and; more',
    "Total",
    "1e5",
    "2025-03-12",
    "true",
    "\u202ereversed",
    "👩🏽‍🔧",
    "x" * 32_000,
)
# A database holds neither NUL nor half of a character.
TEXTS = (
    st.none()
    | st.sampled_from(HOSTILE)
    | st.text(
        st.characters(exclude_characters="\0", exclude_categories=("Cs",)),
        max_size=60,
    )
)
FIGURES = st.floats(0, 1e6)
CELLS = {
    "text": TEXTS,
    # Spreadsheets count their days from 1900.
    "date": st.dates(date(1900, 3, 1), date(2999, 12, 31)),
    "hours": FIGURES,
    "integer": st.integers(1, 10_000),
    "truth": st.booleans(),
    "choice": st.sampled_from(sorted(STATES)),
    "datetime": st.none() | st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1)),
    "rate": st.none() | FIGURES,
    "money": st.none() | FIGURES,
}
ENTRIES = st.fixed_dictionaries(
    {column.key: CELLS[column.kind] for column in COLUMNS}
    | {"date_end": st.none() | CELLS["date"]}
)


def expect(text, file_format):
    """Text that only holds spaces says nothing; a workbook breaks its lines one way."""
    text = text or ""
    if file_format == "xlsx":
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.strip() else ""


class TestExchangeRoundTrip(BaseCase):
    """What is exported is read again without loss, whatever people wrote."""

    # Never timed: machines are noisy.
    @settings(deadline=None)
    @given(st.lists(ENTRIES, min_size=1, max_size=4))
    def test_any_entry_is_read_again(self, entries):
        for number, entry in enumerate(entries):
            entry["reference"] = f"here-{number}"
        for file_format, write in WRITERS.items():
            rows = ([entry[column.key] for column in COLUMNS] for entry in entries)
            content = b"".join(write(COLUMNS, WORDS, rows))
            lines = list(read_time(content, VOCABULARY))
            self.assertEqual(len(lines), len(entries), file_format)
            for line, entry in zip(lines, entries, strict=True):
                self._check_row(line.row, entry, file_format)

    def _check_row(self, row, entry, file_format):
        self.assertIsNotNone(row, file_format)
        for column in COLUMNS:
            if not column.is_read:
                continue
            told = getattr(row, "title" if column.key == "name" else column.key)
            value = entry[column.key]
            if column.kind == "text":
                value = expect(value, file_format)
            self.assertEqual(told, value, f"{file_format} {column.key}")

    @settings(deadline=None, max_examples=30)
    @given(st.lists(ENTRIES, min_size=1, max_size=3))
    def test_all_formats_tell_the_same(self, entries):
        """A row keeps its identity from one format to another."""
        identities = []
        for write in WRITERS.values():
            rows = (
                [entry[column.key] for column in COLUMNS]
                for entry in (entry | {"reference": None} for entry in entries)
            )
            content = b"".join(write(COLUMNS, WORDS, rows))
            identities.append(
                [line.row.identity for line in read_time(content, VOCABULARY)]
            )
        self.assertEqual(identities[0], identities[1])
        self.assertEqual(identities[0], identities[2])
