"""The template of the translations, the same in whatever database it is exported from."""

import io
from pathlib import Path

import polib

from odoo.tools.translate import PoFileWriter, TranslationModuleReader

MODULE = "volunteer_valuation"
FOLDER = Path(__file__).resolve().parent.parent / "i18n"
TEMPLATE = FOLDER / f"{MODULE}.pot"
# Installs itself beside mail nearly everywhere, and adds a field to each of our models.
BESIDE_MAIL = "sms"
# What would change with the day, the machine or the person of the export.
NOT_KEPT = {"Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date"}


def export_template(env):
    """Return all that is to be translated in this addon, as ``env`` knows it.

    Odoo's own export also holds the demonstration data and what other installed addons add
    to our models: neither is ours to translate.
    """
    upstream = env["ir.module.module"].search([("name", "=", MODULE)])
    upstream |= upstream.upstream_dependencies(exclude_states=("",))
    modules = {*upstream.mapped("name"), BESIDE_MAIL}
    rows = [
        row
        for row in TranslationModuleReader(env.cr, modules=[MODULE])
        if _is_ours(env, modules, *row[1:4])
    ]
    content = io.BytesIO()
    PoFileWriter(content, lang=None).write_rows(rows)
    template = polib.pofile(content.getvalue().decode())
    template.metadata = {
        name: value for name, value in template.metadata.items() if name not in NOT_KEPT
    }
    return template


def update_translations(env):
    """Write the template anew, and bring each language up to it: new strings stay empty."""
    template = export_template(env)
    template.save(TEMPLATE)
    for path in FOLDER.glob("*.po"):
        language = polib.pofile(path)
        language.merge(template)
        for entry in language.obsolete_entries():
            language.remove(entry)
        language.sort(key=lambda entry: entry.msgid)
        language.save()


def _is_ours(env, modules, kind, name, xmlid):
    if kind.startswith("code"):
        return True
    if xmlid.startswith(f"{MODULE}.demo_"):
        return False
    if name.split(",")[0] != "ir.model.fields":
        return True
    record = env.ref(xmlid)
    model = env[record.model]
    added_by = set(model._fields[record.name]._modules)
    if model._original_module == MODULE:
        return not added_by or bool(added_by & modules)
    return MODULE in added_by
