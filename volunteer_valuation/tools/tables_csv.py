"""Tables in CSV: comma separated UTF-8, with or without byte order mark."""

import csv
import io
from collections.abc import Iterator

from .tables import Record, Table
from .time_rows import FileProblem

OTHER_SEPARATORS = (b";", b"\t")


def read_csv(content: bytes) -> Table:
    """The table of a CSV file.

    :raises FileProblem: where it is none, at once or while its records are read
    """
    _check_separator(content)
    records = _read_records(content)
    headings = next(records, None)
    if headings is None:
        raise FileProblem("empty")
    return Table(
        [cell.strip() for cell in headings.cells],
        records,
        size=content.count(b"\n") + content.count(b"\r"),
        is_csv=True,
    )


def _check_separator(content: bytes) -> None:
    headings = io.BytesIO(content).readline()
    for separator in OTHER_SEPARATORS:
        if headings.count(separator) > headings.count(b","):
            raise FileProblem("separator", separator.decode())


def _read_records(content: bytes) -> Iterator[Record]:
    # Python 3.10's csv cannot read the NUL character, nor a database hold it.
    stream = io.BytesIO(content.replace(b"\x00", b""))
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    width = None
    try:
        for number, cells in enumerate(csv.reader(text, strict=True), start=1):
            record = Record(number, cells)
            if record.is_empty:
                continue
            yield record
            width = width or len(cells)
    except UnicodeDecodeError:
        raise FileProblem("not_utf8") from None
    except csv.Error:
        raise FileProblem("broken_csv") from None
    # Software ends the last line too.
    if width and len(cells) < width and not content.endswith((b"\n", b"\r")):
        raise FileProblem("cut_off")
