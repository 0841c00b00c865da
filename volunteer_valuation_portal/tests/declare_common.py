from lxml import html

from odoo import http
from odoo.tests import HttpCase

from .common import PortalCommon

NEW = "/my/volunteering/new"


class DeclareCommon(PortalCommon, HttpCase):
    """A volunteer of the portal, taken in by one association, signed in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.portal_user.partner_id
        cls.engagement = cls._engage(cls.person)
        cls.association.volunteer_message = "Our town hall\nasks for <b>figures</b>."
        cls.entries = cls.env["volunteer.time.entry"]

    def setUp(self):
        super().setUp()
        self.authenticate("vv_portal", "vv_portal")

    def _get(self, path=NEW, status=200):
        response = self.url_open(path)
        self.assertEqual(response.status_code, status)
        return self._parse(response)

    def _parse(self, response):
        return html.fromstring(response.text)

    def _post(self, path=NEW, **form):
        return self.url_open(path, data={"csrf_token": self._csrf_token(), **form})

    def _csrf_token(self):
        return http.Request.csrf_token(self)

    def _send(self, **form):
        """Send the form as a browser that follows where it leads: the entry that came of it."""
        before = self.entries.search([])
        response = self._post(
            **{"name": "Bikes", "date": "2025-03-12", "hours": "2h30"} | form
        )
        self.assertNotIn("alert-danger", response.text)
        return self.entries.search([]) - before

    def _refuse(self, path=NEW, **form):
        """Send the form where it is refused: the page that says why, and the sentence."""
        before = self.entries.search([])
        response = self._post(
            path, **{"name": "Bikes", "date": "2025-03-12", "hours": "2h30"} | form
        )
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.entries.search([]), before)
        page = self._parse(response)
        [alert] = page.xpath("//*[@role='alert'][hasclass('alert-danger')]") or [None]
        self.assertIsNotNone(alert, response.text)
        return page, alert.text_content().strip()

    def _values(self, page):
        """What the fields of the page hold, by name."""
        form = page.xpath(
            "//form[@method='post'][descendant::input[@name='csrf_token']]"
        )
        return dict(form[-1].form_values())

    def _options(self, page, name):
        return [o.text.strip() for o in page.xpath(f"//select[@name='{name}']/option")]

    def _book_year(self):
        """Book 2025, so that its time is late."""
        self._set_up_books()
        self._approve(date="2025-03-01")
        booking = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
            }
        )
        booking.action_post()
