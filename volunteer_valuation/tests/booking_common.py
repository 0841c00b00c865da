from contextlib import contextmanager
from datetime import date

from .common import VolunteerCommon


class BookingCommon(VolunteerCommon):
    """The association with its books, and short words for drafting and booking a year."""

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
