"""Tables in JSON: a list of objects, alone or as the “entries” of an object.

Objects are decoded one after the other: the tree is never in memory as a whole.
"""

import io
import json
import re
from collections.abc import Iterator

from .tables import LINES_AT_MOST, Record, Table
from .time_rows import FileProblem

ENTRIES = "entries"
PIECE = 256 * 1024
SPACE = re.compile(r"[ \t\r\n]*")
# An object is decoded whole.
VALUE_AT_MOST = 10_000_000
# Keys of all objects are columns: a file that has more is no table.
COLUMNS_AT_MOST = 1000


def read_json(content: bytes) -> Table:
    """The table of a JSON file: its headings are the keys of its objects.

    :raises FileProblem: where it is none
    """
    headings, count = {}, 0
    for entry in _iterate_entries(content):
        headings.update(dict.fromkeys(entry))
        count += 1
        if count > LINES_AT_MOST:
            break
        if len(headings) > COLUMNS_AT_MOST:
            raise FileProblem("not_entries")
    if not count:
        raise FileProblem("no_rows")
    return Table(list(headings), _read_records(content, headings), count)


def _read_records(content, headings) -> Iterator[Record]:
    for number, entry in enumerate(_iterate_entries(content), start=2):
        record = Record(number, [entry.get(heading) for heading in headings])
        if not record.is_empty:
            yield record


def _iterate_entries(content) -> Iterator[dict]:
    try:
        yield from _Decoder(content).iterate()
    except UnicodeDecodeError:
        raise FileProblem("not_utf8") from None
    except (ValueError, RecursionError):
        raise FileProblem("broken_json") from None


class _Decoder:
    """Walks through the text, from one token to the next, a piece of it in memory."""

    def __init__(self, content):
        stream = io.BytesIO(content)
        self._stream = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        self._text = ""
        self._position = 0
        self._decode = json.JSONDecoder(parse_constant=_refuse_constant).raw_decode

    def iterate(self) -> Iterator[dict]:
        """The objects of the list, one after the other.

        :raises ValueError: where the text is not JSON
        :raises FileProblem: where it holds no list of objects
        """
        if self._peek() == "[":
            yield from self._iterate_list()
        else:
            yield from self._iterate_entries()
        if self._peek():
            raise ValueError("more follows")

    def _iterate_entries(self):
        has_entries = False
        for _ in self._iterate_items("{", "}"):
            key = self._read_value()
            self._take(":")
            if key == ENTRIES and self._peek() == "[":
                has_entries = True
                yield from self._iterate_list()
            else:
                self._read_value()
        if not has_entries:
            raise FileProblem("not_entries")

    def _iterate_list(self):
        for _ in self._iterate_items("[", "]"):
            entry = self._read_value()
            if not isinstance(entry, dict):
                raise FileProblem("not_entries")
            yield entry

    def _iterate_items(self, opening, closing):
        """Stand before each item between the brackets; the caller reads it."""
        self._take(opening)
        if self._peek() != closing:
            yield
            while self._peek() == ",":
                self._take(",")
                yield
        self._take(closing)

    def _peek(self):
        """The next character that is no space; nothing at the end."""
        while True:
            self._position = SPACE.match(self._text, self._position).end()
            if self._position < len(self._text):
                return self._text[self._position]
            if not self._read_on():
                return ""

    def _take(self, char):
        if self._peek() != char:
            raise ValueError(f"{char} expected")
        self._position += 1

    def _read_value(self):
        self._peek()
        while True:
            try:
                value, end = self._decode(self._text, self._position)
            except ValueError:
                if len(self._text) - self._position > VALUE_AT_MOST:
                    raise FileProblem("not_entries") from None
                if not self._read_on():
                    raise
                continue
            # Where the piece ends, a number may go on: 1e+ is a 1 so far.
            if len(self._text) - end > len("e+") or not self._read_on():
                self._position = end
                return value

    def _read_on(self):
        """Have as much again as is left, or a piece, and forget what was read before."""
        left = len(self._text) - self._position
        more = self._stream.read(max(PIECE, left))
        if more:
            self._text = self._text[self._position :] + more
            self._position = 0
        return bool(more)


def _refuse_constant(constant):
    raise ValueError(constant)
