from collections import Counter

from odoo.tests import tagged
from odoo.tools import file_open

from .test_benevalibre import write_csv
from .test_reading_benevalibre import EXPORT, FORMATS
from .test_reading_paheko import CELLS as PAHEKO_CELLS
from .time_import_common import ImportCase


def read_file(file_format):
    with file_open(EXPORT + file_format, "rb") as file:
        return file.read()


@tagged("post_install", "-at_install")
class TestTimeImportFormats(ImportCase):
    """The same time in another format is the same time."""

    def test_each_format_imports_all(self):
        for file_format in FORMATS:
            with self.subTest(format=file_format), self.env.cr.savepoint() as savepoint:
                entries = self._import(content=read_file(file_format))
                self.assertEqual(len(entries), 480)
                self.assertAlmostEqual(sum(entries.mapped("hours")), 1151.67, 2)
                self.assertAlmostEqual(sum(entries.mapped("distance")), 3194.94, 2)
                self.assertEqual(
                    Counter(entries.mapped("state")), {"approved": 424, "submitted": 56}
                )
                self.env.flush_all()
                savepoint.rollback()
                self.env.invalidate_all()

    def test_other_formats_add_nothing(self):
        for first, *others in (FORMATS, FORMATS[::-1]):
            with self.env.cr.savepoint() as savepoint:
                self.assertEqual(len(self._import(content=read_file(first))), 480)
                before = self._count_everything()
                for other in others:
                    with self.subTest(first=first, other=other):
                        self.assertFalse(self._import(content=read_file(other)))
                        check = self._check(content=read_file(other))
                        self.assertEqual(check.unchanged_count, 480)
                self.assertEqual(self._count_everything(), before)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_paheko(self):
        content = write_csv([PAHEKO_CELLS], list(PAHEKO_CELLS))
        entry = self._import(content=content)
        self.assertAlmostEqual(entry.hours, 95 / 60, 9)
        self.assertEqual(entry.partner_id.name, "Maëlys Lefèvre")
        self.assertEqual(entry.activity_id.name, "Accueil")
        self.assertEqual(entry.state, "submitted", "nothing is validated over there")
        self.assertFalse(self._import(content=content), "imported before")

    def test_days_last_as_long_as_the_association_says(self):
        self.association.volunteer_day_hours = 8
        entry = self._import(content=b"date,hours,name\r\n2025-12-04,1 day,Stand\r\n")
        self.assertEqual(entry.hours, 8)
