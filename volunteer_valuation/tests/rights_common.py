from datetime import date

from odoo.exceptions import UserError

from .common import VolunteerCommon

APPROVER = "volunteer_valuation.group_volunteer_approver"
MANAGER = "volunteer_valuation.group_volunteer_manager"
TREASURER = "volunteer_valuation.group_volunteer_treasurer"


class RightsCommon(VolunteerCommon):
    """Everybody who might try, each through the path that RPC takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_manager = cls._create_user(
            "other_manager", MANAGER, cls.other_association
        )
        cls.other_treasurer = cls._create_user(
            "other_treasurer", TREASURER, cls.other_association
        )
        cls.other_approver = cls._create_user("other_approver", APPROVER)
        cls.portal_user = cls._create_user("portal", "base.group_portal")
        cls.public_user = cls._create_user("public", "base.group_public")
        cls.other_project = cls.env["project.project"].create(
            {
                "name": "Festival",
                "company_id": cls.association.id,
                "user_id": cls.other_approver.id,
                "privacy_visibility": "employees",
            }
        )
        cls.entries = cls.env["volunteer.time.entry"]

    def assertRefused(self, user, records, method, *args, error=UserError, **kwargs):
        """``user`` is refused, and what was tried leaves no trace."""
        with (
            self.subTest(user=user.name, method=method, args=args),
            self.assertRaises(error) as caught,
        ):
            self._call(user, records, method, *args, **kwargs)
            self.env.flush_all()
        self.env.invalidate_all()
        return str(getattr(caught, "exception", ""))

    def _vals(self, **values):
        return {"name": "Desk", "date": "2025-03-12", "hours": 2} | values

    def _submit(self, **values):
        entry = self._declare(**values)
        entry.action_submit()
        return entry

    def _book(self, **values):
        self._set_up_books()
        entry = self._approve(**values)
        self.valuation = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        )
        self.valuation.action_post()
        self.assertEqual(entry.valuation_id, self.valuation)
        return entry
