"""The parts of a workbook that say where its cells are and how they are shown. Pure.

Safe with any file: what would not fit into memory is refused before it is unpacked.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree
from openpyxl.styles.numbers import (
    BUILTIN_FORMATS,
    is_date_format,
    is_timedelta_format,
)
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from .time_rows import FileProblem

# A hundred thousand lines of our widest sheet take half of that; a bomb takes more.
UNPACKED_AT_MOST = 256 * 1024 * 1024
# Settings and styles are read as a tree, which takes thirty times their size.
TREE_AT_MOST = 8 * 1024 * 1024
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


@dataclass(frozen=True)
class Parts:
    """What reading the first sheet that is shown takes."""

    archive: zipfile.ZipFile
    # Names of parts of the archive; no strings where cells hold their own.
    sheet: str
    strings: str | None
    # Numbers of the styles that show dates, and of those that show durations.
    dates: frozenset[str]
    durations: frozenset[str]
    # The day from which the workbook counts.
    epoch: object


def open_parts(content: bytes) -> Parts:
    """Open a workbook.

    :raises FileProblem: where it is another archive, protected or too large
    """
    archive = _open_archive(content)
    workbook = _parse(archive, WORKBOOK)
    relations = _parse(archive, RELATIONS)
    settings = workbook.find("{*}workbookPr")
    is_mac = settings is not None and settings.get("date1904") in ("1", "true")
    styles = _read_styles(archive, _find_related(archive, relations, "/styles"))
    return Parts(
        archive=archive,
        sheet=_find_sheet(workbook, relations),
        strings=_find_related(archive, relations, "/sharedStrings"),
        dates=_choose_styles(styles, is_date_format),
        durations=_choose_styles(styles, is_timedelta_format),
        epoch=MAC_EPOCH if is_mac else WINDOWS_EPOCH,
    )


def _open_archive(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = archive.infolist()
    names = archive.namelist()
    # Python never unpacks more of a part than it says to hold.
    if sum(part.file_size for part in parts) > UNPACKED_AT_MOST:
        raise FileProblem("too_large")
    if any(part.flag_bits & 1 for part in parts):
        raise FileProblem("protected")
    if WORKBOOK not in names:
        is_open_document = "mimetype" in names and "content.xml" in names
        raise FileProblem("open_document" if is_open_document else "no_workbook")
    return archive


def _parse(archive, part):
    if archive.getinfo(part).file_size > TREE_AT_MOST:
        raise FileProblem("too_large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(archive.read(part), parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileProblem("xml_entities")
    return root


def _find_sheet(workbook, relations):
    by_id = {relation.get("Id"): relation for relation in relations}
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        [relation_id] = filter(None, map(sheet.get, RELATION_IDS))
        relation = by_id[relation_id]
        is_sheet = relation.get("Type").endswith("/worksheet")
        if is_sheet and sheet.get("state", "visible") == "visible":
            return _get_target(relation)
    raise FileProblem("empty_sheet")


def _find_related(archive, relations, kind):
    """The part of that kind, None where there is none."""
    for relation in relations:
        if relation.get("Type", "").endswith(kind):
            target = _get_target(relation)
            return target if target in archive.namelist() else None
    return None


def _get_target(relation):
    target = relation.get("Target")
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _read_styles(archive, part) -> Mapping[str, str]:
    """The number formats by the numbers of their styles, as cells refer to them."""
    if part is None:
        return {}
    root = _parse(archive, part)
    formats = dict(BUILTIN_FORMATS) | {
        int(own.get("numFmtId")): own.get("formatCode")
        for own in root.iterfind("{*}numFmts/{*}numFmt")
    }
    styles = root.iterfind("{*}cellXfs/{*}xf")
    return {
        str(number): formats.get(int(style.get("numFmtId", 0)), "General")
        for number, style in enumerate(styles)
    }


def _choose_styles(styles, is_chosen):
    return frozenset(number for number, style in styles.items() if is_chosen(style))
