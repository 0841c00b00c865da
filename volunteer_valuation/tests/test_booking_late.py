from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .booking_common import BookingCommon

YEAR_2024 = (date(2024, 1, 1), date(2024, 12, 31))
REASON = "Told at the general meeting of 2025"


@tagged("post_install", "-at_install")
class TestBookingLate(BookingCommon):
    """Late time of a booked year: in a later booking only where the treasurer says why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_gift_accounts()
        cls._approve(date=date(2024, 3, 12), hours=1.0)
        cls.first = cls._book(*YEAR_2024)
        cls.late = cls._approve(
            date=date(2024, 5, 2), hours=2.0, late_reason="Found in a notebook"
        )
        cls.late_gift = cls._give(
            date=date(2024, 6, 2), amount=10.0, late_reason="Sent by post"
        )
        cls.on_time = cls._approve(hours=4.0)

    def test_by_default_it_stays_where_it_is(self):
        draft = self._draft()
        self.assertEqual((draft.total_hours, draft.total_amount), (4.0, 100.0))
        preview = draft.with_user(self.treasurer_user).preview
        self.assertIn("approved too late for its own booking", preview)
        self.assertIn("01/01/2024 – 12/31/2024", preview)
        self.assertIn("60.00", preview)
        self.assertIn("not part of what will be booked here", preview)
        booking = self._book()
        self.assertEqual(booking.entry_ids, self.on_time)
        self.assertFalse(self.late.valuation_id or self.late_gift.valuation_id)

    def test_it_is_booked_where_the_treasurer_says_so_and_why(self):
        draft = self._draft(books_late=True, late_reason=REASON)
        self.assertEqual((draft.total_hours, draft.total_amount), (6.0, 160.0))
        self.assertIn("part of what will be booked here", draft.preview)
        draft.with_user(self.treasurer_user).action_post()
        self.assertEqual(draft.entry_ids, self.on_time + self.late)
        self.assertEqual(draft.contribution_ids, self.late_gift)
        self.assertEqual(draft.move_id.date, date(2025, 12, 31))
        self.assertCountEqual(
            [(line.amount, line.late_from, line.late_to) for line in draft.line_ids],
            [(100.0, False, False), (50.0, *YEAR_2024), (10.0, *YEAR_2024)],
        )
        self.assertCountEqual(
            [
                (line.debit, "late" in line.name)
                for line in draft.move_id.line_ids
                if line.debit
            ],
            [(100.0, False), (50.0, True), (10.0, True)],
        )
        labels = draft.move_id.line_ids.mapped("name")
        self.assertIn(
            "Volunteering – Missions – given late, 01/01/2024 – 12/31/2024", labels
        )
        self.assertEqual((draft.total_hours, draft.total_amount), (6.0, 160.0))
        self.assertEqual(self.first.total_amount, 25.0)

    def test_late_time_alone_is_booked(self):
        self.on_time.action_refuse("Another day")
        booking = self._book(books_late=True, late_reason=REASON)
        self.assertEqual(booking.entry_ids, self.late)

    def test_without_a_reason_nothing_is_booked(self):
        for reason in (False, "  "):
            draft = self._draft(books_late=True, late_reason=reason)
            for book in (draft.action_post, draft.action_book_elsewhere):
                with self.assert_refused(UserError, "Tell why time of earlier years"):
                    book()

    def test_the_choice_is_made_before_booking(self):
        booking = self._book(books_late=True, late_reason=REASON)
        for vals in ({"books_late": False}, {"late_reason": "Another"}):
            with self.assert_refused(UserError, "covers does not change"):
                booking.with_user(self.treasurer_user).write(vals)
            with self.assertRaises(AccessError):
                self._draft().with_user(self.manager_user).write(vals)

    def test_what_was_never_booked_is_not_late(self):
        """Time of 2023 belongs to a booking of 2023, which is still to come."""
        forgotten = self._approve(date=date(2023, 3, 12))
        booking = self._book(books_late=True, late_reason=REASON)
        self.assertFalse(forgotten.valuation_id)
        self.assertEqual(booking.total_hours, 6.0)

    def test_what_is_to_come_is_not_late(self):
        """A year that was booked before this one, and lies after it."""
        self._book()
        later = self._approve(hours=1.0, late_reason="Found in a notebook")
        booking = self._book(
            date(2024, 1, 1), date(2024, 12, 31), books_late=True, late_reason=REASON
        )
        self.assertFalse(later.valuation_id)
        self.assertEqual(booking.entry_ids, self.late)

    def test_a_booking_that_reaches_beyond_this_period_makes_late_what_lies_before(
        self,
    ):
        self._book(date(2025, 1, 1), date(2025, 6, 30))
        before, after = (
            self._approve(date=date(2025, month, 5), late_reason="Found in a notebook")
            for month in (1, 5)
        )
        february = (date(2025, 2, 1), date(2025, 2, 28))
        booking = self._book(*february, books_late=True, late_reason=REASON)
        self.assertEqual(booking.entry_ids, self.late + before)
        self.assertFalse(after.valuation_id)

    def test_another_association_s_bookings_make_nothing_late(self):
        self.rule.company_id = False
        theirs = self._approve(
            date=date(2024, 5, 2),
            company_id=self.other_association.id,
            project_id=False,
        )
        booking = self._draft(
            company_id=self.other_association.id, books_late=True, late_reason=REASON
        )
        self.assertEqual(booking.total_hours, 0.0)
        self._book(books_late=True, late_reason=REASON)
        self.assertFalse(theirs.valuation_id)

    def test_a_reversed_booking_makes_nothing_late(self):
        self.first.action_reverse()
        self.assertEqual(self._draft(books_late=True).total_hours, 4.0)
        self.assertEqual(self._draft(*YEAR_2024).total_hours, 3.0)

    def test_within_a_year_what_an_earlier_part_missed(self):
        first_half = (date(2025, 1, 1), date(2025, 6, 30))
        self._book(*first_half)
        missed = self._approve(hours=3.0, late_reason="Found in a notebook")
        second_half = (date(2025, 7, 1), date(2025, 12, 31))
        booking = self._book(*second_half, books_late=True, late_reason=REASON)
        self.assertEqual(booking.entry_ids, missed + self.late)
        # Each is told by the year it was given in.
        self.assertCountEqual(
            [(line.hours, line.late_from) for line in booking.line_ids],
            [(3.0, date(2025, 1, 1)), (2.0, date(2024, 1, 1)), (0.0, date(2024, 1, 1))],
        )

    def test_the_year_is_that_of_the_association(self):
        """Its year ends in June: May 2024 lies in the one that began in July 2023."""
        self.association.write(
            {"fiscalyear_last_day": 30, "fiscalyear_last_month": "6"}
        )
        booking = self._book(
            date(2024, 7, 1), date(2025, 6, 30), books_late=True, late_reason=REASON
        )
        late = booking.line_ids.filtered("late_from")
        self.assertEqual(
            set(zip(late.mapped("late_from"), late.mapped("late_to"), strict=True)),
            {(date(2023, 7, 1), date(2024, 6, 30))},
        )

    def test_reversing_frees_it_again(self):
        booking = self._book(books_late=True, late_reason=REASON)
        booking.action_reverse()
        self.assertFalse(self.late.valuation_id or self.late_gift.valuation_id)
        again = self._book(books_late=True, late_reason=REASON)
        self.assertEqual(again.total_amount, 160.0)

    def test_late_time_that_nothing_values_waits(self):
        self._approve(
            date=date(2024, 7, 1), activity_id=self.board.id, late_reason="Forgotten"
        )
        booking = self._book(books_late=True, late_reason=REASON)
        self.assertEqual(booking.total_hours, 6.0)

    def test_lists_ask_no_more_queries_for_more_drafts(self):
        counts = []
        # The first of them fills caches that stay.
        for number in (1, 2, 12):
            drafts = self.env["volunteer.valuation"].create(
                [
                    {
                        "company_id": self.association.id,
                        "date_from": date(2025, 1, 1),
                        "date_to": date(2025, 12, 31),
                        "books_late": True,
                    }
                    for _number in range(number)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(set(drafts.mapped("total_amount")), {160.0})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
