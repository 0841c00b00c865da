from datetime import date

from odoo import http
from odoo.tests import HttpCase

from .common import PortalCommon

PRIVACY = "/my/volunteering/privacy"
ERASE = f"{PRIVACY}/erase"


class OwnDataCommon(PortalCommon, HttpCase):
    """A volunteer of the portal with booked and unbooked time, signed in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_books()
        cls.person = cls.portal_user.partner_id
        cls.person.name = "Zwyntoria Bel"
        cls.booked = cls._approve(hours=2.5, date=date(2025, 3, 12))
        cls.booking = cls.env["volunteer.valuation"].create(
            {
                "company_id": cls.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        )
        cls.booking.with_user(cls.treasurer_user).action_post()
        cls.unbooked = cls._approve(
            name="With =Ali", date=date(2024, 3, 4), description="Two\nlines"
        ) | cls._declare(date=date(2024, 3, 5))

    @classmethod
    def _declare(cls, **values):
        """In a year that is not booked, unless told otherwise."""
        return super()._declare(**{"date": date(2024, 6, 1)} | values)

    def setUp(self):
        super().setUp()
        self.authenticate("vv_portal", "vv_portal")

    def _see(self, path=PRIVACY, status=200):
        response = self.url_open(path)
        self.assertEqual(response.status_code, status)
        return " ".join(response.text.split())

    def _erase(self, **form):
        self.env.flush_all()
        response = self.url_open(
            ERASE, data={"csrf_token": http.Request.csrf_token(self), **form}
        )
        self.env.invalidate_all()
        return response
