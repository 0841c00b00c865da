"""Bénévalibre's exports, versions 1 and 2, in any format. Pure: no database, no language."""

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date

from .cells import read_date, read_number, read_text
from .tables import Cell
from .time_rows import CellProblem, FileProblem, Row

DATE_END = "Date de fin"
HOURS = "Durée (en heures)"
PENDING = "En attente de modération"
DISTANCE = "Distance (en km)"
# All columns that an export has, but “Durée”: it repeats the hours as a clock shows them.
COLUMNS = (
    "Prénom",
    "Nom",
    "Pseudo",
    "Association",
    "Titre",
    "Description",
    "Date",
    DATE_END,
    HOURS,
    PENDING,
    DISTANCE,
    "Catégorie",
    "Projet",
    "Niveau",
)
# Version 1 names the hours otherwise.
OLDER_HEADINGS = {"Heures, en décimal": HOURS}
TRUTH = {"true": True, "false": False}
# Formats and spreadsheets keep more or fewer digits of a third of an hour.
KEY_DECIMALS = 6


def recognise_headings(headings: Collection[str]) -> list[str]:
    """The headings as version 2 names them.

    :raises FileProblem: naming a column that is missing
    """
    headings = [OLDER_HEADINGS.get(heading, heading) for heading in headings]
    for column in COLUMNS:
        if column not in headings:
            raise FileProblem("column_missing", column)
    return headings


def read_row(cells: Mapping[str, Cell]) -> Row:
    """One row from its cells by heading.

    :raises CellProblem: where a date, a number or the moderation is not understood
    """
    texts = {column: read_text(cells[column]) for column in COLUMNS}
    figures = {
        "Date": read_date("Date", cells["Date"]),
        DATE_END: read_date(DATE_END, cells[DATE_END]) if texts[DATE_END] else None,
        HOURS: read_number(HOURS, cells[HOURS]),
        DISTANCE: read_number(DISTANCE, cells[DISTANCE] if texts[DISTANCE] else 0),
    }
    is_pending = _read_truth(PENDING, texts[PENDING])
    return Row(
        date=figures["Date"],
        date_end=figures[DATE_END],
        hours=figures[HOURS],
        distance=figures[DISTANCE],
        title=texts["Titre"],
        description=texts["Description"],
        person=_read_person(texts),
        association=texts["Association"],
        project=texts["Projet"],
        activity=texts["Catégorie"],
        level=texts["Niveau"],
        state="submitted" if is_pending else "approved",
        identity=_identify(texts | figures),
    )


def _read_person(texts):
    """Who gave the time: the name, else the pseudonym, else nobody in particular."""
    name = f"{texts['Prénom']} {texts['Nom']}"
    return " ".join(name.split()) or texts["Pseudo"]


def _read_truth(column, text):
    try:
        return TRUTH[text.lower()]
    except KeyError:
        raise CellProblem("not_true_or_false", column, text) from None


def _identify(values):
    """All columns except moderation, alike for the same row in any format."""
    return tuple(_as_text(values[column]) for column in COLUMNS if column != PENDING)


def _as_text(value: str | float | date | None) -> str:
    if isinstance(value, float):
        value = round(value, KEY_DECIMALS)
    return unicodedata.normalize("NFC", str(value or ""))
