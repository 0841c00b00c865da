from unittest.mock import patch

from odoo.tests import BaseCase
from odoo.tools.translate import code_translations

from ..tools.exchange import COLUMNS, STATES, TOTAL, YES
from ..tools.names import fold
from ..wizard.volunteer_time_import_vocabulary import MODULE, read_vocabulary


class TestTimeImportVocabulary(BaseCase):
    """What our files call things is recognised in every language of the addon."""

    def test_english(self):
        vocabulary = read_vocabulary()
        for column in COLUMNS:
            key = vocabulary.headings[fold(column.heading)]
            self.assertEqual(key, column.key, column.heading)
        self.assertEqual(vocabulary.choices["state"]["approved"], "approved")
        self.assertIn("total", vocabulary.totals)
        for text, truth in [("yes", True), ("x", True), ("no", False), ("1", True)]:
            self.assertIs(vocabulary.truths[text], truth)

    def test_french(self):
        """No two French words fall together, and none takes an English one's place."""
        french = code_translations.get_python_translations(MODULE, "fr")
        vocabulary = read_vocabulary()

        def translate(word):
            return fold(french.get(word, word))

        for column in COLUMNS:
            key = vocabulary.headings[translate(column.heading)]
            self.assertEqual(key, column.key, column.heading)
        for state, label in STATES.items():
            self.assertEqual(vocabulary.choices["state"][translate(label)], state)
        self.assertIs(vocabulary.truths[translate(YES)], True)
        self.assertIn(translate(TOTAL), vocabulary.totals)

    def test_languages_that_are_not_installed(self):
        words = {
            "Person": "Qui ?",
            "Approved": "Validée",
            "yes": "oui",
            "Total": "Somme",
        }
        with patch.object(
            type(code_translations), "get_python_translations", return_value=words
        ):
            vocabulary = read_vocabulary()
        self.assertEqual(vocabulary.headings["qui ?"], "person")
        self.assertEqual(vocabulary.headings["person"], "person")
        self.assertEqual(vocabulary.choices["state"]["validee"], "approved")
        self.assertIs(vocabulary.truths["oui"], True)
        self.assertEqual(vocabulary.totals, {"total", "somme"})
