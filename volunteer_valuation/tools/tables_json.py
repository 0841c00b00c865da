"""Tables in JSON: a list of objects, alone or as the “entries” of an object."""

import json
from collections.abc import Iterator

from .tables import Record, Table
from .time_rows import FileProblem

ENTRIES = "entries"


def read_json(content: bytes) -> Table:
    """The table of a JSON file: its headings are the keys of all its objects.

    :raises FileProblem: where it is none
    """
    try:
        tree = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise FileProblem("not_utf8") from None
    except (ValueError, RecursionError):
        raise FileProblem("not_json") from None
    entries = tree.get(ENTRIES) if isinstance(tree, dict) else tree
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise FileProblem("not_json")
    headings = list(dict.fromkeys(key for entry in entries for key in entry))
    return Table(headings, _read_records(headings, entries))


def _read_records(headings, entries) -> Iterator[Record]:
    for number, entry in enumerate(entries, start=2):
        yield Record(number, [entry.get(heading) for heading in headings])


def _refuse_constant(constant):
    raise ValueError(constant)
