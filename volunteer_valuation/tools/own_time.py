"""Our own files of time: exports, and the spreadsheet that people fill in.

Pure: no database. Their words are recognised in any language of the vocabulary.
"""

import unicodedata
from collections.abc import Mapping, Sequence

from .cells import (
    read_count,
    read_date,
    read_hours,
    read_number,
    read_text,
    read_truth,
    read_verbatim,
)
from .exchange import Vocabulary
from .names import fold
from .tables import Cell
from .time_rows import CellProblem, Row

NEEDED = ("date", "hours")
# Time stays the same while it is moderated.
MODERATION = frozenset({"state", "refusal_reason"})
KEY_DECIMALS = 6


def name_column(heading: str, vocabulary: Vocabulary) -> str:
    """The key of a column, by its key or its heading in any language; else nothing."""
    if heading in vocabulary.read_columns:
        return heading
    key = vocabulary.headings.get(fold(heading), "")
    return key if key in vocabulary.read_columns else ""


def is_total(
    columns: Sequence[str], cells: Sequence[Cell], vocabulary: Vocabulary
) -> bool:
    """Whether a record only holds the sums of the others."""
    if not cells or fold(read_text(cells[0])) not in vocabulary.totals:
        return False
    day = columns.index("date")
    return day == 0 or not any(map(read_text, cells[day : day + 1]))


def read_row(
    cells: Mapping[str, Cell], vocabulary: Vocabulary, hours_per_day: float
) -> Row:
    """One row from its cells by key; columns may be missing.

    :raises CellProblem: where a date, a number, a truth or a choice is not understood
    """
    # What is not read stands in a column without a key.
    filled = {key: cell for key, cell in cells.items() if key and read_text(cell)}

    def read(reader, key, default, *options):
        return reader(key, filled[key], *options) if key in filled else default

    columns = vocabulary.read_columns
    texts = {
        key: read_verbatim(cell)
        for key, cell in filled.items()
        if columns[key].kind == "text"
    }
    choices = {
        key: _read_choice(key, cell, vocabulary)
        for key, cell in filled.items()
        if columns[key].kind == "choice"
    }
    figures = {
        "date": read_date("date", cells.get("date")),
        "date_end": read(read_date, "date_end", None),
        "hours": read(read_hours, "hours", 0.0, hours_per_day),
        "headcount": read(read_count, "headcount", 1),
        "is_estimate": read(read_truth, "is_estimate", False, vocabulary.truths),
        "distance": read(read_number, "distance", 0.0),
    }
    return Row(
        **figures,
        **{_get_row_field(key): text for key, text in texts.items()},
        identity=_identify(texts | figures | choices, columns),
        is_handwritten="reference" not in texts,
        state=choices.pop("state", "submitted"),
        choices=choices,
    )


def _get_row_field(key):
    return "title" if key == "name" else key


def _read_choice(key, cell, vocabulary):
    text = read_text(cell)
    if text in vocabulary.read_columns[key].choices:
        return text
    choice = vocabulary.choices.get(key, {}).get(fold(text))
    if not choice:
        raise CellProblem("not_a_choice", key, text)
    return choice


def _identify(values, columns):
    """The content, alike in any format; columns to come do not change it where empty."""
    return tuple(
        (key, _as_text(values[key]))
        for key in columns
        if key not in MODERATION and values.get(key)
    )


def _as_text(value):
    if isinstance(value, float):
        value = round(value, KEY_DECIMALS)
    return unicodedata.normalize("NFC", read_text(str(value)))
