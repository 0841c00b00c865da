import re

from odoo.tests import HttpCase, tagged

from .common import PortalCommon

ASSOCIATIONS = "/my/volunteering/associations"
SCOPE = "auth_signup.invitation_scope"


@tagged("post_install", "-at_install")
class TestJoiningSignUp(PortalCommon, HttpCase):
    """Who has no account gets one as the server allows, and then comes to the associations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.association.volunteer_joining = "listed"
        cls.other_association.volunteer_joining = "link"

    def _allow(self, scope):
        self.env["ir.config_parameter"].set_param(SCOPE, scope)

    def _sign_up(self, path, login="denise@example.com"):
        """Fill in Odoo's own form, as it stands at this address."""
        form = self.url_open(path).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', form).group(1)
        redirect = re.search(r'name="redirect" value="([^"]*)"', form).group(1)
        return self.url_open(
            path,
            data={
                "csrf_token": token,
                "login": login,
                "name": "Denise Roux",
                "password": "bicyclette-1954",
                "confirm_password": "bicyclette-1954",
                "redirect": redirect,
            },
        )

    def _get_person(self, login="denise@example.com"):
        return self.env["res.users"].search([("login", "=", login)]).partner_id

    def test_where_everybody_may_sign_up(self):
        self._allow("b2c")
        page = self.url_open(ASSOCIATIONS)
        self.assertIn("/web/login?redirect=", page.url)
        address = re.search(r'href="(/web/signup\?[^"]+)"', page.text).group(1)
        page = self._sign_up(address.replace("&amp;", "&"))
        self.assertEqual(page.url, self.base_url() + ASSOCIATIONS)
        self.assertIn(self.association.name, page.text)
        self.assertFalse(self._get_person().volunteer_engagement_ids)

    def test_where_nobody_may(self):
        self._allow("b2b")
        page = self.url_open(ASSOCIATIONS)
        self.assertIn("/web/login?redirect=", page.url)
        self.assertNotIn("/web/signup", page.text)
        self.assertEqual(self.url_open("/web/signup").status_code, 404)

    def test_a_link_is_remembered_while_signing_up(self):
        self._allow("b2c")
        link = self.env["volunteer.link"].create(
            {"kind": "joining", "company_id": self.other_association.id}
        )
        token = link._issue()
        self.env.flush_all()
        page = self.url_open(f"/volunteering/{token}")
        address = re.search(r'href="(/web/signup\?[^"]+)"', page.text).group(1)
        page = self._sign_up(address)
        self.assertEqual(page.url, self.base_url() + ASSOCIATIONS)
        self.assertIn(self.other_association.name, page.text)
