from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..tools.benevalibre import HOURS, PENDING
from .test_benevalibre import CELLS, write_csv
from .time_import_common import ImportCase
from .wrong_files import WRONG_FILES


@tagged("post_install", "-at_install")
class TestImportFile(ImportCase):
    """What is no export of the peer's: one clear sentence, never a traceback."""

    def test_no_file(self):
        wizard = self._prepare({}, data_file=False)
        for action in (wizard.action_check, wizard.action_import):
            with self.assertRaisesRegex(UserError, "The file is empty"):
                action()

    def test_wrong_files(self):
        """Each gets its sentence, at the check and at the import, and leaves nothing."""
        before = self._count_everything()
        for name, (make, _code, sentence) in WRONG_FILES.items():
            content = make()
            for action in ("action_check", "action_import"):
                wizard = self._prepare(content=content)
                with (
                    self.subTest(file=name, action=action),
                    self.assertRaisesRegex(UserError, sentence) as caught,
                ):
                    getattr(wizard, action)()
                self.assertLess(len(str(caught.exception)), 200)
                self.assertFalse(wizard.line_ids)
        self.assertEqual(self._count_everything(), before)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", "volunteer.time.import")]
            )
        )

    def test_long_cells_are_shortened(self):
        check = self._check({"Date": "x" * 5000})
        self.assertLess(len(check.line_ids.problem), 200)

    def test_cut_transmission(self):
        with self.assertRaisesRegex(UserError, "not transmitted whole"):
            self._prepare({}, data_file=b"AAAAA").action_import()

    def test_line_that_is_not_understood(self):
        for column, text, sentence in [
            ("Date", "31/12/2025", "“31/12/2025” in column “Date” is not a date"),
            (HOURS, "3:30", "“3:30” in column “Durée .en heures.” is not a number"),
            (PENDING, "?", "“.” in column .* says neither yes nor no"),
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
