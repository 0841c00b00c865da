from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..report.volunteer_yearly_sheet_pages import (
    ENDING,
    FIRST_PAGE_HEADING,
    NARROWEST_COLUMN,
    PAGE,
    PAGE_HEADING,
    count_lines,
    estimate_row,
    measure,
    paginate,
    share_width,
)

HEIGHTS = st.lists(st.integers(min_value=29, max_value=1500), min_size=1, max_size=60)


class TestYearlySheetPages(BaseCase):
    # Never timed: machines are noisy.
    @settings(deadline=None)
    @given(HEIGHTS)
    def test_every_row_is_on_one_page_that_holds_it(self, heights):
        pages = list(paginate(heights))
        rows = [row for page in pages for row in range(len(heights))[page]]
        self.assertEqual(rows, list(range(len(heights))))
        for number, page in enumerate(pages):
            used = FIRST_PAGE_HEADING if number == 0 else PAGE_HEADING
            used += sum(heights[page]) + (ENDING if page is pages[-1] else 0)
            if len(heights[page]) > 1:
                self.assertLessEqual(used, PAGE)
            self.assertTrue(heights[page], "a page, or signatures, without a row")

    def test_a_page_takes_what_it_can(self):
        rows = (PAGE - FIRST_PAGE_HEADING) // 29
        heights = [29] * (rows + 1)
        self.assertEqual(
            list(paginate(heights)), [slice(0, rows), slice(rows, rows + 1)]
        )
        self.assertEqual(list(paginate([29] * 10)), [slice(0, 10)])

    def test_lines_are_those_of_whole_words(self):
        self.assertEqual(count_lines("", 100), 1)
        self.assertEqual(count_lines("desk", 100), 1)
        # Two words of 64 do not stand side by side in 100.
        self.assertEqual(count_lines("anaconda anaconda", 100), 2)
        self.assertEqual(count_lines("anaconda anaconda", 133), 1)
        self.assertEqual(count_lines("a" * 100, 80), 10)
        self.assertEqual(estimate_row([("desk", 100), ("a" * 20, 88)], 1), 3 * 20 + 9)

    def test_capitals_and_other_scripts_take_more(self):
        self.assertLess(measure("fil"), measure("con"))
        self.assertLess(measure("con"), measure("CON"))
        self.assertLess(measure("CON"), measure("会議室"))

    @settings(deadline=None)
    @given(
        st.lists(
            st.lists(st.text(max_size=80), max_size=3), min_size=1, max_size=4
        ).map(lambda columns: dict(enumerate(columns)))
    )
    def test_columns_share_the_paper(self, columns):
        widths = share_width(600, columns)
        self.assertEqual(widths.keys(), columns.keys())
        self.assertEqual(sum(widths.values()), 600)
        self.assertGreaterEqual(min(widths.values()), NARROWEST_COLUMN)

    def test_columns_have_what_they_ask_for_before_wider_ones(self):
        texts = {"name": ["x" * 80, "y"], "activity": ["x" * 20], "project": []}
        self.assertEqual(
            share_width(600, texts), {"project": 130, "activity": 168, "name": 302}
        )
        texts["activity"] = texts["name"]
        self.assertEqual(
            share_width(600, texts), {"project": 130, "activity": 235, "name": 235}
        )
