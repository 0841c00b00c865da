from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..report.volunteer_statement_cells import Bar, Cell, Picture, Row, Table
from ..report.volunteer_statement_pages import (
    FIRST_PAGE_HEADING,
    PAGE_HEADING,
    PAPER_WIDTH,
    Block,
    get_widths,
    paginate,
    place,
)
from ..report.volunteer_yearly_sheet_pages import PAGE

ROOMS = PAGE - FIRST_PAGE_HEADING, PAGE - PAGE_HEADING
BLOCKS = st.lists(
    st.builds(
        Block,
        heading=st.integers(min_value=40, max_value=100),
        rows=st.lists(
            st.integers(min_value=23, max_value=120), min_size=1, max_size=80
        ),
        ending=st.integers(min_value=0, max_value=60),
    ),
    min_size=1,
    max_size=12,
)


def make_table(count, name="Repair Café", **values):
    rows = [
        Row([Cell(f"{name} {number}"), Cell(1.0, "hours")]) for number in range(count)
    ]
    return Table("By Project", ["", "Hours"], rows, **values)


class TestStatementPages(BaseCase):
    # Never timed: machines are noisy.
    @settings(deadline=None)
    @given(BLOCKS)
    def test_every_row_is_on_one_page_that_holds_it(self, blocks):
        pages = list(place(blocks, *ROOMS))
        placed = [
            (number, row)
            for page in pages
            for number, rows in page
            for row in range(len(blocks[number].rows))[rows]
        ]
        wanted = [
            (number, row)
            for number, block in enumerate(blocks)
            for row in range(len(block.rows))
        ]
        self.assertEqual(placed, wanted)
        for page_number, page in enumerate(pages):
            self.assertTrue(page, "a page without anything")
            used = 0
            for number, rows in page:
                block = blocks[number]
                is_last = rows.stop == len(block.rows)
                used += block.heading + sum(block.rows[rows]) + is_last * block.ending
                self.assertGreater(rows.stop, rows.start, "a heading without a row")
            self.assertLessEqual(used, ROOMS[page_number > 0])

    def test_a_short_table_is_kept_whole(self):
        short, long = Block(94, [23] * 10), Block(94, [23] * 31)
        self.assertEqual(
            list(place([long, short, short], *ROOMS)),
            [[(0, slice(0, 31))], [(1, slice(0, 10)), (2, slice(0, 10))]],
        )

    def test_a_long_table_goes_on_under_its_heading(self):
        first, second, third = paginate([make_table(130, notes=["One", "Two"])])
        pieces = [*first, *second, *third]
        self.assertEqual([len(page) for page in (first, second, third)], [1, 1, 1])
        self.assertEqual([piece.is_first for piece in pieces], [True, False, False])
        self.assertEqual([piece.is_last for piece in pieces], [False, False, True])
        self.assertEqual(sum(len(piece.rows) for piece in pieces), 130)

    def test_long_names_take_more_room(self):
        table = make_table(40)
        named = make_table(40, name="Accompagnement à la scolarité des enfants " * 4)
        self.assertEqual(len(paginate([table])), 1)
        self.assertGreater(len(paginate([named])), 1)

    def test_pictures_are_cut_between_bars(self):
        picture = Picture("Hours", [Bar("Desk", 2.0, 1.0)] * 40, "hours")
        first, second = paginate([picture])
        self.assertEqual(len(first[0].rows) + len(second[0].rows), 40)
        self.assertTrue(first[0].is_picture)

    def test_columns_fill_the_paper(self):
        for table in (make_table(1), Table("", [""] * 9, []), Table("", [""] * 6, [])):
            self.assertEqual(sum(get_widths(table)), PAPER_WIDTH)
