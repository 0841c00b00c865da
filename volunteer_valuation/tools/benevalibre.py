"""Bénévalibre's exports, versions 1 and 2, in any format. Pure: no database, no language."""

import unicodedata
from collections.abc import Mapping
from datetime import date

from .cells import read_date, read_number, read_text, read_truth
from .tables import Cell, Formula
from .time_rows import Row

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
TRUTHS = {"true": True, "false": False}
# Formats and spreadsheets keep more or fewer digits of a third of an hour.
KEY_DECIMALS = 6


def name_column(heading: str) -> str:
    """The heading as version 2 writes it; nothing where it is not read."""
    heading = OLDER_HEADINGS.get(heading, heading)
    return heading if heading in COLUMNS else ""


def read_row(cells: Mapping[str, Cell]) -> Row:
    """One row from its cells by heading.

    :raises CellProblem: where a date, a number or the moderation is not understood
    """
    texts = {column: _read_text(cells[column]) for column in COLUMNS}
    figures = {
        "Date": read_date("Date", cells["Date"]),
        DATE_END: read_date(DATE_END, cells[DATE_END]) if texts[DATE_END] else None,
        HOURS: read_number(HOURS, cells[HOURS]),
        DISTANCE: read_number(DISTANCE, cells[DISTANCE] if texts[DISTANCE] else 0),
    }
    is_pending = read_truth(PENDING, cells[PENDING], TRUTHS)
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


def _read_text(cell):
    """Titles such as =1+1 are exported to workbooks as formulas: their text was meant."""
    return read_text(cell.text if isinstance(cell, Formula) else cell)


def _read_person(texts):
    """Who gave the time: the name, else the pseudonym, else nobody in particular."""
    name = f"{texts['Prénom']} {texts['Nom']}"
    return " ".join(name.split()) or texts["Pseudo"]


def _identify(values):
    """All columns except moderation, alike for the same row in any format."""
    return tuple(_as_text(values[column]) for column in COLUMNS if column != PENDING)


def _as_text(value: str | float | date | None) -> str:
    if isinstance(value, float):
        value = round(value, KEY_DECIMALS)
    return unicodedata.normalize("NFC", str(value or ""))
