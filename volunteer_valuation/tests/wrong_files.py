"""Files that are no time, or that something has happened to, and how that is told."""

import io
import json
import zipfile

from .test_benevalibre import CELLS, write_csv

CONTENT = write_csv([CELLS, CELLS])
WORKBOOK = """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{settings}
<sheets><sheet name="Time" sheetId="1" r:id="rId1"/></sheets></workbook>"""
RELATION = """<Relationship Id="{}" Target="{}"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/>"""
# Number formats: 0 general, 1 a date, 2 a duration beyond a day, 3 a clock.
STYLES = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts><cellXfs>
<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs>
</styleSheet>"""
SHEET = """{prolog}<worksheet
 xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}
</sheetData></worksheet>"""
BOMB = 300 * 1024 * 1024
TOO_MANY = 300_000


def write_relations(**sheets):
    """What the workbook refers to: its sheets by their ids, styles and shared texts."""
    relations = [(name, target, "worksheet") for name, target in sheets.items()]
    relations += [("s", "styles.xml", "styles"), ("t", "texts.xml", "sharedStrings")]
    written = "".join(RELATION.format(*relation) for relation in relations)
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{written}</Relationships>'


def write_row(*cells):
    """A row of a sheet: text inline, anything else as the XML of a cell."""
    written = "".join(
        cell
        if cell.startswith("<c")
        else f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
        for cell in cells
    )
    return f"<row>{written}</row>"


def zip_parts(**parts):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return output.getvalue()


def make_workbook(rows, prolog="", settings="", **parts):
    """A workbook with these rows on its only sheet, as XML.

    :param parts: more parts of the file, or other ones, by name
    """
    return zip_parts(
        **{
            "xl/workbook.xml": WORKBOOK.format(settings=settings),
            "xl/_rels/workbook.xml.rels": write_relations(rId1="worksheets/sheet1.xml"),
            "xl/styles.xml": STYLES,
            "xl/worksheets/sheet1.xml": SHEET.format(prolog=prolog, rows=rows),
        }
        | parts
    )


def write_texts(items, prolog=""):
    """The part that holds the shared texts."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return {"xl/texts.xml": f'{prolog}<sst xmlns="{namespace}">{items}</sst>'}


ROWS = write_row(*CELLS) + write_row(*CELLS.values())


def make_export():
    """Bénévalibre's export as a workbook."""
    return make_workbook(ROWS)


