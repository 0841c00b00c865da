"""Tables in CSV: comma separated UTF-8, with or without byte order mark."""

import csv
import io
from collections.abc import Iterator

from .tables import Record, Table
from .time_rows import FileProblem


def read_csv(content: bytes) -> Table:
    """The table of a CSV file.

    :raises FileProblem: where it is none, at once or while its records are read
    """
    records = _read_records(content)
    headings = next(records, None)
    if headings is None:
        raise FileProblem("empty")
    return Table([heading.strip() for heading in headings.cells], records)


def _read_records(content: bytes) -> Iterator[Record]:
    # A database cannot hold the NUL character, nor Python 3.10's csv read it.
    stream = io.BytesIO(content.replace(b"\x00", b""))
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        for number, cells in enumerate(csv.reader(text, strict=True), start=1):
            yield Record(number, cells)
    except UnicodeDecodeError:
        raise FileProblem("not_utf8") from None
    except csv.Error:
        raise FileProblem("not_csv") from None
