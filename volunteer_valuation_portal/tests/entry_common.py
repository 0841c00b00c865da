from odoo import fields, http
from odoo.tests import HttpCase

from .common import PortalCommon


class EntryCommon(PortalCommon, HttpCase):
    """A volunteer of the portal, an entry of theirs, and somebody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.volunteer = cls.portal_user.partner_id
        cls._engage(cls.volunteer)
        cls.entry = cls._declare(
            partner_id=cls.volunteer.id, name="Open the doors", hours=2.5
        )
        cls.others = cls._declare(name="Somebody else's desk")

    def setUp(self):
        super().setUp()
        self.authenticate("vv_portal", "vv_portal")

    def _see(self, entry=None, path="", **query):
        """The page of an entry, or one below it."""
        address = f"/my/volunteering/{(entry or self.entry).id}{path}"
        return self.url_open(address, params=query)

    def _send(self, path, entry=None, **form):
        """What follows a button of that page."""
        token = http.Request.csrf_token(self)
        address = f"/my/volunteering/{(entry or self.entry).id}/{path}"
        response = self.url_open(address, data={"csrf_token": token} | form)
        self.env.invalidate_all()
        return response

    def _change(self, entry=None, **form):
        """Fill in the form, as it shows the entry, but for what ``form`` tells."""
        entry = entry or self.entry
        shown = {
            "name": entry.name,
            "date": fields.Date.to_string(entry.date),
            "hours": str(entry.hours),
            "activity_id": str(entry.activity_id.id or ""),
            "project_id": str(entry.project_id.id or ""),
            "description": entry.description or "",
        }
        return self._send("edit", entry, **(shown | form))

    def _as_person(self, entry=None):
        """The entry as the portal's pages hold it."""
        entries = self.env(user=self.portal_user)["volunteer.time.entry"]
        return entries._find_own((entry or self.entry).id)
