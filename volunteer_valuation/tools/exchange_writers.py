"""Our own files of time, written piece by piece: CSV, JSON and XLSX.

Pure: no database, no language. A writer takes the columns, the words of the reader's
language and rows in the order of the columns; it never holds more than a few of them.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice

from .exchange import ExchangeColumn, Words, guard_formula
from .exchange_totals import Totals
from .workbook import Column, Table, TotalRow, stream_workbook

# Rows that are turned into one piece of the file at a time.
PIECE = 500


def write_csv(
    columns: Sequence[ExchangeColumn], words: Words, rows: Iterable[Sequence]
) -> Iterator[bytes]:
    """Comma separated UTF-8 with its mark, ISO dates, decimal points, a row of totals."""
    totals = Totals(columns)
    shown = _show(columns, words, totals.follow(rows), guard_formula)
    headings = [guard_formula(words.headings[column.key]) for column in columns]
    yield "\ufeff".encode()
    for piece in _cut(chain([headings], shown)):
        yield _write_records(piece)
    yield _write_records([totals.as_row(words.total)])


def _write_records(records):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(records)
    return text.getvalue().encode()


def write_json(
    columns: Sequence[ExchangeColumn], words: Words, rows: Iterable[Sequence]
) -> Iterator[bytes]:
    """``{"entries": [{key: value}], "totals": {key: sum}}``, for other software."""
    keys = [column.key for column in columns]
    totals = Totals(columns)
    separator = "\n"
    yield b'{"entries": ['
    for piece in _cut(totals.follow(rows)):
        entries = (_encode(_name_values(keys, row)) for row in piece)
        yield (separator + ",\n".join(entries)).encode()
        separator = ",\n"
    yield f'\n], "totals": {_encode(totals.by_key())}}}\n'.encode()


def _name_values(keys, row):
    """The row by its keys; null where it says nothing."""
    return {
        key: None if value == "" else value
        for key, value in zip(keys, row, strict=True)
    }


def _encode(values):
    return json.dumps(values, ensure_ascii=False, default=_encode_day)


def _encode_day(value: date) -> str:
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    return value.isoformat()


def write_xlsx(
    columns: Sequence[ExchangeColumn], words: Words, rows: Iterable[Sequence]
) -> Iterator[bytes]:
    """A workbook of real dates and numbers, with a row of totals."""
    yield from stream_workbook([make_table(columns, words, rows)])


def make_table(
    columns: Sequence[ExchangeColumn], words: Words, rows: Iterable[Sequence]
) -> Table:
    """The one sheet of such a workbook."""
    totals = Totals(columns)
    shown = _show(columns, words, totals.follow(rows))
    return Table(
        words.sheet,
        [
            Column(words.headings[column.key], column.kind, column.width)
            for column in columns
        ],
        chain(shown, _write_last(totals, words.total)),
    )


def _write_last(totals, label):
    """The totals, added up only once all rows have passed."""
    yield TotalRow(totals.as_row(label))


def _show(columns, words, rows, show_text=None):
    """The rows as people read them: choices and truths in words."""
    truths = {True: words.yes, False: ""}
    shown = []
    for index, column in enumerate(columns):
        match column.kind:
            case "text" if show_text:
                shown.append((index, show_text))
            case "choice":
                shown.append((index, words.choices[column.key].__getitem__))
            case "truth":
                shown.append((index, truths.__getitem__))
    for row in rows:
        cells = list(row)
        for index, show in shown:
            if cells[index] is not None:
                cells[index] = show(cells[index])
        yield cells


def _cut(rows):
    """The rows in pieces of a few."""
    rows = iter(rows)
    while piece := list(islice(rows, PIECE)):
        yield piece


WRITERS = {"xlsx": write_xlsx, "csv": write_csv, "json": write_json}
