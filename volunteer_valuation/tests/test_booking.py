import base64
import io
from datetime import date
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import tagged

from .booking_common import BookingCommon


@tagged("post_install", "-at_install")
class TestBooking(BookingCommon):
    """Posting: one balanced entry, exactly once, and what it says beforehand."""

    def test_the_preview_tells_what_will_be_booked_and_what_cannot(self):
        self._approve(hours=2.0, project_id=self.project.id)
        self._declare(hours=3.0).action_submit()
        self._approve(hours=4.0, activity_id=self.board.id)
        booking = self._draft()
        self.assertEqual((booking.total_hours, booking.total_amount), (2.0, 50.0))
        preview = booking.with_user(self.treasurer_user).preview
        self.assertIn("Repair Café", preview)
        self.assertIn("50.00", preview)
        self.assertIn("not approved: Submitted", preview)
        self.assertIn("“Board” is not valued", preview)

    def test_unvalued_time_is_told_by_what_decides_it(self):
        self.rule.level_id = self.level
        self._approve(hours=1.0, date=date(2025, 3, 12))
        self._approve(hours=2.0, date=date(2025, 4, 12))
        self._approve(hours=4.0, activity_id=self.board.id)
        self.assertCountEqual(
            self._draft()._get_unvalued_obstacles(),
            [
                ("not valued: no rule on 12 March 2025 and later", 2, 3.0),
                ("not valued: “Board” is not valued", 1, 4.0),
            ],
        )

    def test_the_preview_tells_what_is_booked_already_and_what_is_locked(self):
        self._approve()
        self._book()
        self.association.sudo().fiscalyear_lock_date = date(2025, 12, 31)
        preview = self._draft().preview
        self.assertIn("already booked", preview)
        self.assertIn("locked up to 12/31/2025", preview)

    def test_one_balanced_entry_by_project_and_destination(self):
        fundraising = self.env["volunteer.activity"].create(
            {"name": "Raffle", "destination": "fundraising"}
        )
        self._approve(hours=2.0, project_id=self.project.id)
        self._approve(hours=1.0, date=date(2025, 4, 2), project_id=self.project.id)
        self._approve(hours=4.0, date=date(2025, 5, 3), activity_id=fundraising.id)
        self._approve(hours=4.0, headcount=30, partner_id=False, is_estimate=True)
        booking = self._book()
        move = booking.move_id
        self.assertEqual(move.state, "posted")
        self.assertEqual(move.journal_id.code, "CVN")
        self.assertEqual(move.date, date(2025, 12, 31))
        self.assertEqual(move.company_id, self.association)
        distribution = {str(self.analytic_account.id): 100.0}
        self.assertCountEqual(
            [
                (
                    line.account_id.code,
                    line.debit,
                    line.credit,
                    line.analytic_distribution,
                )
                for line in move.line_ids
            ],
            [
                ("864000", 75.0, 0.0, distribution),
                ("875000", 0.0, 75.0, distribution),
                ("864000", 100.0, 0.0, False),
                ("875000", 0.0, 100.0, False),
                ("864000", 3000.0, 0.0, False),
                ("875000", 0.0, 3000.0, False),
            ],
        )
        self.assertEqual(booking.total_amount, 3175.0)
        self.assertEqual(sum(booking.line_ids.mapped("amount")), 3175.0)
        self.assertEqual(sum(booking.entry_ids.mapped("amount")), 3175.0)
        self.assertEqual(booking.total_hours, 127.0)
        self.assertEqual(sum(booking.line_ids.mapped("entry_count")), 4)
        self.assertCountEqual(
            booking.line_ids.mapped("destination"),
            ["missions", "missions", "fundraising"],
        )

    def test_the_project_keeps_its_result(self):
        self._approve(hours=2.0, project_id=self.project.id)
        lines = self._book().move_id.line_ids.analytic_line_ids
        self.assertEqual(len(lines), 2)
        self.assertEqual(sum(lines.mapped("amount")), 0.0)

    def test_only_the_period_of_this_association_is_booked(self):
        inside = self._approve(date=date(2025, 12, 31))
        self._approve(date=date(2024, 12, 31))
        self._approve(date=date(2026, 1, 1))
        self._approve(company_id=self.other_association.id, project_id=False)
        self.assertEqual(self._book().entry_ids, inside)

    def test_booking_again_books_nothing(self):
        entry = self._approve()
        booking = self._book()
        moves = self.env["account.move"].search_count([])
        self.assertTrue(booking.with_user(self.treasurer_user).action_post())
        with self.assert_refused(UserError, "There is nothing to book between"):
            self._book()
        with self.assert_refused(UserError, "There is nothing to book between"):
            self._book(date(2025, 3, 1), date(2025, 3, 31))
        self.assertEqual(self.env["account.move"].search_count([]), moves)
        self.assertEqual(entry.valuation_id, booking)
        self.assertEqual(
            self.env["volunteer.valuation"].search_count(
                [("company_id", "=", self.association.id), ("state", "=", "posted")]
            ),
            1,
        )

    def test_overlapping_periods_book_what_is_left(self):
        march = self._approve(date=date(2025, 3, 12))
        july = self._approve(date=date(2025, 7, 12))
        first = self._book(date(2025, 1, 1), date(2025, 6, 30))
        second = self._book(date(2025, 1, 1), date(2025, 12, 31))
        self.assertEqual(first.entry_ids, march)
        self.assertEqual(second.entry_ids, july)

    def test_each_fiscal_year_has_a_booking_of_its_own(self):
        self._approve(date=date(2024, 12, 30))
        self._approve(date=date(2025, 1, 2))
        for book in ("action_post", "action_book_elsewhere"):
            draft = self._draft(date(2024, 12, 1), date(2025, 1, 31))
            with self.assert_refused(UserError, "lies in several fiscal years"):
                getattr(draft, book)()
            self.assertEqual(draft.state, "draft")
        self.association.write(
            {"fiscalyear_last_day": 30, "fiscalyear_last_month": "6"}
        )
        draft.action_post()
        self.assertEqual(draft.total_hours, 2.0)

    def test_time_without_value_is_not_booked_alone(self):
        self._approve(hours=0.0, distance=12.0)
        with self.assert_refused(UserError, "There is nothing to book"):
            self._book()

    def test_distance_without_hours_is_booked_with_the_rest(self):
        """It is worth nothing, but the workbook tells of it; the ledger has no empty lines."""
        self._approve(hours=2.0)
        journey = self._approve(hours=0.0, distance=12.0, project_id=self.project.id)
        booking = self._book()
        self.assertEqual(journey.valuation_id, booking)
        self.assertCountEqual(
            [(line.amount, line.entry_count) for line in booking.line_ids],
            [(50.0, 1), (0.0, 1)],
        )
        self.assertEqual(len(booking.move_id.line_ids), 2)

    def test_amounts_are_those_of_the_association_whatever_its_journal(self):
        self.association.volunteer_journal_id.currency_id = self.env.ref("base.USD")
        self._approve()
        move = self._book().move_id
        self.assertEqual(move.currency_id, self.euro)
        self.assertEqual(move.line_ids.currency_id, self.euro)

    def test_the_books_never_move_the_entry_to_another_day(self):
        """Should Odoo move it all the same, for a reason of its own, nothing is booked."""
        entry = self._approve()

        def move_and_post(move, soft=True):
            move.date = date(2026, 1, 31)

        with (
            patch.object(type(self.env["account.move"]), "_post", move_and_post),
            self.assert_refused(UserError, "would move this entry to 01/31/2026"),
        ):
            self._book()
        self.assertFalse(entry.valuation_id)

    def test_late_time_is_booked_by_a_second_booking(self):
        self._approve()
        self._book()
        late = self._approve(hours=2.0, late_reason="Found in a notebook")
        second = self._book()
        self.assertEqual(second.entry_ids, late)
        self.assertEqual(second.total_amount, 50.0)

    def test_the_workbook_holds_every_entry_and_the_same_total(self):
        self._approve(
            name="=1+1",
            hours=1.5,
            project_id=self.project.id,
            level_id=self.level.id,
            date_end=date(2025, 3, 13),
        )
        self._approve(name="Réunion\nsur deux lignes 🎉", hours=95 / 60)
        self._approve(
            name="@somme", partner_id=False, headcount=3, hours=2.0, is_estimate=True
        )
        booking = self._book()
        attachment = booking.detail_attachment_id
        self.assertEqual(
            (attachment.res_model, attachment.res_id),
            ("account.move", booking.move_id.id),
        )
        sheet = load_workbook(io.BytesIO(base64.b64decode(attachment.datas))).active
        heading, *rows = sheet.iter_rows(values_only=True)
        cells = [dict(zip(heading, row, strict=True)) for row in rows]
        self.assertEqual(len(cells), 4)
        first, second, third, sums = cells
        self.assertEqual(first["What Was Done"], "=1+1")
        self.assertEqual(sheet["D2"].data_type, "s")
        self.assertEqual(first["Date"].date(), date(2025, 3, 12))
        self.assertEqual(first["Last Day"].date(), date(2025, 3, 13))
        self.assertEqual(first["Person"], "Maëlys Lefèvre")
        self.assertEqual(first["Activity"], "Reception")
        self.assertEqual(first["Level"], "Expert")
        self.assertEqual(first["Project"], "Repair Café")
        self.assertEqual(first["Rule"], "25 an hour")
        self.assertEqual((first["Hourly Rate"], first["Amount"]), (25, 37.5))
        self.assertEqual(second["What Was Done"], "Réunion\nsur deux lignes 🎉")
        self.assertEqual(second["Amount"], 39.58)
        self.assertEqual(
            (
                third["Person"],
                third["People"],
                third["Total Hours"],
                third["Estimated"],
            ),
            (None, 3, 6, "yes"),
        )
        total = round(sum(row["Amount"] for row in cells[:3]), 2)
        self.assertEqual(total, booking.total_amount)
        self.assertEqual((sums["Date"], sums["Amount"]), ("Total", total))
        self.assertEqual(total, sum(booking.move_id.line_ids.mapped("debit")))

    def test_the_journal_entry_speaks_the_language_of_the_association(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.association.partner_id.lang = "fr_FR"
        nature = self.env.ref("volunteer_valuation.nature_volunteering")
        nature.with_context(lang="fr_FR").name = "Bénévolat"
        self._approve()
        self.assertIn("Bénévolat", self._book().move_id.line_ids[0].name)

    def test_queries_do_not_grow_with_the_entries(self):
        """Twenty times the entries, a handful of queries more for flushing batches."""
        counts = []
        for year, number in ((2023, 5), (2024, 100)):
            entries = self.env["volunteer.time.entry"].create(
                [
                    {
                        "name": "Many",
                        "date": date(year, 3, 12),
                        "hours": 0.2,
                        "partner_id": self.person.id,
                        "activity_id": self.activity.id,
                    }
                    for _number in range(number)
                ]
            )
            entries.action_submit()
            entries.action_approve()
            booking = self._draft(date(year, 1, 1), date(year, 12, 31))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            booking.action_post()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)

    def test_without_accounts_or_journal_one_sentence_says_so(self):
        self._approve()
        nature = self.env.ref("volunteer_valuation.nature_volunteering")
        nature.with_company(self.association).credit_account_id = False
        with self.assert_refused(UserError, "has no accounts for “Volunteering”"):
            self._book()
        self.association.volunteer_journal_id = False
        with self.assert_refused(UserError, "has no journal for contributions"):
            self._book()

    # ------------------------------------------------------------------
    # Reversal
    # ------------------------------------------------------------------
    def test_reversing_posts_the_mirror_and_frees_the_time(self):
        entry = self._approve(hours=2.0, project_id=self.project.id)
        booking = self._book()
        booking.with_user(self.treasurer_user).action_reverse()
        reversal = booking.reversal_move_id
        self.assertEqual(booking.state, "reversed")
        self.assertEqual(
            (reversal.state, reversal.date), ("posted", date(2025, 12, 31))
        )
        self.assertEqual(reversal.journal_id, booking.move_id.journal_id)
        self.assertCountEqual(
            [
                (line.account_id.code, line.debit, line.credit)
                for line in reversal.line_ids
            ],
            [("864000", 0.0, 50.0), ("875000", 50.0, 0.0)],
        )
        self.assertFalse(entry.valuation_id)
        self.assertEqual(
            (entry.state, entry.hourly_rate, entry.amount), ("approved", 25, 50)
        )
        self.assertFalse(booking.entry_ids)
        # What was booked stays told, with its evidence.
        self.assertEqual((booking.total_hours, booking.total_amount), (2.0, 50.0))
        self.assertEqual(booking.detail_attachment_id.res_id, booking.move_id.id)
        entry.hours = 3.0
        entry.action_approve()
        self.assertEqual(self._book().total_amount, 75.0)

    def test_a_reversal_goes_where_the_booking_went(self):
        self._approve()
        booking = self._book()
        journal = booking.move_id.journal_id
        self.association.volunteer_journal_id = journal.copy({"code": "CV2"})
        booking.action_reverse()
        self.assertEqual(booking.reversal_move_id.journal_id, journal)

    def test_an_archived_journal_refuses(self):
        """Odoo itself would put the mirror into another journal, without a word."""
        journal = self.association.volunteer_journal_id
        journal.copy({"code": "OD"})
        self._approve()
        booking = self._book()
        journal.active = False
        with self.assert_refused(UserError, "is archived: restore it to reverse"):
            booking.action_reverse()
        self.assertEqual(booking.state, "posted")
        self._approve(date=date(2025, 4, 2), late_reason="Found in a notebook")
        with self.assert_refused(UserError, "archived journal"):
            self._book()

    def test_a_secured_booking_can_be_reversed(self):
        """A journal that locks its entries with a hash keeps them, and takes the mirror."""
        self.association.volunteer_journal_id.restrict_mode_hash_table = True
        self._approve()
        booking = self._book()
        booking.action_reverse()
        moves = booking.move_id + booking.reversal_move_id
        self.assertTrue(all(moves.mapped("inalterable_hash")))

    def test_a_copy_is_a_draft_of_the_same_period(self):
        self._approve()
        copy = self._book().copy()
        self.assertEqual((copy.state, copy.date_to), ("draft", date(2025, 12, 31)))
        self.assertFalse(
            copy.move_id or copy.detail_attachment_id or copy.line_ids or copy.entry_ids
        )

    def test_reversing_twice_reverses_once(self):
        self._approve()
        booking = self._book()
        booking.action_reverse()
        booking.action_reverse()
        self.assertEqual(
            self.env["account.move"].search_count(
                [("volunteer_valuation_id", "=", booking.id)]
            ),
            2,
        )

    def test_a_draft_is_not_reversed_and_a_reversed_one_not_posted(self):
        self._approve()
        with self.assert_refused(UserError, "Nothing is booked yet"):
            self._draft().action_reverse()
        booking = self._book()
        booking.action_reverse()
        with self.assert_refused(UserError, "was reversed: make a new one"):
            booking.action_post()
