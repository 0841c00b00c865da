"""Fed to `odoo shell`: bring the translations of the addons up to their code."""

from odoo.addons.volunteer_valuation.tests.translations_common import (
    update_translations,
)

update_translations(globals()["env"])  # what the shell gives
