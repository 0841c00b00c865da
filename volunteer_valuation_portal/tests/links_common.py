import re

from odoo import http
from odoo.tests import HttpCase

from .common import PortalCommon


class LinksCommon(PortalCommon, HttpCase):
    """A link for an event and one for a person, and a visitor without an account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("web.base.url", cls.base_url())
        cls.engagement = cls._engage(cls.person)
        cls.stall = cls._create_link(name="Fête du quai", project_id=cls.project.id)
        cls.personal = cls._create_link(
            kind="personal", engagement_id=cls.engagement.id, name=False
        )
        cls.uses = cls.env["volunteer.link.use"]
        # Those that a database holds already must not decide in these tests.
        cls.uses.search([]).unlink()

    @classmethod
    def _create_link(cls, **values):
        values = {"kind": "stall", "company_id": cls.association.id} | values
        return cls.env["volunteer.link"].create(
            {name: value for name, value in values.items() if value}
        )

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.stall_path = f"/volunteering/{self.stall._issue()}"
        self.personal_path = f"/volunteering/{self.personal._issue()}"

    def _get(self, path, **query):
        return self.url_open(path, params=query, allow_redirects=False)

    def _post(self, path, csrf=True, **form):
        if csrf:
            form["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(path, data=form, method="POST", allow_redirects=False)

    def _send(self, path, **form):
        """Declare, and return the entry and the page that follows."""
        known = self._entries()
        told = {"name": "Buvette", "date": "2025-03-12", "hours": "2h30"}
        response = self._post(path, **told | form)
        self.assertEqual(response.status_code, 303, response.text)
        return self._entries() - known, self._get(response.headers["Location"])

    def _entries(self):
        self.env.invalidate_all()
        return self.env["volunteer.time.entry"].search(
            [("company_id", "=", self.association.id)]
        )

    def _alerts(self, response):
        """The sentences at the top of the page: what was refused, what was done."""
        return re.findall(r'role="(?:alert|status)"[^>]*>([^<]*)<', response.text)

    def _outcomes(self, link=None):
        self.env.invalidate_all()
        uses = self.uses.search([("link_id", "=", link.id if link else False)])
        return uses.sorted("id").mapped("outcome")
