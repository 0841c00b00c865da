from odoo.tests import TransactionCase, tagged

from .translations_common import TranslationsTests


@tagged("post_install", "-at_install")
class TestTranslations(TranslationsTests, TransactionCase):
    module = "volunteer_valuation"

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
