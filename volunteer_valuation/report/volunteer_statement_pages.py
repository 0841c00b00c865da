"""How a year's statement is laid out on paper, table by table.

Unpatched builds of wkhtmltopdf repeat no heading and cut a table wherever the paper ends.
So each page holds tables of its own, whose heights are estimated here, rather too high than
too low. All sizes are CSS pixels, those of the style in
``volunteer_statement_templates.xml``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .volunteer_statement_cells import Picture, Piece, Row, Table
from .volunteer_yearly_sheet_pages import PAGE, count_lines

PAPER_WIDTH = 880
COLUMN_WIDTH = 84
TEXT_PADDING = 8
# Texts are measured at 14 px and printed at 12.
PRINTED, MEASURED = 12, 14
FIRST_PAGE_HEADING = 190
PAGE_HEADING = 60
TITLE = 48
HEADING_PADDING = 8
LINE = 16
ROW_PADDING = 7
BAR = 52
NOTE_MARGIN = 8


@dataclass(frozen=True)
class Block:
    """Heights of what is placed: its heading, each of its rows, and what follows them."""

    heading: int
    rows: Sequence[int]
    ending: int = 0

    @property
    def height(self) -> int:
        return self.heading + sum(self.rows) + self.ending


def paginate(shown: Iterable[Table | Picture]) -> list[list[Piece]]:
    """The pieces of each page, in their order."""
    shown = list(shown)
    rooms = PAGE - FIRST_PAGE_HEADING, PAGE - PAGE_HEADING
    return [
        [_cut(shown[number], rows) for number, rows in page]
        for page in place([_measure(block) for block in shown], *rooms)
    ]


def place(
    blocks: Sequence[Block], first_room: int, next_room: int
) -> Iterator[list[tuple[int, slice]]]:
    """Number of a block and its rows, for each page.

    A block that fits on half a page is kept whole; a longer one is cut between rows, its
    heading repeated, and never leaves its heading or its ending alone.
    """
    page, room = [], first_room
    for number, block in enumerate(blocks):
        is_whole = block.height <= next_room // 2
        needed = block.height if is_whole else block.heading + sum(block.rows[:2])
        if page and needed > room:
            yield page
            page, room = [], next_room
        first, room = 0, room - block.heading
        for row, height in enumerate(block.rows):
            is_last = row == len(block.rows) - 1
            if row > first and height + is_last * block.ending > room:
                yield [*page, (number, slice(first, row))]
                page, first, room = [], row, next_room - block.heading
            room -= height
        page.append((number, slice(first, len(block.rows))))
        room -= block.ending
    if page:
        yield page


def get_widths(table: Table) -> list[int]:
    """Widths of the columns: those of texts but the last are as narrow as numbers."""
    others = len(table.headings) - 1
    widths = [COLUMN_WIDTH] * others
    widths.insert(table.text_columns - 1, PAPER_WIDTH - others * COLUMN_WIDTH)
    return widths


def _cut(block, rows):
    return Piece(
        block,
        block.rows[rows],
        is_first=rows.start == 0,
        is_last=rows.stop == len(block.rows),
    )


def _measure(block):
    if isinstance(block, Picture):
        return Block(TITLE, [BAR] * len(block.rows))
    widths = get_widths(block)
    return Block(
        TITLE + LINE * _count_lines(block.headings, widths) + HEADING_PADDING,
        [_measure_row(row, widths[: block.text_columns]) for row in block.rows],
        ending=sum(
            LINE * _count_printed_lines(note, PAPER_WIDTH) + NOTE_MARGIN
            for note in block.notes
        ),
    )


def _measure_row(row: Row, widths):
    texts = [cell.value or "" for cell in row.cells[: len(widths)]]
    return LINE * _count_lines(texts, widths) + ROW_PADDING


def _count_lines(texts, widths):
    """Lines of a row of texts in columns of these widths."""
    return max(
        _count_printed_lines(text, width - TEXT_PADDING)
        for text, width in zip(texts, widths, strict=True)
    )


def _count_printed_lines(text, width):
    return count_lines(text, width * MEASURED // PRINTED)
