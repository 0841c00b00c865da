from datetime import timedelta
from urllib.parse import urlsplit

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

from ..models.volunteer_link import hash_token
from .common import PortalCommon


class TestLinks(PortalCommon):
    """Links: who issues them, what the database keeps, and how long they are open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engagement = cls._engage(cls.person)
        cls.stall = cls._create_link()
        cls.links = cls.env["volunteer.link"]

    @classmethod
    def _create_link(cls, **values):
        return cls.env["volunteer.link"].create(
            {
                "kind": "stall",
                "name": "Fête du quai",
                "company_id": cls.association.id,
            }
            | values
        )

    def _get_token(self, url):
        *path, token = urlsplit(url).path.split("/")
        self.assertEqual(path, ["", "volunteering"])
        return token

    def test_a_personal_link_is_issued_for_a_mail(self):
        before = self.links._issue_personal(self.engagement, days=10)
        token = self._get_token(self.links._issue_personal(self.engagement, days=10))
        link = self.links._find_by_token(token)
        self.assertEqual(link.engagement_id, self.engagement)
        self.assertEqual(link.company_id, self.association)
        self.assertEqual(link.date_end - link.date_start, timedelta(days=9))
        # The mail of last month still works.
        self.assertTrue(self.links._find_by_token(self._get_token(before)))

    def test_tokens_are_long_and_not_kept(self):
        token = self.stall._issue()
        self.assertGreaterEqual(len(token), 43)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT to_jsonb(link)::text FROM volunteer_link link WHERE id = %s",
            (self.stall.id,),
        )
        (row,) = self.env.cr.fetchone()
        self.assertIn(hash_token(token), row)
        self.assertNotIn(token, row)

    def test_what_is_not_open_is_not_found(self):
        token = self.stall._issue()
        self.assertEqual(self.links._find_by_token(token), self.stall)
        self.assertFalse(self.links._find_by_token(token[:-1]))
        self.assertFalse(self.links._find_by_token(hash_token(token)))
        for odd in ("", "\x00", "\ud800", "é" * 1000):
            self.assertFalse(self.links._find_by_token(odd))
        with freeze_time(fields.Datetime.now() + timedelta(days=10)):
            self.stall.invalidate_recordset()
            self.assertFalse(self.links._find_by_token(token))
        with freeze_time(fields.Datetime.now() - timedelta(days=10)):
            self.stall.invalidate_recordset()
            self.assertFalse(self.links._find_by_token(token))
        self.stall.invalidate_recordset()
        self.stall.action_revoke()
        self.assertFalse(self.links._find_by_token(token))
        self.assertEqual(self.stall.state, "revoked")

    def test_a_personal_link_ends_with_the_engagement(self):
        token = self._get_token(self.links._issue_personal(self.engagement, days=10))
        self.engagement.action_end()
        self.assertFalse(self.links._find_by_token(token))

    def test_issuing_again_replaces_the_address(self):
        before = self.stall._issue()
        token = self.stall._issue()
        self.assertFalse(self.links._find_by_token(before))
        self.assertTrue(self.links._find_by_token(token))

    def test_a_found_link_acts_as_a_visitor(self):
        token = self.stall._issue()
        for user in (self.manager_user, self.portal_user):
            link = self.links.with_user(user)._find_by_token(token)
            self.assertTrue(link.env.user._is_public())

    def _open_window(self):
        """The window in which a manager issues the link, and its token."""
        action = self._call(self.manager_user, self.stall, "action_issue")
        windows = self.env(user=self.manager_user, context=action["context"])
        window = windows[action["res_model"]].browse(action["res_id"])
        return window, self._get_token(window.url)

    def test_the_window_shows_the_current_address_only(self):
        window, token = self._open_window()
        self.assertEqual(self.links._find_by_token(token), self.stall)
        self.assertTrue(window.qr_code.startswith("data:image/png;base64,"))
        self.assertFalse(window.with_context(volunteer_link_token=None).url)
        self.assertFalse(window.with_context(volunteer_link_token="../x").url)
        self.stall._issue()
        window.invalidate_recordset()
        self.assertFalse(window.url)
        self.assertFalse(window.qr_code)

    def test_nothing_but_the_window_itself_holds_the_token(self):
        window, token = self._open_window()
        self.env.flush_all()
        for table in ("volunteer_link", "volunteer_link_issued"):
            self.env.cr.execute(
                SQL("SELECT to_jsonb(r)::text FROM %s r", SQL.identifier(table))
            )
            for (row,) in self.env.cr.fetchall():
                self.assertNotIn(token, row)

    def test_the_poster_shows_the_address(self):
        window, token = self._open_window()
        action = window.action_print()
        # ``data`` would go into the address of the request; the context goes into its body.
        self.assertFalse(action["data"])
        self.assertEqual(action["context"]["volunteer_link_token"], token)
        render = self.env(user=self.manager_user)["ir.actions.report"]
        name = action["report_name"]
        for context, is_shown in ((action["context"], True), ({}, False)):
            page, _type = render.with_context(**context)._render_qweb_html(
                name, window.with_context(**context).ids
            )
            self.assertEqual(token in page.decode(), is_shown)
            self.assertEqual(b"data:image/png;base64," in page, is_shown)
            self.assertIn("Fête du quai", page.decode())
            # Neither the server nor a proxy is asked for a picture of the address.
            self.assertNotIn(b"/report/barcode", page)

    def test_only_the_manager_who_issued_sees_the_window(self):
        window, _token = self._open_window()
        other = self._create_user(
            "colleague", "volunteer_valuation.group_volunteer_manager"
        )
        with self.assertRaises(AccessError):
            window.with_user(other).read(["url"])

    def test_managers_issue_and_revoke_the_links_of_their_associations(self):
        elsewhere = self._create_link(company_id=self.other_association.id)
        for method in ("action_issue", "action_revoke"):
            self._call(self.manager_user, self.stall, method)
            for user in (
                self.approver_user,
                self.treasurer_user,
                self.volunteer_user,
                self.portal_user,
            ):
                with self.assertRaises(AccessError):
                    self._call(user, self.stall, method)
            with self.assertRaises(AccessError):
                self._call(self.manager_user, elsewhere, method)

    def test_nobody_reads_or_writes_a_hash(self):
        hashed = hash_token(self.stall._issue())
        administrator = self.env.ref("base.user_admin")
        administrator.group_ids += self.env.ref(
            "volunteer_valuation.group_volunteer_manager"
        )
        administrator.company_ids += self.association
        for user in (self.manager_user, administrator):
            with self.assertRaises(AccessError):
                self._call(user, self.stall, "read", ["token_hash"])
            with self.assertRaises(AccessError):
                self._call(user, self.stall, "write", {"token_hash": hashed})
            with self.assertRaises(AccessError):
                self._call(user, self.stall, "search", [("token_hash", "=like", "a%")])
            with self.assertRaises(AccessError):
                self._call(user, self.stall, "search", [], order="token_hash")
            self.assertNotIn("token_hash", self._call(user, self.stall, "read", [])[0])

    def test_links_of_old_mails_go(self):
        self.links._issue_personal(self.engagement, days=31)
        link = self.links.search([("engagement_id", "=", self.engagement.id)])
        entry = link._declare_time({"name": "x", "date": "2025-03-12", "hours": 1})
        self.stall.write({"date_start": "2020-01-01", "date_end": "2020-01-02"})
        link.write({"date_start": "2025-03-01", "date_end": fields.Date.today()})
        self.links._gc_personal_links()
        self.assertTrue(link.exists())
        link.date_end = fields.Date.today() - timedelta(days=400)
        self.links._gc_personal_links()
        self.assertFalse(link.exists())
        self.assertTrue(entry.exists() and self.stall.exists())

    def test_an_expired_link_is_not_issued_again(self):
        self.stall.write({"date_start": "2025-03-01", "date_end": "2025-03-02"})
        with self.assertRaisesRegex(UserError, "expired"):
            self.stall.action_issue()

    def test_a_link_is_of_one_association(self):
        with self.assertRaises(UserError):
            self._create_link(
                kind="personal",
                company_id=self.other_association.id,
                engagement_id=self.engagement.id,
            )

    @mute_logger("odoo.sql_db")
    def test_only_personal_links_have_a_person(self):
        for values in (
            {"kind": "personal"},
            {"kind": "stall", "engagement_id": self.engagement.id},
        ):
            with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self._create_link(**values)
                self.env.flush_all()
