from datetime import date

from .common import PortalCommon


class OwnListCommon(PortalCommon):
    """A portal user with time of their own, beside that of others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.me = cls.portal_user.partner_id
        cls.both = cls.association | cls.other_association
        cls.env["volunteer.valuation.rule"].create(
            {"name": "30", "company_id": cls.other_association.id, "amount": 30}
        )

    @classmethod
    def _draft(cls, day=date(2025, 3, 12), **values):
        return cls._declare(partner_id=cls.me.id, date=day, **values)

    @classmethod
    def _submit(cls, *args, **values):
        entry = cls._draft(*args, **values)
        entry.action_submit()
        return entry

    @classmethod
    def _gain(cls, *args, **values):
        """An approved entry of the portal user."""
        entry = cls._submit(*args, **values)
        entry.action_approve()
        return entry

    @classmethod
    def _represent(cls, organisation):
        cls.me.parent_id = organisation

    def _find(self, page=1, user=None, **asked):
        entries = self.env(user=user or self.portal_user)["volunteer.time.entry"]
        return entries._find_own_list(asked, page)
