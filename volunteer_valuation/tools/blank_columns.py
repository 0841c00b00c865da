"""A workbook of ours without what some of its columns tell. Pure.

Row by row: a booking of a million entries is not held in memory as cells. Whatever else the
file holds is copied as it stands, so that no sum, date or style can change.
"""

import io
import re
import zipfile
from collections.abc import Collection

from .large_sheet import get_letters

SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
# Below the headings.
FIRST_ROW = b'<row r="2"'
ROW_END = b"</row>"
PIECE = 1024 * 1024


def blank_columns(content: bytes, indexes: Collection[int]) -> bytes:
    """The same workbook with nothing below the headings of the columns at ``indexes``.

    :raises zipfile.BadZipFile: for what is no workbook
    """
    letters = "|".join(get_letters(index) for index in sorted(indexes))
    cell = re.compile(rf'<c r="(?:{letters})\d+"[^>]*?(?:/>|>.*?</c>)'.encode(), re.S)
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            with (
                source.open(part) as old,
                target.open(part, "w", force_zip64=True) as new,
            ):
                if SHEET.fullmatch(part):
                    _copy_sheet(old, new, cell)
                else:
                    new.write(old.read())
    return output.getvalue()


def _copy_sheet(old, new, cell):
    """Copy whole rows at a time, without the cells that ``cell`` matches."""
    rest, is_below = b"", False
    while piece := old.read(PIECE):
        rest += piece
        if not is_below:
            head, start, below = rest.partition(FIRST_ROW)
            if not start:
                continue
            new.write(head)
            rest, is_below = start + below, True
        rows, end, rest = rest.rpartition(ROW_END)
        new.write(cell.sub(b"", rows) + end)
    new.write(rest)