def make_bomb():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK.format(settings=""))
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(BOMB // 1024**2):
                part.write(b" " * 1024**2)
    return output.getvalue()


def make_encrypted_archive():
    """Only the flag of encryption: a password is never asked for."""
    content = bytearray(make_export())
    start = 0
    while (start := content.find(b"PK\x01\x02", start)) >= 0:
        content[start + 8] |= 1
        start += 4
    return bytes(content)


def make_compound(*streams):
    names = b"".join(name.encode("utf-16-le") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


def write_json(*rows):
    return json.dumps(rows, ensure_ascii=False).encode()


def make_many(file_format):
    """300,000 lines of our own."""
    headings = ("date", "hours")
    if file_format == "csv":
        return b"date,hours\r\n" + b"2025-12-04,1\r\n" * TOO_MANY
    if file_format == "json":
        entry = b'{"date": "2025-12-04", "hours": 1}'
        return b"[" + (entry + b",") * (TOO_MANY - 1) + entry + b"]"
    row = write_row("2025-12-04", "<c><v>1</v></c>")
    return make_workbook(write_row(*headings) + row * TOO_MANY)


ENTITIES = '<!DOCTYPE worksheet [<!ENTITY lol "lol"><!ENTITY lots "&lol;&lol;&lol;">]>'
EXTERNAL = '<!DOCTYPE worksheet [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
LOL = '<!DOCTYPE sst [<!ENTITY lol "lol">]>'
UTF16 = CONTENT.decode().encode("utf-16")
DAMAGED = "cut off or damaged"
# What the file is: how to make it, the code of its problem, words of the sentence.
WRONG_FILES = {
    "nothing": (lambda: b"", "empty", "is empty"),
    "byte order mark": (lambda: b"\xef\xbb\xbf\r\n", "empty", "is empty"),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "picture", "is a picture"),
    "JPEG": (lambda: b"\xff\xd8\xff\xe0" + bytes(99), "picture", "is a picture"),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic" + bytes(99), "picture", "is a picture"),
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3", "pdf", "is a PDF"),
    "old XLS": (lambda: make_compound("Workbook"), "old_office", "before 2007"),
    "XLSX with a password": (
        lambda: make_compound("EncryptionInfo", "EncryptedPackage"),
        "protected",
        "without one",
    ),
    "encrypted archive": (make_encrypted_archive, "protected", "by a password"),
    "ODS": (
        lambda: zip_parts(**{"mimetype": "application/vnd.oasis", "content.xml": ""}),
        "open_document",
        "OpenDocument",
    ),
    "DOCX": (
        lambda: zip_parts(**{"word/document.xml": "<document/>"}),
        "no_workbook",
        "no workbook",
    ),
    "gzip": (lambda: b"\x1f\x8b\x08" + bytes(99), "archive", "unpack it"),
    "empty archive": (lambda: zip_parts(), "archive", "unpack it"),
    "zip bomb": (make_bomb, "too_large", "too large once unpacked"),
    "row without end": (
        lambda: make_workbook(f"<row>{'<c/>' * 100_000}</row>"),
        "too_large",
        "too large once unpacked",
    ),
    "depth without end": (
        lambda: make_workbook("<row>" * 100_000),
        "too_large",
        "too large once unpacked",
    ),
    "rows without end": (
        lambda: make_workbook(ROWS + "<row/>" * 1_100_000),
        "too_large",
        "too large once unpacked",
    ),
    "other elements without end": (
        lambda: make_workbook(ROWS + "<x/>" * 1_100_000),
        "too_large",
        "too large once unpacked",
    ),
    "text without end": (
        lambda: make_workbook(write_row("x" * 20_000_000)),
        "too_large",
        "too large once unpacked",
    ),
    "empty texts without end": (
        lambda: make_workbook(ROWS, **write_texts("<si/>" * 2_500_000)),
        "too_large",
        "too large once unpacked",
    ),
    "settings without end": (
        lambda: make_workbook(ROWS, settings="<x/>" * 2_500_000),
        "too_large",
        "too large once unpacked",
    ),
    "XLSX cut off": (lambda: make_export()[:-100], "broken_xlsx", DAMAGED),
    "XLSX with a wrong byte": (
        lambda: make_export().replace(b"PK\x01\x02", b"PK\x01\x03"),
        "broken_xlsx",
        DAMAGED,
    ),
    "XLSX with broken XML": (
        lambda: make_workbook(ROWS + "<row>"),
        "broken_xlsx",
        DAMAGED,
    ),
    "XLSX with text that is nowhere": (
        lambda: make_workbook('<row><c t="s"><v>7</v></c></row>'),
        "broken_xlsx",
        DAMAGED,
    ),
    "XLSX without a sheet": (
        lambda: zip_parts(**{"xl/workbook.xml": WORKBOOK}),
        "broken_xlsx",
        DAMAGED,
    ),
    "XLSX with entities": (
        lambda: make_workbook(ROWS, prolog=ENTITIES),
        "xml_entities",
        "XML definitions",
    ),
    "XLSX that reads the server": (
        lambda: make_workbook(write_row("&secret;"), prolog=EXTERNAL),
        "xml_entities",
        "XML definitions",
    ),
    "XLSX with entities in its texts": (
        lambda: make_workbook(ROWS, **write_texts("<si><t>&lol;</t></si>", LOL)),
        "xml_entities",
        "XML definitions",
    ),
    "XLSX with entities in its settings": (
        lambda: make_workbook(
            ROWS, **{"xl/workbook.xml": LOL + WORKBOOK.format(settings="&lol;")}
        ),
        "xml_entities",
        "XML definitions",
    ),
    "XML": (lambda: ENTITIES.encode(), "markup", "other XML"),
    "web page": (lambda: b"<html><table>", "markup", "web page"),
    "empty sheet": (lambda: make_workbook(""), "empty_sheet", "sheet .* is empty"),
    "sheet of empty rows": (
        lambda: make_workbook(write_row("", " ") * 3),
        "empty_sheet",
        "sheet .* is empty",
    ),
    "headings only": (lambda: write_csv([]), "no_rows", "no time at all"),
    "XLSX of headings only": (
        lambda: make_workbook(write_row(*CELLS)),
        "no_rows",
        "no time at all",
    ),
    "UTF-16": (lambda: UTF16, "utf16", "UTF-16: save it as XLSX"),
    "UTF-16 without its mark": (lambda: UTF16[2:], "utf16", "UTF-16: save it as XLSX"),
    "Latin-1": (
        lambda: CONTENT.decode().encode("latin-1"),
        "not_utf8",
        "not encoded in UTF-8",
    ),
    "semicolons": (lambda: CONTENT.replace(b",", b";"), "separator", "by “;”"),
    "semicolons in Latin-1": (
        lambda: CONTENT.replace(b",", b";").decode().encode("latin-1"),
        "separator",
        "CSV with commas in UTF-8",
    ),
    "tabs": (lambda: CONTENT.replace(b",", b"\t"), "separator", "by “tab”"),
    "CSV cut off": (lambda: CONTENT[:-30], "cut_off", "last line .* is cut off"),
    "CSV cut off within quotes": (
        lambda: CONTENT + b'A,B,C,"D',
        "broken_csv",
        DAMAGED,
    ),
    "missing column": (
        lambda: CONTENT.replace("Catégorie".encode(), b"Kind"),
        "column_missing",
        "column “Catégorie” is missing",
    ),
    "missing column of our own": (
        lambda: b"date,person\r\n2025-12-04,Me\r\n",
        "column_missing",
        "column “Hours per Person” is missing",
    ),
    "column twice": (
        lambda: b"date,hours,date\r\n2025-12-04,1,2025-12-05\r\n",
        "column_twice",
        "column “date” is there twice",
    ),
    "other table": (
        lambda: b"Hello,world\r\n1,2\r\n",
        "unknown_columns",
        "known .Hello, world.: fill in the template",
    ),
    "JSON cut off": (lambda: write_json(CELLS)[:-20], "broken_json", DAMAGED),
    "JSON with more after it": (
        lambda: write_json(CELLS) + b"[",
        "broken_json",
        DAMAGED,
    ),
    "JSON with a number that is none": (
        lambda: b'[{"date": "2025-12-04", "hours": NaN}]',
        "broken_json",
        DAMAGED,
    ),
    "deep JSON": (lambda: b'[{"date": ' + b"[" * 99_999, "broken_json", DAMAGED),
    "JSON in Latin-1": (
        lambda: write_json(CELLS).decode().encode("latin-1"),
        "not_utf8",
        "not encoded in UTF-8",
    ),
    "JSON without entries": (
        lambda: b'{"totals": {}}',
        "not_entries",
        "no list of entries",
    ),
    "JSON of numbers": (lambda: b"[1, 2]", "not_entries", "no list of entries"),
    "JSON of ever other keys": (
        lambda: write_json(*({f"key {n}": 1} for n in range(2000))),
        "not_entries",
        "no list of entries",
    ),
    "JSON object without end": (
        lambda: b"[{" + b'"key": 1, ' * 3_000_000,
        "not_entries",
        "no list of entries",
    ),
    "empty JSON list": (lambda: b"[]", "no_rows", "no time at all"),
    "CSV of 300,000 lines": (
        lambda: make_many("csv"),
        "too_many_lines",
        "more than 100,000 lines",
    ),
    "XLSX of 300,000 lines": (
        lambda: make_many("xlsx"),
        "too_many_lines",
        "more than 100,000 lines",
    ),
    "JSON of 300,000 lines": (
        lambda: make_many("json"),
        "too_many_lines",
        "more than 100,000 lines",
    ),
}
