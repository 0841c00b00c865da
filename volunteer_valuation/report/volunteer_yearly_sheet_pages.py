"""How a sheet is laid out on paper: widths of columns, ends of pages.

Only patched builds of wkhtmltopdf repeat the heading of a table on its next page, and
distributions ship unpatched ones. So each page is a table of its own: how many rows it takes
is estimated here, rather too high than too low.

Pure. All sizes are CSS pixels at the scale of our paper format.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

PAGE = 1310
PAGE_HEADING = 90
# Title, association and person with their addresses.
FIRST_PAGE_HEADING = 310
# Sums and the places for both signatures.
ENDING = 310
LINE = 20
ROW_PADDING = 9
CELL_PADDING = 8
# What a heading asks for.
NARROWEST_COLUMN = 130
# What characters take at the size that rows are printed in, in a rather wide typeface.
NARROW, SMALL, CAPITAL, WIDE = 5, 8, 11, 15
NARROW_CHARACTERS = frozenset(" fijlrt'’.,:;!|()[]-")


def share_width(total: int, columns: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Share ``total`` among columns of these texts.

    Each has what its longest text asks for, or an equal share of what the others leave.
    """
    wanted = {
        name: max([NARROWEST_COLUMN, *(measure(text) + CELL_PADDING for text in texts)])
        for name, texts in columns.items()
    }
    widths = {}
    for name in sorted(wanted, key=wanted.get):
        share = (total - sum(widths.values())) // (len(wanted) - len(widths))
        widths[name] = min(wanted[name], share)
    # What nobody asked for goes to the last and widest.
    return widths | {name: total - sum(widths.values()) + widths[name]}


def paginate(
    heights: Sequence[int],
    first_heading: int = FIRST_PAGE_HEADING,
    ending: int = ENDING,
) -> Iterator[slice]:
    """Cut rows of these heights into pages.

    The signatures never stand alone: the last page holds at least one row above them.
    """
    first, room = 0, PAGE - first_heading
    last = len(heights) - 1
    for number, height in enumerate(heights):
        needed = height + ending if number == last else height
        if needed > room and number > first:
            yield slice(first, number)
            first, room = number, PAGE - PAGE_HEADING
        room -= height
    yield slice(first, len(heights))


def estimate_row(cells: Iterable[tuple[str, int]], more_lines: int = 0) -> int:
    """Height of a row whose ``cells`` hold texts in columns of these widths."""
    lines = max(count_lines(text, width - CELL_PADDING) for text, width in cells)
    return LINE * (lines + more_lines) + ROW_PADDING


def count_lines(text: str, width: int) -> int:
    """Lines that ``text`` takes: words are kept whole where they fit."""
    lines, used = 1, 0
    for word in text.split():
        length = measure(word)
        if used and used + NARROW + length > width:
            lines, used = lines + 1, 0
        used += length + (NARROW if used else 0)
        while used > width:
            lines, used = lines + 1, used - width
    return lines


def measure(text: str) -> int:
    """Width of ``text`` on one line."""
    return sum(map(_measure_character, text))


def _measure_character(character: str) -> int:
    if character in NARROW_CHARACTERS:
        return NARROW
    if unicodedata.east_asian_width(character) in "WF":
        return WIDE
    return CAPITAL if character.isupper() else SMALL
