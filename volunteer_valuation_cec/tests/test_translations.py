from odoo.tests import TransactionCase, tagged

from odoo.addons.volunteer_valuation.tests.translations_common import TranslationsTests


@tagged("post_install", "-at_install")
class TestCecTranslations(TranslationsTests, TransactionCase):
    module = "volunteer_valuation_cec"
