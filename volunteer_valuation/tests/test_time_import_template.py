import base64
import io

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..tools.exchange import COLUMNS
from .time_export_common import keep_own_columns
from .time_import_common import ImportCase

TEMPLATE_KEYS = [column.key for column in COLUMNS if column.in_template]


@tagged("post_install", "-at_install")
class TestImportTemplate(ImportCase):
    """The spreadsheet in which people write time down, reopened."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        keep_own_columns(cls)

    def _open_template(self, **context):
        wizard = self._prepare({}).with_context(**context)
        wizard.action_download_template()
        content = base64.b64decode(wizard.template_file)
        return openpyxl.load_workbook(io.BytesIO(content))

    def test_headings_alone(self):
        sheet = self._open_template().worksheets[0]
        headings = [cell.value for cell in sheet[1]]
        words = self.env["volunteer.time.entry"]._get_export_words()
        self.assertEqual(headings, [words.headings[key] for key in TEMPLATE_KEYS])
        self.assertEqual(headings[0], "Date")
        self.assertEqual(sheet.max_row, 1, "no examples to be imported by mistake")
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertGreater(sheet.column_dimensions["E"].width, 30)

    def test_every_column_is_explained(self):
        book = self._open_template()
        explained = book.worksheets[1]
        self.assertEqual(
            [row[0].value for row in explained.iter_rows(min_row=2)],
            [cell.value for cell in book.worksheets[0][1]],
        )
        for row in explained.iter_rows(min_row=2):
            self.assertGreater(len(row[1].value), 20)

    def test_lists_drop_down(self):
        self.project.volunteer_declarable = True
        hostile = self.env["volunteer.activity"].create(
            {"name": "=1+1", "company_id": self.association.id}
        )
        book = self._open_template()
        lists = book.worksheets[2]
        columns = {
            column[0].value: [cell.value for cell in column[1:] if cell.value]
            for column in lists.iter_cols()
        }
        self.assertEqual(
            columns["State"], ["Draft", "Submitted", "Approved", "Refused"]
        )
        self.assertEqual(columns["Estimated"], ["yes", "no"])
        self.assertIn("Reception", columns["Activity"])
        self.assertIn(hostile.name, columns["Activity"])
        self.assertIn("Repair Café", columns["Project"])
        self.assertNotIn("Elsewhere", columns["Project"])
        self.assertIn("Expert", columns["Level"])
        self.assertFalse(
            [cell for row in lists for cell in row if cell.data_type == "f"]
        )
        rules = book.worksheets[0].data_validations.dataValidation
        self.assertEqual(len(rules), 6)
        for rule in rules:
            self.assertTrue(rule.formula1.startswith(f"'{lists.title}'!$"))
        strict = {str(rule.sqref)[0] for rule in rules if rule.showErrorMessage}
        letters = {
            openpyxl.utils.get_column_letter(TEMPLATE_KEYS.index(key) + 1)
            for key in ("state", "is_estimate")
        }
        self.assertEqual(strict, letters, "other activities may be written")

    def test_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(
            ["volunteer_valuation"], ["fr_FR"]
        )
        sheet = self._open_template(lang="fr_FR").worksheets[0]
        headings = [cell.value for cell in sheet[1]]
        words = self.env["volunteer.time.entry"].with_context(lang="fr_FR")
        words = words._get_export_words()
        self.assertEqual(headings, [words.headings[key] for key in TEMPLATE_KEYS])
        self.assertIn("Activité", headings)

    def test_managers_only(self):
        wizard = self._prepare({})
        for user in (self.volunteer_user, self.approver_user, self.treasurer_user):
            with self.assertRaises(AccessError):
                wizard.with_user(user).action_download_template()


@tagged("post_install", "-at_install")
class TestImportTemplateDownload(ImportCase, HttpCase):
    def test_downloaded(self):
        wizard = self._prepare({})
        action = wizard.action_download_template()
        self.env.flush_all()
        self.authenticate(self.manager_user.login, self.manager_user.login)
        answer = self.url_open(action["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertIn(
            "volunteer-time-template.xlsx", answer.headers["Content-Disposition"]
        )
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(len(book.worksheets), 3)
        self.authenticate(self.volunteer_user.login, self.volunteer_user.login)
        self.assertNotEqual(self.url_open(action["url"]).content[:2], b"PK")
