from lxml import html

from odoo.tests import tagged

from .entry_common import EntryCommon


@tagged("post_install", "-at_install")
class TestEntry(EntryCommon):
    """The page of one entry, and its buttons."""

    def _find_buttons(self, page):
        """Where the buttons of the page lead, below the entry's address."""
        tree = html.fromstring(page.text)
        addresses = tree.xpath("//div[@id='wrap']//form/@action") + tree.xpath(
            "//div[@id='wrap']//a[contains(@class, 'btn')]/@href"
        )
        buttons = {
            address.rpartition("/")[2].partition("?")[0] for address in addresses
        }
        self.assertIn("comment", buttons)
        return buttons - {"comment"}

    def test_it_tells_what_was_declared_and_where_it_stands(self):
        self.entry.write(
            {"description": "Rain,\nbut many people", "project_id": self.project.id}
        )
        page = self._see()
        for told in (
            "Open the doors",
            "March 12, 2025",
            "2 h 30",
            "Les Ateliers du Canal",
            "Repair Café",
            "Reception",
            "Rain,\nbut many people",
            "Draft, not sent yet",
        ):
            self.assertIn(told, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_each_state_has_its_buttons(self):
        self.assertEqual(
            self._find_buttons(self._see()), {"submit", "edit", "delete", "new"}
        )
        self.entry.action_submit()
        self.assertEqual(
            self._find_buttons(self._see()), {"edit", "withdraw", "delete", "new"}
        )
        self.entry.action_refuse("Which day was it?")
        self.assertEqual(self._find_buttons(self._see()), {"edit", "delete", "new"})
        self.entry.action_submit()
        self.entry.action_approve()
        self.assertEqual(self._find_buttons(self._see()), {"edit", "new"})

    def test_send_take_back_and_delete(self):
        page = self._send("submit")
        self.assertEqual(self.entry.state, "submitted")
        self.assertIn('role="status"', page.text)
        self.assertIn("2 h 30", page.text)
        page = self._send("withdraw")
        self.assertEqual(self.entry.state, "draft")
        self.assertIn("it is a draft now", page.text)
        page = self._send("delete")
        self.assertFalse(self.entry.exists())
        self.assertTrue(page.url.endswith("/my/volunteering?done=deleted"))

    def test_a_refusal_is_told_in_one_sentence(self):
        self.entry.action_submit()
        self.entry.action_approve()
        page = self._send("delete")
        self.assertTrue(self.entry.exists())
        self.assertIn('role="alert"', page.text)
        self.assertIn("Approved time is not deleted", page.text)
        page = self._send("withdraw")
        self.assertEqual(self.entry.state, "approved")
        self.assertIn("Approved time cannot be withdrawn", page.text)

    def test_others_time_is_not_found_and_not_touched(self):
        pages = [self._see(self.others), self._see(self.others, "/edit")]
        for path in ("edit", "submit", "withdraw", "delete"):
            pages.append(self._send(path, self.others, name="Mine now", hours="1"))
        for page in pages:
            self.assertEqual(page.status_code, 404)
            self.assertNotIn("Somebody else", page.text)
        self.assertEqual(self.others.name, "Somebody else's desk")
        self.assertEqual(self.others.state, "draft")

    def test_internal_users_have_the_same_page(self):
        entry = self._declare(partner_id=self.volunteer_user.partner_id.id)
        self.authenticate("vv_volunteer", "vv_volunteer")
        self.assertIn("Draft, not sent yet", self._see(entry).text)
        self._send("submit", entry)
        self.assertEqual(entry.state, "submitted")

    def test_unknown_words_of_the_address_say_nothing(self):
        page = self._see(done="<b>You won</b>")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("You won", page.text)
        self.assertNotIn('role="status"', page.text)

    def test_what_others_wrote_is_shown_not_run(self):
        self.entry.write(
            {"name": "<script>alert(1)</script>", "description": "<b>b</b>"}
        )
        self.entry.action_submit()
        self.entry.action_refuse("<img src=x onerror=alert(1)>")
        for page in (self._see(), self._see(path="/edit")):
            self.assertNotIn("<script>alert(1)", page.text)
            self.assertNotIn("<img src=x", page.text)
            self.assertIn("&lt;img src=x", page.text)
