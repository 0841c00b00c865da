"""The translations of our addons: made the same from any database, and tested alike."""

import io
import re
from pathlib import Path

import polib

from odoo.modules import get_module_path
from odoo.tools.translate import PoFileWriter, TranslationModuleReader

# Installs itself beside mail nearly everywhere, and adds a field to each of our models.
BESIDE_MAIL = "sms"
# What would change with the day, the machine or the person of the export.
NOT_KEPT = {"Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date"}


PLACEHOLDER = re.compile(r"%\(\w+\)[\d.]*[a-z]|%[sd]|\{\w*\}")
# Whole tags: a no-break space in an expression would break the screen. Titles are read.
TAG = re.compile(r"<[^<>]+>")
TITLE = re.compile(r' title="[^"]*"')
ANEW = "run `make translations`, and translate what is new"


class Translations:
    """The strings of one of our addons: their template, and what its languages say."""

    def __init__(self, module):
        self.module = module
        self.folder = Path(get_module_path(module)) / "i18n"
        self.template_path = self.folder / f"{module}.pot"

    def read_template(self):
        """The template as it is kept."""
        return polib.pofile(self.template_path)

    def read_languages(self):
        """{language: its translations}"""
        return {path.stem: polib.pofile(path) for path in self.folder.glob("*.po")}

    def export_template(self, env):
        """Return all that is to be translated in this addon, as ``env`` knows it.

        Odoo's own export also holds the demonstration data and what other installed addons
        add to our models: neither is ours to translate.
        """
        upstream = env["ir.module.module"].search([("name", "=", self.module)])
        upstream |= upstream.upstream_dependencies(exclude_states=("",))
        modules = {*upstream.mapped("name"), BESIDE_MAIL}
        rows = [
            row
            for row in TranslationModuleReader(env.cr, modules=[self.module])
            if self._is_ours(env, modules, *row[1:4])
        ]
        content = io.BytesIO()
        PoFileWriter(content, lang=None).write_rows(rows)
        template = polib.pofile(content.getvalue().decode())
        template.metadata = {
            name: value
            for name, value in template.metadata.items()
            if name not in NOT_KEPT
        }
        return template

    def update(self, env):
        """Write the template anew, bring each language up to it: new strings stay empty."""
        template = self.export_template(env)
        template.save(self.template_path)
        for path in self.folder.glob("*.po"):
            language = polib.pofile(path)
            language.merge(template)
            for entry in language.obsolete_entries():
                language.remove(entry)
            language.sort(key=lambda entry: entry.msgid)
            language.save()

    def _is_ours(self, env, modules, kind, name, xmlid):
        if kind.startswith("code"):
            return True
        if xmlid.startswith(f"{self.module}.demo_"):
            return False
        if name.split(",")[0] != "ir.model.fields":
            return True
        record = env.ref(xmlid)
        model = env[record.model]
        added_by = set(model._fields[record.name]._modules)
        if model._original_module == self.module:
            return not added_by or bool(added_by & modules)
        return self.module in added_by


class TranslationsTests:
    """The template holds every string of an addon; each language says all of it.

    To be mixed into a test case that tells its ``module``.
    """

    module = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.translations = Translations(cls.module)
        cls.template = cls.translations.read_template()
        cls.languages = cls.translations.read_languages()

    def test_template_is_that_of_the_code(self):
        fresh = {entry.msgid for entry in self.translations.export_template(self.env)}
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

    def _comes_from_an_absent_addon(self, entry):
        """Whether only an addon that this database lacks would ask for this string."""
        installed = self.env["ir.module.module"]._installed()
        return BESIDE_MAIL not in installed and all(
            f"__message_has_{BESIDE_MAIL}_" in place
            for place, _line in entry.occurrences
        )
