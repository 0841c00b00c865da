"""Bénévalibre's exports, read row by row.

Pure: no database, no language. A problem is a code with its details; the import turns it
into a sentence. A reader of one more format only has to yield numbered cells by heading.
"""

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

HOURS = "Durée (en heures)"
PENDING = "En attente de modération"
# What each column is called in our rows. “Durée” repeats the hours as a clock shows them.
COLUMNS = {
    "Prénom": "first_name",
    "Nom": "last_name",
    "Pseudo": "pseudonym",
    "Association": "association",
    "Titre": "title",
    "Description": "description",
    "Date": "date",
    "Date de fin": "date_end",
    HOURS: "hours",
    PENDING: "is_pending",
    "Distance (en km)": "distance",
    "Catégorie": "category",
    "Projet": "project",
    "Niveau": "level",
}
# Version 1 names the hours otherwise.
OLDER_HEADINGS = {"Heures, en décimal": HOURS}
TRUTH = {"true": True, "false": False}
NUMBER = re.compile(r"[+-]?\d+([.,]\d*)?(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
# Formats and spreadsheets keep more or fewer digits of a third of an hour.
KEY_DECIMALS = 6


class FileProblem(Exception):
    """The file as a whole cannot be read: ``code``, and ``detail`` where there is one."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class CellProblem(Exception):
    """One cell cannot be understood: what it should be, its column and its text."""

    def __init__(self, code: str, column: str, text: str):
        super().__init__(code, column, text)
        self.code = code
        self.column = column
        self.text = text


@dataclass(frozen=True)
class Row:
    """One exported row, whatever the format it came in. Empty text where there is none."""

    first_name: str
    last_name: str
    pseudonym: str
    association: str
    title: str
    description: str
    date: date
    date_end: date | None
    hours: float
    is_pending: bool
    distance: float
    category: str
    project: str
    level: str

    @property
    def person(self) -> str:
        """Who gave the time: the name, else the pseudonym, else nobody in particular."""
        return " ".join(f"{self.first_name} {self.last_name}".split()) or self.pseudonym

    @property
    def identity(self) -> tuple:
        """All columns except moderation, alike for the same row in any format."""
        return tuple(
            _as_text(getattr(self, field.name))
            for field in fields(self)
            if field.name != "is_pending"
        )


def _as_text(value: str | float | date | None) -> str:
    if isinstance(value, float):
        value = round(value, KEY_DECIMALS)
    return unicodedata.normalize("NFC", str(value or ""))


@dataclass(frozen=True)
class Line:
    """A line of the file as a spreadsheet numbers it: its row, or what is wrong with it."""

    number: int
    row: Row | None = None
    problem: CellProblem | None = None


def read_csv(content: bytes) -> list[Line]:
    """Read an export in CSV, UTF-8 with or without byte order mark.

    :raises FileProblem: where the content is not such a file
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileProblem("not_utf8") from None
    # A database cannot hold the NUL character, nor Python 3.10's csv read it.
    text = text.replace("\x00", "")
    if not text.strip():
        raise FileProblem("empty")
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise FileProblem("not_csv") from None
    headings = _recognise_headings(records[0])
    lines = [
        _read_line(number, headings, record)
        for number, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record)
    ]
    if not lines:
        raise FileProblem("no_rows")
    return lines


def _recognise_headings(record: Sequence[str]) -> list[str]:
    headings = [heading.strip() for heading in record]
    headings = [OLDER_HEADINGS.get(heading, heading) for heading in headings]
    for column in COLUMNS:
        if column not in headings:
            raise FileProblem("column_missing", column)
    return headings


def _read_line(number: int, headings: Sequence[str], record: Sequence[str]) -> Line:
    surplus = ", ".join(filter(None, record[len(headings) :]))
    # Spreadsheets drop the empty cells at the end of a row.
    padding = [""] * (len(headings) - len(record))
    cells = dict(zip(headings, [*record, *padding], strict=False))
    try:
        if surplus:
            # An unquoted comma has shifted the cells: none can be trusted.
            raise CellProblem("beyond_last_column", headings[-1], surplus)
        return Line(number, row=read_row(cells))
    except CellProblem as problem:
        return Line(number, problem=problem)


def read_row(cells: dict[str, str]) -> Row:
    """One row from its cells by heading.

    :raises CellProblem: where a date, a number or the moderation is not understood
    """
    values = {name: _read_text(cells[column]) for column, name in COLUMNS.items()}
    return Row(
        **values
        | {
            "date": _read_date("Date", values["date"]),
            "date_end": _read_date("Date de fin", values["date_end"])
            if values["date_end"]
            else None,
            "hours": _read_number(HOURS, values["hours"]),
            "distance": _read_number("Distance (en km)", values["distance"] or "0"),
            "is_pending": _read_truth(PENDING, values["is_pending"]),
        }
    )


def _read_text(cell: str) -> str:
    """Plain text with line breaks of one kind."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def _read_date(column: str, text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise CellProblem("not_a_date", column, text) from None


def _read_number(column: str, text: str) -> float:
    if not NUMBER.fullmatch(text):
        raise CellProblem("not_a_number", column, text)
    return float(text.replace(",", "."))


def _read_truth(column: str, text: str) -> bool:
    try:
        return TRUTH[text.lower()]
    except KeyError:
        raise CellProblem("not_true_or_false", column, text) from None


def compute_import_keys(rows: Iterable[Row]) -> list[str]:
    """One key per row, the same in every later export of the same time.

    The format has no identifier: a key is the digest of all columns except moderation,
    plus the rank among equal rows. Validated rows come first among equals, so that the
    order of the file does not decide which of them is approved.
    """
    rows = list(rows)
    seen = Counter()
    keys = {}
    for index in sorted(range(len(rows)), key=lambda index: rows[index].is_pending):
        identity = rows[index].identity
        content = json.dumps([*identity, seen[identity]], ensure_ascii=False)
        keys[index] = hashlib.sha256(content.encode()).hexdigest()
        seen[identity] += 1
    return [keys[index] for index in range(len(rows))]
