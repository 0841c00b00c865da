"""Tables in XLSX: the first sheet of a workbook that is shown.

Read row by row: libxml2 parses, as openpyxl's own reader takes more than twice the time and
tells either formulas or their results. Nothing outside the file is ever fetched.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from functools import cache

from lxml import etree
from openpyxl.styles.numbers import (
    BUILTIN_FORMATS,
    is_date_format,
    is_timedelta_format,
)
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from .tables import Formula, Record, Table
from .time_rows import FileProblem

# A hundred thousand lines of our widest sheet take half of that; a bomb takes more.
UNPACKED_AT_MOST = 256 * 1024 * 1024
PIECE = 1024 * 1024
# As much of a tag as tells which one it is.
TAG_START = 20
ROW = re.compile(rb"<(?:\w+:)?row[ />]")
# Spreadsheets write characters that XML cannot hold as _x0001_, and _x as _x005F_x.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DIGITS = "0123456789"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def read_xlsx(content: bytes) -> Table:
    """The table on the first sheet.

    :raises FileProblem: where there is none, at once or while its records are read
    """
    with _tell_what_is_broken():
        archive = _open_archive(content)
        workbook = _Workbook(archive)
        records = _read_records(workbook)
        headings = next(records, None)
        if headings is None:
            raise FileProblem("empty_sheet")
        return Table(
            [str(cell or "").strip() for cell in headings.cells],
            records,
            bound=workbook.count_rows(),
        )


def _read_records(workbook) -> Iterator[Record]:
    with _tell_what_is_broken():
        for record in workbook.iterate():
            if not record.is_empty:
                yield record


@contextmanager
def _tell_what_is_broken():
    """Whatever a damaged archive, damaged XML or a wrong reference makes go wrong."""
    try:
        yield
    except (
        etree.LxmlError,
        zipfile.BadZipFile,
        zlib.error,
        ArithmeticError,
        EOFError,
        LookupError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
    ):
        raise FileProblem("broken_xlsx") from None


def _open_archive(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = archive.infolist()
    names = {part.filename for part in parts}
    # What an entry says of its size, Python never unpacks more of.
    if sum(part.file_size for part in parts) > UNPACKED_AT_MOST:
        raise FileProblem("too_large")
    if any(part.flag_bits & 1 for part in parts):
        raise FileProblem("protected")
    if "xl/workbook.xml" not in names:
        is_open_document = "mimetype" in names and "content.xml" in names
        raise FileProblem("open_document" if is_open_document else "no_workbook")
    return archive


class _Workbook:
    """The first sheet that is shown, and what its cells refer to."""

    def __init__(self, archive):
        self._archive = archive
        root = self._parse("xl/workbook.xml")
        settings = root.find("{*}workbookPr")
        is_mac = settings is not None and settings.get("date1904") in ("1", "true")
        self._epoch = MAC_EPOCH if is_mac else WINDOWS_EPOCH
        self._sheet = self._find_sheet(root)
        self._strings = self._read_strings()
        self._dates, self._durations = self._read_styles()

    def _parse(self, part):
        root = etree.fromstring(self._archive.read(part), etree.XMLParser(**_SAFE))
        return _refuse_dtd(root)

    def _find_sheet(self, root):
        relations = {
            relation.get("Id"): relation
            for relation in self._parse("xl/_rels/workbook.xml.rels")
        }
        for sheet in root.iterfind("{*}sheets/{*}sheet"):
            relation_id = sheet.get(RELATION_ID) or sheet.get(STRICT_RELATION_ID)
            relation = relations[relation_id]
            is_sheet = relation.get("Type").endswith("/worksheet")
            if is_sheet and sheet.get("state", "visible") == "visible":
                target = relation.get("Target")
                return target[1:] if target.startswith("/") else f"xl/{target}"
        raise FileProblem("empty_sheet")

    def _read_strings(self):
        """The texts that cells share."""
        part = "xl/sharedStrings.xml"
        if part not in self._archive.namelist():
            return []
        return [_read_text(item) for item in self._iterate_elements(part, "{*}si")]

    def _read_styles(self):
        """The numbers of the styles that show dates, and of those that show durations."""
        part = "xl/styles.xml"
        if part not in self._archive.namelist():
            return set(), set()
        root = self._parse(part)
        formats = dict(BUILTIN_FORMATS) | {
            int(own.get("numFmtId")): own.get("formatCode")
            for own in root.iterfind("{*}numFmts/{*}numFmt")
        }
        styles = [
            formats.get(int(style.get("numFmtId", 0)), "General")
            for style in root.iterfind("{*}cellXfs/{*}xf")
        ]
        return (
            {str(n) for n, style in enumerate(styles) if is_date_format(style)},
            {str(n) for n, style in enumerate(styles) if is_timedelta_format(style)},
        )

    def count_rows(self) -> int:
        """At most so many: spreadsheets keep rows that hold nothing."""
        count, rest = 0, b""
        with self._archive.open(self._sheet) as stream:
            while piece := stream.read(PIECE):
                text = rest + piece
                end = text.rfind(b">") + 1
                count += len(ROW.findall(text[:end]))
                rest = text[end:][:TAG_START]
        return count

    def iterate(self) -> Iterator[Record]:
        """All rows of the sheet. Cells beyond the first row's width close up."""
        number, width = 0, 0
        for row in self._iterate_elements(self._sheet, "{*}row"):
            number = int(row.get("r") or number + 1)
            cells = []
            for cell in row:
                value = self._read_cell(cell)
                if value is None:
                    continue
                if reference := cell.get("r"):
                    gap = _get_column(reference) - len(cells)
                    cells += [None] * (min(gap, width - len(cells)) if width else gap)
                cells.append(value)
            yield Record(number, cells)
            width = width or len(cells)

    def _read_cell(self, cell):
        formula, value = None, None
        for part in cell:
            match etree.QName(part).localname:
                case "v" if part.text:
                    value = self._read_value(part.text, cell.get("t"), cell.get("s"))
                case "is":
                    value = _read_text(part)
                case "f":
                    formula = part
        if formula is None:
            return value
        return Formula(f"={formula.text or ''}", value)

    def _read_value(self, text, kind, style):
        match kind:
            case None | "n":
                return self._read_number(text, style)
            case "s":
                return self._strings[int(text)]
            case "b":
                return text == "1"
            case "d":
                return _read_day(from_ISO8601(text))
            case _:
                return _unescape(text)

    def _read_number(self, text, style):
        number = float(text)
        if style not in self._dates:
            return number
        try:
            is_duration = style in self._durations
            return _read_day(from_excel(number, self._epoch, timedelta=is_duration))
        except (OverflowError, ValueError):
            return number

    def _iterate_elements(self, part, tag):
        """The elements called ``tag``, one after the other, each forgotten at once."""
        with self._archive.open(part) as stream:
            for _event, element in etree.iterparse(stream, tag=tag, **_SAFE):
                yield _refuse_dtd(element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]


_SAFE = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def _refuse_dtd(element):
    """Workbooks have none: it would only be there to do harm."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise FileProblem("xml_entities")
    return element


def _read_text(element):
    """The text of all runs, without the reading aids of East Asian scripts."""
    texts = []
    for part in element:
        match etree.QName(part).localname:
            case "t":
                texts.append(part.text or "")
            case "r":
                texts.append(_read_text(part))
    return _unescape("".join(texts))


@cache
def _get_letters_column(letters):
    return column_index_from_string(letters) - 1


def _get_column(reference):
    """Which column a cell such as B12 stands in, counted from 0."""
    return _get_letters_column(reference.rstrip(DIGITS))


def _unescape(text):
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text)


def _read_day(moment):
    """Spreadsheets know no dates without a time."""
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date()
    return moment
