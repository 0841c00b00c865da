from contextlib import contextmanager
from datetime import date

from odoo import fields

from .common import VolunteerCommon


class BookingCommon(VolunteerCommon):
    """The association with its books, and short words for drafting and booking a year."""

    # Use and source of what is given in kind, by the name of its nature.
    PAIRS = {
        "services": ("862000", "871000"),
        "use_of_goods": ("861000", "871000"),
        "goods": ("860000", "870000"),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts = cls._set_up_books()
        plan, _others = cls.env["account.analytic.plan"]._get_all_plans()
        cls.analytic_account = cls.env["account.analytic.account"].create(
            {"name": "Repair Café", "plan_id": plan.id}
        )
        cls.project.account_id = cls.analytic_account

    @classmethod
    def _set_up_gift_accounts(cls):
        """A pair of accounts for each nature of contributions in kind, as in France."""
        codes = {code for pair in cls.PAIRS.values() for code in pair}
        accounts = {
            account.code: account
            for account in cls.env["account.account"].create(
                [
                    {
                        "name": f"Account {code}",
                        "code": code,
                        "account_type": "off_balance",
                        "company_ids": [fields.Command.set(cls.association.ids)],
                    }
                    for code in sorted(codes)
                ]
            )
        }
        for name, (debit, credit) in cls.PAIRS.items():
            nature = cls.env.ref(f"volunteer_valuation.nature_{name}")
            nature.with_company(cls.association).write(
                {
                    "debit_account_id": accounts[debit].id,
                    "credit_account_id": accounts[credit].id,
                }
            )

    @classmethod
    def _record_gift(cls, nature="goods", **values):
        """A draft of food worth 100 in March 2025, unless told otherwise.

        Where it has hours, people are lent: their lender certifies what they cost.
        """
        if values.get("hours"):
            certificate = cls.env["ir.attachment"].create(
                {"name": "certificate.pdf", "raw": b"%PDF"}
            )
            values |= {
                "is_certified": True,
                "evidence_ids": [fields.Command.set(certificate.ids)],
            }
        return cls.env["volunteer.inkind.contribution"].create(
            {
                "name": "Food for the party",
                "date": date(2025, 3, 12),
                "nature_id": cls.env.ref(f"volunteer_valuation.nature_{nature}").id,
                "partner_id": cls.member_organisation.id,
                "company_id": cls.association.id,
                "amount": 100.0,
            }
            | values
        )

    @classmethod
    def _give(cls, nature="goods", **values):
        """The same, approved."""
        gift = cls._record_gift(nature, **values)
        gift.action_submit()
        gift.action_approve()
        return gift

    @classmethod
    def _draft(cls, first=date(2025, 1, 1), last=date(2025, 12, 31), **values):
        return cls.env["volunteer.valuation"].create(
            {"company_id": cls.association.id, "date_from": first, "date_to": last}
            | values
        )

    @classmethod
    def _book(cls, first=date(2025, 1, 1), last=date(2025, 12, 31), **values):
        booking = cls._draft(first, last, **values)
        booking.with_user(cls.treasurer_user).action_post()
        return booking

    @contextmanager
    def assert_refused(self, exception, sentence):
        """The block is refused with ``sentence``, and what it had done is taken back."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertRegex(str(caught.exception), sentence)
