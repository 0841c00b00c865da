import json
from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import tagged

from .hostile_common import EXECUTED, SCRIPT, HostileCommon

FORMULA = "=HYPERLINK(1)"


@tagged("post_install", "-at_install")
class TestHostileText(HostileCommon):
    """Script in every text that people write: shown as text, wherever it comes out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attacker.name = f"{SCRIPT} name"
        cls.own.engagement_id.approver_id = cls.approver_user
        cls.stall = cls.env["volunteer.link"].create(
            {"name": f"{SCRIPT} stall", "company_id": cls.association.id}
        )
        cls.association.volunteer_message = f"{SCRIPT} why"

    def _declare_script(self, path="/my/volunteering/new", **told):
        """Declare time with script in every text, as one whom nothing stops."""
        form = {
            "name": f"{SCRIPT} {path}",
            "description": f"{SCRIPT} description",
            "late_reason": f"{SCRIPT} late",
            "date": "2025-03-12",
            "hours": "1",
        }
        response = self._post(path, **form | told)
        self.assertEqual(response.status_code, 303, response.text)
        return self.env["volunteer.time.entry"].search([], order="id desc", limit=1)

    def assertText(self, text, told=SCRIPT):
        """Script is in there as text, and not as script."""
        for executed in EXECUTED:
            self.assertNotIn(executed, text)
        if told:
            self.assertIn("&lt;script&gt;", text)

    def test_pages(self):
        self._sign_in()
        entry = self._declare_script()
        path = f"/my/volunteering/{entry.id}"
        self._post(f"{path}/comment", body=f"{SCRIPT} comment")
        with self.env.cr.savepoint():
            entry.action_refuse(f"{SCRIPT} reason")
        for shown in (
            "/my/volunteering",
            path,
            f"{path}/edit",
            "/my/volunteering/new",
            f"/my/volunteering/new?again={entry.id}",
            f"/my/volunteering?search={SCRIPT}",
        ):
            with self.subTest(shown):
                self.assertText(self.url_open(shown).text)
        for shown in (
            "/my",
            "/my/volunteering/associations",
            "/my/volunteering/privacy",
        ):
            with self.subTest(shown):
                self.assertText(self.url_open(shown).text, told=None)

    def test_what_was_refused_is_shown_again_as_text(self):
        self._sign_in()
        response = self._post(
            "/my/volunteering/new", name=SCRIPT, hours=SCRIPT, date=SCRIPT
        )
        self.assertEqual(response.status_code, 200)
        self.assertText(response.text)

    def test_pages_without_an_account(self):
        self.authenticate(None, None)
        path = f"/volunteering/{self.stall._issue()}"
        self.assertText(self.url_open(path).text)
        entry = self._declare_script(path, declared_by=f"{SCRIPT} by")
        self.assertEqual(entry.declared_by, f"{SCRIPT} by")
        self.assertText(self.url_open(f"{path}?done=sent").text, told=None)

    def test_chatter_activities_and_mails(self):
        self._sign_in()
        entry = self._declare_script()
        self._post(f"/my/volunteering/{entry.id}/comment", body=f"{SCRIPT} comment")
        self._call(self.approver_user, entry, "action_approve")
        self._post(f"/my/volunteering/{entry.id}/edit", **self._tell_again(entry))
        self._call(self.approver_user, entry, "action_refuse", f"{SCRIPT} reason")
        self._post(
            f"/my/volunteering/associations/{self.association.id}",
            word=f"{SCRIPT} word",
        )
        self.env.invalidate_all()
        self.assertEqual(entry.state, "refused")
        messages = entry.message_ids | entry.engagement_id.message_ids
        self.assertTrue(any("comment" in message.body for message in messages))
        bodies = [
            *messages.mapped("body"),
            *self.env["mail.mail"].search([]).mapped("body_html"),
            *self.env["mail.activity"].search([]).mapped("note"),
        ]
        for body in filter(None, bodies):
            self.assertText(str(body), told=None)

    def _tell_again(self, entry):
        return {
            "name": f"{SCRIPT} changed",
            "date": "2025-03-12",
            "hours": "2",
            "company_id": str(entry.company_id.id),
        }

    def test_mails_tell_script_as_text(self):
        self._sign_in()
        entry = self._declare_script()
        self._call(self.approver_user, entry, "action_refuse", f"{SCRIPT} reason")
        mails = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.attacker.ids)]
        )
        self.assertTrue(mails)
        for mail in mails:
            self.assertText(mail.body_html)
            self.assertNotIn("\n", mail.subject)

    def test_yearly_sheet(self):
        self._sign_in()
        entry = self._declare_script()
        self._call(self.approver_user, entry, "action_approve")
        sheet = self.env["volunteer.yearly.sheet"].create(
            {
                "company_id": self.association.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
            }
        )
        report = "volunteer_valuation.report_yearly_sheet"
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(report, sheet.ids)
        self.assertText(html.decode())

    def test_own_export(self):
        self._sign_in()
        entry = self._declare_script(name=FORMULA)
        export = "/my/volunteering/export"
        [*_others, row] = json.loads(self.url_open(f"{export}/json").content)["entries"]
        self.assertEqual(row["description"], entry.description)
        csv = self.url_open(f"{export}/csv").content.decode("utf-8-sig")
        self.assertNotIn(f",{FORMULA}", csv)
        self.assertNotIn(f'"{FORMULA}', csv)
        workbook = load_workbook(BytesIO(self.url_open(f"{export}/xlsx").content))
        cells = [cell for cells in workbook.active.iter_rows() for cell in cells]
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])
        self.assertTrue([cell for cell in cells if cell.value == FORMULA])
