from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import file_open

from ..tools.benevalibre import HOURS, PENDING
from .test_benevalibre import CELLS, write_csv
from .time_import_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportFile(ImportCase):
    """What is no export of the peer's: one clear sentence, never a traceback."""

    def _assert_refused(self, content, sentence):
        for action in ("action_check", "action_import"):
            with self.assertRaisesRegex(UserError, sentence):
                getattr(self._prepare(content=content), action)()

    def test_no_file(self):
        wizard = self._prepare({}, data_file=False)
        for action in (wizard.action_check, wizard.action_import):
            with self.assertRaisesRegex(UserError, "The file is empty"):
                action()

    def test_empty_file(self):
        self._assert_refused(b"", "The file is empty")
        self._assert_refused(b"\xef\xbb\xbf\r\n", "The file is empty")

    def test_headings_only(self):
        self._assert_refused(write_csv([]), "no time at all")

    def test_missing_column(self):
        content = write_csv([CELLS]).replace("Catégorie".encode(), b"Kind")
        self._assert_refused(content, "The column “Catégorie” is missing")

    def test_picture(self):
        with file_open("base/static/img/avatar_grey.png", "rb") as file:
            self._assert_refused(file.read(), "not a CSV in UTF-8")

    def test_other_encoding(self):
        content = write_csv([CELLS]).decode().encode("latin-1")
        self._assert_refused(content, "not a CSV in UTF-8")

    def test_cut_transmission(self):
        with self.assertRaisesRegex(UserError, "not transmitted whole"):
            self._prepare({}, data_file=b"AAAAA").action_import()

    def test_line_that_is_not_understood(self):
        for column, text, sentence in [
            ("Date", "31/12/2025", "“31/12/2025” in column “Date” is not a date"),
            (HOURS, "3:30", "“3:30” in column “Durée .en heures.” is not a number"),
            (PENDING, "?", "“.” in column .* is neither True nor False"),
        ]:
            check = self._check({}, {column: text})
            self.assertEqual((check.line_count, check.error_count), (2, 1))
            self.assertEqual(check.line_ids[0].number, 3, "errors come first")
            self.assertEqual(check.line_ids[0].outcome, "error")
            self.assertRegex(check.line_ids[0].problem, sentence)
            with self.assertRaisesRegex(UserError, f"line 3: {sentence}"):
                self._import({}, {column: text})
        shifted = write_csv([CELLS]).replace(b"Accueil", b"Accueil, visites")
        self.assertRegex(
            self._check(content=shifted).line_ids.problem, "the cells .* are shifted"
        )

    def test_check_is_forgotten_with_its_choices(self):
        check = self._check({})
        with Form(check) as form:
            self.assertEqual(form.line_count, 1)
            form.create_missing = False
            self.assertEqual((form.line_count, len(form.line_ids)), (0, 0))

    def test_other_association_is_told(self):
        check = self._check({"Association": "Le Hangar"}, {})
        self.assertEqual(check.error_count, 0)
        self.assertIn("Le Hangar", check.note)
        self.assertIn("Les Ateliers du Canal", check.note)
        self.assertEqual(
            self._import({"Association": "Le Hangar"}).company_id, self.association
        )
