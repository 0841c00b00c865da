"""The members' time that Paheko's extension “Suivi du temps” (taima) exports.

Pure: no database, no language. Durations are minutes; older versions name the category
“Tâche”. Nothing over there is validated, so all of it waits here.
"""

import unicodedata
from collections.abc import Mapping

from .cells import read_date, read_minutes, read_text
from .tables import Cell
from .time_rows import Row

DURATION = "Durée"
# Years and weeks repeat the date; they tell these files from others.
NEEDED = ("Nom", "Catégorie", "Année", "Semaine", "Date", DURATION)
READ = (*NEEDED, "Notes")
OLDER_HEADINGS = {"Tâche": "Catégorie"}
FRENCH_DATE = "%d/%m/%Y"


def name_column(heading: str) -> str:
    """The heading as the newest version writes it; nothing where it is not read."""
    heading = OLDER_HEADINGS.get(heading, heading)
    return heading if heading in READ else ""


def read_row(cells: Mapping[str, Cell]) -> Row:
    """One row from its cells by heading. The first line of the notes says what was done.

    :raises CellProblem: where the date or the duration is not understood
    """
    day = read_date("Date", cells["Date"], FRENCH_DATE)
    minutes = read_minutes(DURATION, cells[DURATION])
    person, activity = read_text(cells["Nom"]), read_text(cells["Catégorie"])
    notes = read_text(cells.get("Notes"))
    title, _, description = notes.partition("\n")
    content = ("paheko", str(day), str(minutes), person, activity, notes)
    return Row(
        date=day,
        hours=minutes / 60,
        title=title.rstrip(),
        description=description.strip(),
        person=person,
        activity=activity,
        identity=tuple(unicodedata.normalize("NFC", text) for text in content),
    )
