from datetime import date

from odoo.tests import Form, tagged

from .inkind_common import InkindCommon


@tagged("post_install", "-at_install")
class TestInkindScreens(InkindCommon):
    """The form as treasurers and managers meet it, and lists of many."""

    def _open(self, contribution=None, user=None):
        records = contribution or self.contributions
        return Form(
            self.env(user=user or self.treasurer_user)[records._name].browse(records.id)
        )

    def test_a_treasurer_records_a_room(self):
        with self._open() as form:
            form.name = "Meeting room"
            form.date = date(2025, 3, 1)
            form.partner_id = self.town_hall
            form.nature_id = self.premises
            form.origin = "government"
            form.amount = 960
            self.assertTrue(form._get_modifier("hours", "invisible"))
        contribution = form.record.sudo()
        self.assertEqual(contribution.company_id, self.association)
        self.assertEqual(contribution.state, "draft")
        self.assertEqual(contribution.amount, 960)

    def test_hours_are_asked_where_people_are_lent(self):
        with self._open() as form:
            form.name = "Accounts checked"
            form.nature_id = self.services
            form.amount = 924
            form.hours = 14
        self.assertEqual(form.record.hours, 14)

    def test_a_day_of_a_booked_period_asks_for_the_reason(self):
        self._book_year()
        form = self._open()
        self.assertFalse(form._get_modifier("late_reason", "required"))
        form.date = date(2025, 3, 1)
        self.assertTrue(form.is_late)
        self.assertTrue(form._get_modifier("late_reason", "required"))

    def test_what_is_booked_is_only_read(self):
        contribution = self._record_approved()
        self.assertFalse(self._open(contribution)._get_modifier("amount", "readonly"))
        self._book_year()
        for user in (self.treasurer_user, self.manager_user):
            form = self._open(contribution, user)
            for name in ("name", "date", "amount", "nature_id", "evidence_ids"):
                self.assertTrue(form._get_modifier(name, "readonly"), name)

    def test_an_unnamed_one_has_no_title(self):
        self.assertFalse(self.contributions.new({}).display_name)

    def test_many_cost_as_many_queries_as_few(self):
        # The first time also fills caches.
        _first, few, many = (self._count_queries(count) for count in (1, 5, 50))
        self.assertEqual(few, many)

    def _count_queries(self, count):
        """Queries of submitting, approving and changing so many at once."""
        contributions = self.contributions.union(
            *(self._record(name=f"Room {number}") for number in range(count))
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        contributions.action_submit()
        contributions.with_user(self.manager_user).action_approve()
        contributions.with_user(self.manager_user).write({"origin": "government"})
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
