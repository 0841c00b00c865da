from datetime import date

from odoo.fields import Command

from .common import VolunteerCommon


class InkindCommon(VolunteerCommon):
    """Contributions in kind of every nature, and short words for recording them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        natures = cls.env["volunteer.contribution.nature"]
        cls.premises = natures.create({"name": "Premises", "counts_hours": False})
        cls.services = natures.create({"name": "Services"})
        cls.town_hall = cls.env["res.partner"].create(
            {"name": "Mairie de Brest", "is_company": True}
        )
        cls.contributions = cls.env["volunteer.inkind.contribution"]

    @classmethod
    def _record(cls, **values):
        """A draft: a room lent by the town hall in March 2025, unless told otherwise."""
        return cls.contributions.create(
            {
                "name": "Meeting room",
                "date": date(2025, 3, 1),
                "company_id": cls.association.id,
                "partner_id": cls.town_hall.id,
                "nature_id": cls.premises.id,
                "amount": 300.0,
            }
            | values
        )

    @classmethod
    def _record_submitted(cls, **values):
        contribution = cls._record(**values)
        contribution.action_submit()
        return contribution

    @classmethod
    def _record_approved(cls, **values):
        contribution = cls._record_submitted(**values)
        contribution.with_user(cls.manager_user).action_approve()
        return contribution

    @classmethod
    def _upload(cls, user=None, name="certificate.txt"):
        """Evidence as the screen sends it: a file that hangs on nothing yet."""
        user = user or cls.env.user
        files = cls.env(user=user, context={})["ir.attachment"]
        return files.create({"name": name, "raw": b"certified"})

    @classmethod
    def _certify(cls, **values):
        """Values of a contribution that its donor certifies."""
        evidence = [Command.link(cls._upload().id)]
        return {"is_certified": True, "evidence_ids": evidence} | values

    @classmethod
    def _book_year(cls, year=2025):
        """Book a year in which one hour was given."""
        cls._set_up_natures(cls._set_up_books())
        cls._approve(date=date(year, 3, 12))
        booking = cls.env["volunteer.valuation"].create(
            {
                "company_id": cls.association.id,
                "date_from": date(year, 1, 1),
                "date_to": date(year, 12, 31),
            }
        )
        booking.action_post()
        return booking

    @classmethod
    def _set_up_natures(cls, accounts):
        """Book contributions in kind on the same two accounts as time."""
        for nature in cls.premises | cls.services:
            nature.with_company(cls.association).write(
                {
                    "debit_account_id": accounts["debit"].id,
                    "credit_account_id": accounts["credit"].id,
                }
            )

    def _write(self, contribution, **values):
        """Change a contribution as a manager does through RPC."""
        return self._call(self.manager_user, contribution, "write", values)
