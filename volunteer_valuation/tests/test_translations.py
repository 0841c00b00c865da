import re

import polib

from odoo.tests import TransactionCase, tagged

from .translations_common import BESIDE_MAIL, FOLDER, TEMPLATE, export_template

PLACEHOLDER = re.compile(r"%\(\w+\)[\d.]*[a-z]|%[sd]|\{\w*\}")
# Whole tags: a no-break space in an expression would break the screen. Titles are read.
TAG = re.compile(r"<[^<>]+>")
TITLE = re.compile(r' title="[^"]*"')
ANEW = "run `make translations`, and translate what is new"


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """The template holds every string of ours; each language says all of it, in its words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = polib.pofile(TEMPLATE)
        cls.languages = {path.stem: polib.pofile(path) for path in FOLDER.glob("*.po")}

    def test_template_is_that_of_the_code(self):
        fresh = {entry.msgid for entry in export_template(self.env)}
        kept = {
            entry.msgid
            for entry in self.template
            if entry.msgid in fresh or not self._comes_from_an_absent_addon(entry)
        }
        self.assertEqual(sorted(fresh - kept), [], f"missing: {ANEW}")
        self.assertEqual(sorted(kept - fresh), [], f"stale: {ANEW}")

    def test_french_is_there(self):
        self.assertIn("fr", self.languages)

    def test_languages_say_what_the_template_holds(self):
        asked = {entry.msgid for entry in self.template}
        for name, language in self.languages.items():
            said = {entry.msgid for entry in language}
            self.assertEqual(sorted(asked - said), [], f"{name}: {ANEW}")
            self.assertEqual(sorted(said - asked), [], f"{name}, stale: {ANEW}")
            self.assertFalse(language.untranslated_entries(), name)
            self.assertFalse(language.fuzzy_entries(), name)
            self.assertFalse(language.obsolete_entries(), name)

    def test_placeholders_and_tags_are_kept(self):
        for name, language in self.languages.items():
            for entry in language:
                asked, said = TITLE.sub("", entry.msgid), TITLE.sub("", entry.msgstr)
                for pattern in (PLACEHOLDER, TAG):
                    with self.subTest(language=name, msgid=entry.msgid):
                        self.assertEqual(
                            sorted(pattern.findall(asked)),
                            sorted(pattern.findall(said)),
                        )

    def test_headers_tell_language_and_plurals(self):
        for name, language in self.languages.items():
            self.assertEqual(language.metadata["Language"], name)
            self.assertIn("nplurals=", language.metadata["Plural-Forms"])
            self.assertIn("charset=UTF-8", language.metadata["Content-Type"])

    def test_activities_bear_the_names_that_french_files_use(self):
        french = {entry.msgid: entry.msgstr for entry in self.languages["fr"]}
        seeded = self.env["ir.model.data"].search(
            [
                ("module", "=", "volunteer_valuation"),
                ("model", "=", "volunteer.activity"),
                ("name", "=like", "activity_%"),
            ]
        )
        activities = self.env["volunteer.activity"].with_context(lang="en_US")
        activities = activities.browse(seeded.mapped("res_id"))
        self.assertGreaterEqual(len(activities), 12)
        for activity in activities:
            self.assertEqual(french[activity.name], activity.import_name)

    def _comes_from_an_absent_addon(self, entry):
        """Whether only an addon that this database lacks would ask for this string."""
        installed = self.env["ir.module.module"]._installed()
        return BESIDE_MAIL not in installed and all(
            f"__message_has_{BESIDE_MAIL}_" in place
            for place, _line in entry.occurrences
        )
