from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .annex_common import AnnexCommon


@tagged("post_install", "-at_install")
class TestAnnexText(AnnexCommon):
    """Whose text it is: generated in each language, then in people's hands."""

    def test_each_language_has_its_own_text(self):
        self._approve(hours=1234.5, headcount=1, date_end=date(2025, 8, 1))
        statement = self._make()
        statement.action_generate_annex()
        french = statement.with_context(lang="fr_FR")
        self.assertIn("1,234.50", statement.with_context(lang="en_US").annex_text)
        self.assertIn("234,50", french.annex_text)
        self.assertIn("31 décembre 2025", french.annex_text)
        french.annex_text = "<p>Notre texte.</p>"
        self.assertEqual(french.annex_text, "<p>Notre texte.</p>")
        self.assertIn("1,234.50", statement.with_context(lang="en_US").annex_text)

    def test_what_somebody_wrote_is_replaced_only_when_asked_for(self):
        statement = self._make()
        statement.action_generate_annex()
        statement.action_generate_annex()
        self.assertFalse(statement.annex_is_edited)
        statement.annex_text = "<p>Ours.</p>"
        self.assertTrue(statement.annex_is_edited)
        with self.assertRaisesRegex(UserError, "Somebody changed this text"):
            statement.action_generate_annex()
        self.assertEqual(statement.annex_text, "<p>Ours.</p>")
        statement.action_generate_annex_anew()
        self.assertIn("Nature and importance", statement.annex_text)
        self.assertFalse(statement.annex_is_edited)

    def test_a_text_that_was_emptied_may_be_generated(self):
        statement = self._make(annex_text="<p>Ours.</p>")
        self.assertTrue(statement.annex_is_edited)
        statement.annex_text = False
        self.assertTrue(statement.action_generate_annex())

    def test_a_text_whose_figures_have_moved_says_so(self):
        self._approve(hours=1)
        statement = self._make()
        self.assertFalse(statement.annex_is_outdated)
        statement.action_generate_annex()
        self.assertFalse(statement.annex_is_outdated)
        self._approve(hours=1, partner_id=self.volunteer.id)
        statement.invalidate_recordset()
        self.assertTrue(statement.annex_is_outdated)
        statement.action_generate_annex()
        self.assertFalse(statement.annex_is_outdated)
        statement.date_to = date(2025, 11, 30)
        self.assertTrue(statement.annex_is_outdated)

    def test_the_text_is_printed_with_the_statement(self):
        self._approve(hours=1)
        statement = self._make()
        report = "volunteer_valuation.report_yearly_statement"
        title = "for the Annex of the Accounts"
        content, _type = self.env["ir.actions.report"]._render_qweb_html(
            report, statement.ids
        )
        self.assertNotIn(title, content.decode())
        statement.annex_text = "<p>Our own words.</p>"
        content, _type = self.env["ir.actions.report"]._render_qweb_html(
            report, statement.ids
        )
        self.assertIn(title, content.decode())
        self.assertIn("Our own words.", content.decode())

    def test_markup_is_cleaned_by_every_way_in(self):
        statement = self._make(annex_text="<p>Ours<script>alert(1)</script></p>")
        self.assertEqual(statement.annex_text, "<p>Ours</p>")
        self._call(
            self.treasurer_user,
            statement,
            "update_field_translations",
            "annex_text",
            {"fr_FR": '<p>Notre<img src="x" onerror="alert(1)"></p>'},
        )
        french = statement.with_context(lang="fr_FR").annex_text
        self.assertIn("Notre", french)
        self.assertNotIn("onerror", french)

    def test_a_rule_cannot_write_markup(self):
        self.rule.name = "<b>Bold</b><script>alert(1)</script>"
        self._approve(hours=1)
        statement = self._make()
        statement.action_generate_annex()
        self.assertIn("&lt;b&gt;Bold", statement.annex_text)

    def test_only_managers_and_treasurers_of_the_association(self):
        statement = self._make()
        portal = new_test_user(self.env, "vv_annex_portal", "base.group_portal")
        elsewhere = self._create_user(
            "elsewhere",
            "volunteer_valuation.group_volunteer_manager",
            self.other_association,
        )
        for user in (self.volunteer_user, self.approver_user, elsewhere, portal):
            for method in ("action_generate_annex", "action_generate_annex_anew"):
                with self.subTest(user=user.name), self.assertRaises(AccessError):
                    self._call(user, statement, method)
        self.assertTrue(
            self._call(self.manager_user, statement, "action_generate_annex")
        )
