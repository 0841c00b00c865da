"""The cells of a sheet as its XML holds them, one row after the other. Pure.

Events instead of a tree: whatever the XML holds, no more than a row of it is in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from .time_rows import FileProblem

PIECE = 64 * 1024
NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
TAGS = {
    f"{namespace} {tag}": tag
    for namespace in NAMESPACES
    for tag in ("row", "c", "v", "f", "is", "si", "t", "rPh")
}
# What a row can hold, or a workbook, with some room.
CELLS_AT_MOST = 16_384
TEXT_AT_MOST = 10_000_000
STRINGS_AT_MOST = 2_000_000
ROWS_AT_MOST = 1_048_576
# Widths, notes, colours… that are not read: far fewer than cells.
OTHERS_AT_MOST = 1_000_000
DEPTH_AT_MOST = 100


@dataclass(slots=True)
class RawCell:
    """A cell: where it stands, type and style of its value, value, formula."""

    reference: str | None
    kind: str
    style: str | None
    value: str | None = None
    formula: str | None = None


@dataclass(slots=True)
class RawRow:
    """A row: its number where it is told, and its cells."""

    number: str | None
    cells: list[RawCell]


def iterate_rows(stream: IO[bytes]) -> Iterator[RawRow]:
    """The rows of a sheet."""
    return _Events(ROWS_AT_MOST).iterate(stream)


def read_strings(stream: IO[bytes]) -> list[str]:
    """The texts that cells share."""
    return list(_Events(STRINGS_AT_MOST).iterate(stream))


class _Events:
    """Puts rows and shared texts together from what the parser meets."""

    def __init__(self, at_most):
        self._done = []
        self._room, self._room_for_others = at_most, OTHERS_AT_MOST
        self._depth = 0
        self._row = self._cell = None
        # The runs of the text at hand, the pieces of its last one, and the row's length.
        self._runs = []
        self._text = None
        self._length = 0
        self._is_reading_aid = False
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._collect
        parser.StartDoctypeDeclHandler = self._refuse_doctype

    def iterate(self, stream):
        while piece := stream.read(PIECE):
            self._parser.Parse(piece)
            yield from self._done
            self._done.clear()
        self._parser.Parse(b"", True)

    def _start(self, name, attributes):
        self._depth += 1
        if self._depth > DEPTH_AT_MOST:
            raise FileProblem("too_large")
        match TAGS.get(name):
            case "v" | "f":
                self._expect_text()
            case "t" if not self._is_reading_aid:
                self._expect_text()
            case "c":
                get = attributes.get
                self._cell = RawCell(get("r"), get("t", "n"), get("s"))
            case "row":
                self._row = RawRow(attributes.get("r"), [])
            case "is" | "si":
                self._runs = []
            case "rPh":
                # How East Asian words are read aloud.
                self._is_reading_aid = True
            case None:
                self._room_for_others -= 1
                if self._room_for_others < 0:
                    raise FileProblem("too_large")

    def _expect_text(self):
        self._text = []
        self._count(1)

    def _collect(self, text):
        if self._text is not None:
            self._text.append(text)
            self._count(len(text))

    def _count(self, length):
        self._length += length
        if self._length > TEXT_AT_MOST:
            raise FileProblem("too_large")

    def _end(self, name):
        self._depth -= 1
        match TAGS.get(name):
            case "v":
                self._cell.value = self._take_text()
            case "f":
                self._cell.formula = self._take_text()
            case "t" if not self._is_reading_aid:
                self._runs.append(self._take_text())
            case "is":
                self._cell.value = "".join(self._runs)
            case "c":
                self._row.cells.append(self._cell)
                if len(self._row.cells) > CELLS_AT_MOST:
                    raise FileProblem("too_large")
            case "row":
                self._finish(self._row)
            case "si":
                self._finish("".join(self._runs))
            case "rPh":
                self._is_reading_aid = False

    def _finish(self, item):
        self._done.append(item)
        self._length = 0
        self._room -= 1
        if self._room < 0:
            raise FileProblem("too_large")

    def _take_text(self):
        text = "".join(self._text)
        self._text = None
        return text

    def _refuse_doctype(self, *_declaration):
        """Workbooks have none: it would only be there to do harm."""
        raise FileProblem("xml_entities")
