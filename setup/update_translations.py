"""Fed to `odoo shell`: bring the translations of the addons up to their code."""

from odoo.addons.volunteer_valuation.tests.translations_common import Translations

for addon in (
    "volunteer_valuation",
    "volunteer_valuation_portal",
    "volunteer_valuation_cec",
):
    Translations(addon).update(globals()["env"])  # what the shell gives
