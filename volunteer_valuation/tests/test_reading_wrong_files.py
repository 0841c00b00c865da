import tracemalloc
from contextlib import suppress
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools import time_files
from ..tools.exchange import Vocabulary
from ..tools.time_files import read_time
from ..tools.time_rows import FileProblem
from .test_benevalibre import CELLS, write_csv
from .wrong_files import (
    SHEET,
    WRONG_FILES,
    make_export,
    make_many,
    make_workbook,
    write_json,
    write_row,
)


def read_all(content):
    return list(read_time(content, Vocabulary()))


class TestReadingWrongFiles(BaseCase):
    """What cannot be read is a problem with a code, never another exception."""

    def test_each_is_told_apart(self):
        for name, (make, code, _sentence) in WRONG_FILES.items():
            with self.subTest(file=name):
                with self.assertRaises(FileProblem) as caught:
                    read_all(make())
                self.assertEqual(caught.exception.code, code)

    def test_many_lines_are_refused_before_one_is_read(self):
        for file_format in ("csv", "xlsx", "json"):
            lines = read_time(make_many(file_format), Vocabulary())
            with self.subTest(format=file_format), self.assertRaises(FileProblem):
                next(lines)

    def test_many_lines_take_little_memory(self):
        content = make_many("csv")
        tracemalloc.start()
        try:
            with self.assertRaises(FileProblem):
                read_all(content)
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        self.assertLess(peak, 4 * 1024**2)

    def test_as_many_lines_as_may_be(self):
        """Neither headings, empty lines nor the row of sums count."""
        with patch.object(time_files, "LINES_AT_MOST", 3):
            content = b"date,hours\r\n" + b"2025-12-04,1\r\n" * 3
            total = Vocabulary(totals=frozenset({"total"}))
            lines = read_time(content + b",\r\n\r\nTotal,3\r\n", total)
            self.assertEqual(len(list(lines)), 3)
            with self.assertRaises(FileProblem):
                read_all(content + b"2025-12-04,1\r\n")

    def test_many_lines_whose_number_does_not_show(self):
        rows = write_row("date", "hours") + write_row("2025-12-04", "1") * 4
        sheet = SHEET.format(prolog="", rows=rows).encode("utf-16")
        content = make_workbook("", **{"xl/worksheets/sheet1.xml": sheet})
        self.assertEqual(len(read_all(content)), 4)
        with (
            patch.object(time_files, "LINES_AT_MOST", 3),
            self.assertRaises(FileProblem) as caught,
        ):
            read_all(content)
        self.assertEqual(caught.exception.code, "too_many_lines")

    @settings(deadline=None, max_examples=60)
    @given(st.data())
    def test_any_cut_and_any_wrong_byte(self, data):
        """Damage is a problem of the file or of its cells, whatever it hits."""
        content = data.draw(
            st.sampled_from([make_export(), write_json(CELLS), write_csv([CELLS])])
        )
        cut = data.draw(st.integers(0, len(content)))
        damaged = bytearray(content[:cut])
        if damaged:
            position = data.draw(st.integers(0, len(damaged) - 1))
            damaged[position] = data.draw(st.integers(0, 255))
        with suppress(FileProblem):
            read_all(bytes(damaged))

    @settings(deadline=None, max_examples=200)
    @given(st.binary(max_size=200), st.sampled_from([b"", b"[{", b"PK\x03\x04", b"<"]))
    def test_any_bytes(self, content, start):
        with self.assertRaises(FileProblem):
            read_all(start + content)
