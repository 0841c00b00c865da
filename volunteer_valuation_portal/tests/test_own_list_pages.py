from datetime import date
from unittest.mock import patch

from lxml import html

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .own_list_common import OwnListCommon

LIST = "/my/volunteering"
SCRIPT = "<script>alert('vv')</script>"


@tagged("post_install", "-at_install")
class TestOwnListPages(OwnListCommon, HttpCase):
    """The page of one's own time as a browser gets it, without JavaScript."""

    def setUp(self):
        super().setUp()
        self.authenticate("vv_portal", "vv_portal")

    def _see(self, path=LIST, **query):
        response = self.url_open(path, params=query)
        self.assertEqual(response.status_code, 200, response.text)
        return html.fromstring(response.text).find(".//div[@id='wrap']")

    def _read(self, element):
        return " ".join(element.text_content().split())

    def _names(self, page):
        names = page.xpath("//ul[hasclass('o_volunteering_entries')]/li/a[1]")
        return [self._read(name) for name in names]

    def _confirm(self, *ids, csrf=True):
        form = {"entry_id": ids}
        if csrf:
            form["csrf_token"] = http.Request.csrf_token(self)
        response = self.url_open(f"{LIST}/confirm", data=form, allow_redirects=False)
        self.env.invalidate_all()
        return response

    # ------------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------------
    def test_each_entry_tells_what_when_how_long_and_where_it_stands(self):
        entry = self._gain(hours=2.5, project_id=self.project.id)
        page = self._see()
        [shown] = page.xpath(f"//li[@id='entry_{entry.id}']")
        for words in (
            "Welcome desk",
            "2 h 30",
            "Wednesday, March 12, 2025",
            "Repair Café",
            "Approved",
        ):
            self.assertIn(words, self._read(shown))
        links = shown.xpath(".//a/@href")
        self.assertEqual(links, [f"{LIST}/{entry.id}", f"{LIST}/new?again={entry.id}"])
        self.assertFalse(shown.xpath(".//form"))

    def test_who_has_declared_nothing_is_invited_to(self):
        self._approve()
        page = self._see()
        self.assertIn("You have not declared any time yet.", self._read(page))
        self.assertTrue(page.xpath(f"//a[@href='{LIST}/new'][hasclass('btn')]"))
        self.assertFalse(
            page.xpath("//table | //ul[hasclass('o_volunteering_entries')]")
        )

    def test_totals_and_months_are_tables_with_the_numbers_in_words(self):
        self._gain(date(2025, 1, 10), hours=2.5)
        self._submit(hours=1.5)
        self._draft()
        page = self._see()
        totals, months = page.xpath(
            "//section[hasclass('o_volunteering_totals')]//table"
        )
        self.assertEqual(
            [self._read(cell) for cell in totals.xpath("./tbody/tr/*")],
            ["Les Ateliers du Canal", "2 h 30", "1 h 30"],
        )
        rows = [
            tuple(self._read(cell) for cell in row.xpath("./*"))
            for row in months.xpath("./tbody/tr")
        ]
        self.assertEqual(len(rows), 12)
        self.assertEqual(
            rows[:3],
            [("January", "2 h 30"), ("February", "0 h"), ("March", "1 h 30 waiting")],
        )
        for table in (totals, months):
            self.assertTrue(all(table.xpath(".//thead//th/@scope")))
            self.assertEqual(set(table.xpath("./tbody/tr/th/@scope")), {"row"})
        bars = months.xpath(".//span[hasclass('o_volunteering_bar')]")
        self.assertEqual({bar.get("aria-hidden") for bar in bars}, {"true"})
        self.assertEqual(
            months.xpath(".//span[hasclass('o_volunteering_bar_waiting')]/@style"),
            ["width: 60.0%"],
        )

    def test_the_time_of_ones_organisation_is_told_apart(self):
        self._represent(self.member_organisation)
        self._approve(partner_id=self.member_organisation.id, hours=4.0, headcount=30)
        page = self._see()
        text = self._read(page)
        self.assertIn("given by Amicale du Quai", text)
        self.assertIn("30 × 4 h = 120 h", text)

    def test_what_is_open_is_one_tap_away(self):
        self._draft()
        self._submit().action_refuse("Twice the same.")
        self._gain()
        page = self._see()
        links = page.xpath("//ul[hasclass('o_volunteering_open')]//a")
        self.assertEqual(
            [self._read(link) for link in links],
            ["Drafts for you to confirm: 1", "Refused, for you to correct: 1"],
        )
        for link, state in zip(links, ("Draft, not sent yet", "Refused"), strict=True):
            shown = self._see(link.get("href"))
            self.assertFalse(shown.xpath("//table"))
            [entry] = shown.xpath("//ul[hasclass('o_volunteering_entries')]/li")
            self.assertIn(state, self._read(entry))

    def test_the_form_keeps_what_was_chosen_and_what_was_typed(self):
        self._draft(name="Bikes & <b>tea</b>", project_id=self.project.id)
        self._draft(name="Desk")
        asked = {
            "search": "bikes & <b",
            "state": "draft",
            "year": "2025",
            "project_id": str(self.project.id),
            "group": "month",
        }
        page = self._see(**asked)
        self.assertEqual(self._names(page), ["Bikes & <b>tea</b>"])
        [form] = page.xpath("//form[@method='get']")
        self.assertEqual(dict(form.form_values()), asked)
        [summary] = form.xpath("./ancestor::details/summary")
        self.assertEqual(
            self._read(summary),
            "Search and filter: Draft, not sent yet · 2025 · Repair Café · By month · "
            "bikes & <b",
        )
        for field in form.xpath(".//input | .//select"):
            self.assertTrue(form.xpath(f".//label[@for='{field.get('id')}']"))
        self.assertIn("March 2025", self._read(page))
        self.assertIn("Entries found: 1", self._read(page))

    def test_every_id_is_there_once(self):
        self._gain()
        ids = self._see(year="2025", group="month").xpath("//@id")
        self.assertEqual(len(ids), len(set(ids)))

    def test_a_year_is_chosen_with_its_totals(self):
        self._gain(date(2024, 5, 1), hours=2.0)
        self._gain(hours=3.0)
        page = self._see()
        [link] = page.xpath("//details//th/a[text()='2024']/@href")
        chosen = self._see(link)
        self.assertIn("My time in 2024", self._read(chosen))
        self.assertEqual(len(self._names(chosen)), 1)

    def test_pages_keep_what_was_chosen(self):
        for number in range(21):
            self._draft(name=f"Bikes {number:02}")
        page = self._see(search="Bikes", state="draft")
        [following] = page.xpath("//nav[@aria-label='Pages']//a")
        self.assertEqual(following.get("rel"), "next")
        last = self._see(following.get("href"))
        self.assertEqual(self._names(last), ["Bikes 00"])
        self.assertIn("Page 2 of 2", self._read(last))
        self.assertEqual(
            dict(last.xpath("//form[@method='get']")[0].form_values())["search"],
            "Bikes",
        )

    def test_unknown_and_hostile_values_show_the_list_all_the_same(self):
        self._draft()
        for query in (
            {"year": "abc"},
            {"year": "-1", "state": SCRIPT, "group": "__class__"},
            {"company_id": "9" * 40, "project_id": "\x00"},
            {"state": ["draft", "approved"], "unknown": "1"},
            {"done": SCRIPT},
        ):
            with self.subTest(query=query):
                page = self._see(**query)
                self.assertEqual(self._names(page), ["Welcome desk"])
        for path in ("/page/0", "/page/999", "/page/99999999999999999999"):
            with self.subTest(path=path):
                self.assertEqual(self._names(self._see(LIST + path)), ["Welcome desk"])
        for search in ("\x00", "é" * 3000, "%", "\\", "'; DROP TABLE res_users --"):
            with self.subTest(search=search[:5]):
                self._see(search=search)

    def test_nothing_that_people_wrote_is_executed(self):
        self.project.name = SCRIPT
        self._draft(name=SCRIPT, project_id=self.project.id)
        text = self.url_open(LIST, params={"search": SCRIPT, "group": "project"}).text
        self.assertIn("&lt;script&gt;alert", text)
        self.assertNotIn(SCRIPT, text)

    def test_only_known_words_become_a_sentence(self):
        for done, told in (("drafted", 1), ("confirmed", 1), ("deleted", 1), ("x", 0)):
            page = self._see(done=done)
            self.assertEqual(len(page.xpath("//*[@role='status']")), told, done)

    def test_internal_users_get_the_same_page(self):
        self._declare(partner_id=self.volunteer.id, name="Backstage")
        self._draft()
        self.authenticate("vv_volunteer", "vv_volunteer")
        self.assertEqual(self._names(self._see()), ["Backstage"])

    def test_who_is_not_signed_in_gets_nothing(self):
        self.authenticate(None, None)
        response = self.url_open(LIST, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_pages_that_read_only_read(self):
        """With a cursor that cannot write: Odoo would warn, and ask again with another."""
        for _number in range(21):
            self._gain(hours=1.0)
        for path in (
            LIST,
            f"{LIST}/page/2",
            f"{LIST}?group=state&search=desk&year=2025",
        ):
            with (
                self.subTest(path=path),
                self.assertNoLogs("odoo.http", "WARNING"),
                self.assertNoLogs("odoo.sql_db", "ERROR"),
            ):
                self._see(path)
        rules = self.env["ir.http"].routing_map().iter_rules()
        routing = [rule.endpoint.routing for rule in rules if rule.rule == LIST]
        self.assertEqual([found["readonly"] for found in routing], [True])

    # ------------------------------------------------------------------
    # Confirming drafts
    # ------------------------------------------------------------------
    def test_one_draft_is_confirmed_by_the_button_beside_it(self):
        draft, other = self._draft(), self._draft()
        page = self._see()
        [form] = page.xpath(f"//li[@id='entry_{draft.id}']//form")
        self.assertEqual(form.get("action"), f"{LIST}/confirm")
        values = dict(form.form_values())
        self.assertTrue(values.pop("csrf_token"))
        response = self._confirm(*values.values())
        self.assertEqual(response.status_code, 303)
        self.assertIn("confirmed", self._read(self._see(response.headers["Location"])))
        self.assertEqual(draft.state, "submitted")
        self.assertEqual(other.state, "draft")

    def test_all_drafts_shown_are_confirmed_at_once(self):
        drafts = self._draft() | self._draft()
        page = self._see()
        [form] = page.xpath("//form[count(input[@name='entry_id']) = 2]")
        ids = [value for name, value in form.form_values() if name == "entry_id"]
        self.assertEqual({int(entry_id) for entry_id in ids}, set(drafts.ids))
        self._confirm(*ids)
        self.assertEqual(set(drafts.mapped("state")), {"submitted"})
        # A second tap on an old page changes nothing.
        self.assertEqual(self._confirm(*ids).status_code, 303)

    def test_who_trusts_approves_at_once(self):
        self.association.volunteer_approval = "none"
        draft = self._draft()
        self._confirm(draft.id)
        self.assertEqual(draft.state, "approved")
        self.assertFalse(draft.approved_by_id)

    def test_confirming_sends_no_refusal_again(self):
        refused = self._submit()
        refused.action_refuse("Twice the same.")
        self._confirm(refused.id)
        self.assertEqual(refused.state, "refused")

    def test_others_drafts_and_none_at_all_are_not_found_alike(self):
        mine, theirs = self._draft(), self._declare()
        answers = set()
        for ids in (
            (theirs.id,),
            (mine.id, theirs.id),
            (theirs.id + 10**6,),
            ("abc",),
            ("",),
            (mine.id, SCRIPT),
            ("9" * 40,),
            (),
        ):
            with self.subTest(ids=ids):
                response = self._confirm(*ids)
                self.assertEqual(response.status_code, 404)
                page = html.fromstring(response.text)
                answers.add(self._read(page.find(".//div[@id='wrap']")))
        self.assertEqual(len(answers), 1)
        self.assertEqual((mine | theirs).mapped("state"), ["draft", "draft"])

    def test_confirming_needs_the_token_of_the_form(self):
        draft = self._draft()
        self.assertEqual(self._confirm(draft.id, csrf=False).status_code, 400)
        self.assertEqual(draft.state, "draft")
        self.assertEqual(self.url_open(f"{LIST}/confirm").status_code, 405)

    def test_a_refusal_is_one_sentence_and_undoes_all_of_it(self):
        drafts = self._draft() | self._draft()
        entries = self.env.registry["volunteer.time.entry"]
        submit = entries._submit
        sentence = "The association is on holiday."

        def refuse(drafts):
            submit(drafts)
            raise UserError(sentence)

        with patch.object(entries, "_submit", refuse):
            response = self._confirm(*drafts.ids)
        page = html.fromstring(response.text)
        [alert] = page.xpath("//*[@role='alert'][hasclass('alert-danger')]")
        self.assertEqual(self._read(alert), sentence)
        self.assertEqual(drafts.mapped("state"), ["draft", "draft"])
