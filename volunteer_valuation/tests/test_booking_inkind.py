import io
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import tagged

from .booking_common import BookingCommon


@tagged("post_install", "-at_install")
class TestBookingInkind(BookingCommon):
    """Contributions in kind: in the same booking as time, on their own accounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_gift_accounts()

    def _get_ledger(self, move):
        return [
            (
                line.account_id.code,
                line.debit,
                line.credit,
                bool(line.analytic_distribution),
            )
            for line in move.line_ids
        ]

    def test_time_and_each_nature_are_booked_on_their_own_accounts(self):
        self._approve(hours=2.0, project_id=self.project.id)
        self._give(amount=100.1)
        self._give(amount=0.2, date=date(2025, 12, 31))
        self._give(amount=30.0, destination="fundraising")
        self._give("use_of_goods", amount=960.0, project_id=self.project.id)
        self._give("services", amount=250.0, hours=8.0)
        booking = self._book()
        move = booking.move_id
        self.assertCountEqual(
            self._get_ledger(move),
            [
                ("864000", 50.0, 0.0, True),
                ("875000", 0.0, 50.0, True),
                ("860000", 100.3, 0.0, False),
                ("870000", 0.0, 100.3, False),
                ("860000", 30.0, 0.0, False),
                ("870000", 0.0, 30.0, False),
                ("861000", 960.0, 0.0, True),
                ("871000", 0.0, 960.0, True),
                ("862000", 250.0, 0.0, False),
                ("871000", 0.0, 250.0, False),
            ],
        )
        self.assertEqual(sum(move.line_ids.mapped("debit")), 1390.3)
        self.assertEqual(booking.total_amount, 1390.3)
        self.assertEqual(
            (booking.inkind_amount, booking.contribution_count), (1340.3, 5)
        )
        services = self.env.ref("volunteer_valuation.nature_services")
        self.assertIn(f"{services.name} – Missions", move.line_ids.mapped("name"))

    def test_hours_of_people_who_were_lent_are_no_volunteer_hours(self):
        self._approve(hours=2.0)
        self._give("services", hours=8.0)
        draft = self._draft()
        self.assertEqual((draft.total_hours, draft.total_amount), (2.0, 150.0))
        booking = self._book()
        self.assertEqual((booking.total_hours, booking.total_amount), (2.0, 150.0))
        self.assertCountEqual(
            [(line.hours, line.lent_hours) for line in booking.line_ids],
            [(2.0, 0.0), (0.0, 8.0)],
        )

    def test_contributions_alone_are_booked(self):
        gift = self._give()
        booking = self._book()
        self.assertEqual(gift.valuation_id, booking)
        self.assertEqual(booking.contribution_ids, gift)
        self.assertEqual(len(booking.move_id.line_ids), 2)

    def test_only_what_is_approved_and_worth_something_of_this_period(self):
        booked = self._give()
        self._record_gift().action_submit()
        self._record_gift()
        self._give(date=date(2024, 12, 31))
        self._give(date=date(2026, 1, 1))
        refused = self._record_gift()
        refused.action_submit()
        refused.action_refuse("A loan, not a gift")
        self._give(
            company_id=self.other_association.id,
            partner_id=self.person.id,
        )
        self.assertEqual(self._book().contribution_ids, booked)

    def test_booking_again_books_nothing(self):
        gift = self._give()
        booking = self._book()
        with self.assert_refused(UserError, "There is nothing to book between"):
            self._book()
        self.assertEqual(gift.valuation_id, booking)

    def test_what_is_booked_does_not_change_until_it_is_reversed(self):
        gift = self._give()
        booking = self._book()
        for write in (
            lambda: gift.write({"amount": 1.0}),
            lambda: gift.sudo().write({"amount": 1.0}),
            lambda: gift.action_refuse("No"),
            lambda: gift.unlink(),
        ):
            with self.assert_refused(UserError, "is booked"):
                write()
        booking.with_user(self.treasurer_user).action_reverse()
        self.assertFalse(gift.valuation_id or booking.contribution_ids)
        self.assertEqual((gift.state, gift.amount), ("approved", 100.0))
        # What was booked stays told.
        self.assertEqual((booking.total_amount, booking.contribution_count), (100.0, 1))
        self.assertEqual(self._book().contribution_ids, gift)

    def test_nothing_is_claimed_where_booking_fails(self):
        gift, entry = self._give(), self._approve()
        fail = patch.object(
            type(self.env["account.move"]), "_post", side_effect=UserError("No")
        )
        with fail, self.assertRaises(UserError):
            self._book()
        self.assertFalse(gift.valuation_id or entry.valuation_id)

    def test_queries_do_not_grow_with_the_contributions(self):
        counts = []
        # The first year fills caches that stay.
        for year, number in ((2022, 1), (2023, 5), (2024, 60)):
            for _number in range(number):
                self._give(date=date(year, 3, 1), project_id=self.project.id)
            booking = self._draft(date(year, 1, 1), date(year, 12, 31))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            booking.action_post()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])

    def test_without_accounts_one_sentence_says_so(self):
        self._give()
        nature = self.env.ref("volunteer_valuation.nature_goods")
        nature.with_company(self.association).credit_account_id = False
        with self.assert_refused(UserError, "has no accounts for “Goods given”"):
            self._book()

    def test_the_preview_shows_them_and_what_cannot_be_booked(self):
        self._give("use_of_goods", amount=960.0)
        self._record_gift(amount=12.34).action_submit()
        preview = self._draft().with_user(self.treasurer_user).preview
        self.assertIn("Free use of premises and goods", preview)
        self.assertIn("960.00", preview)
        self.assertIn("contribution in kind, not approved: Submitted", preview)
        self.assertIn("12.34", preview)
        self._book()
        self.assertIn("contribution in kind, already booked", self._draft().preview)

    def test_what_is_opened_is_what_is_booked(self):
        gift = self._give()
        self._give(date=date(2024, 3, 1))
        model = self.env["volunteer.inkind.contribution"]
        draft = self._draft().with_user(self.treasurer_user)
        found = model.search(draft.action_open_contributions()["domain"])
        self.assertEqual(found, gift)
        booking = self._book()
        found = model.search(booking.action_open_contributions()["domain"])
        self.assertEqual(found, gift)

    def test_booked_elsewhere_they_are_in_the_files(self):
        self._give("services", amount=250.0, project_id=self.project.id)
        self._approve(hours=2.0)
        booking = self._draft()
        booking.with_user(self.treasurer_user).action_book_elsewhere()
        fec = booking.export_booking("fec")[1].decode()
        self.assertIn("\t862000\t", fec)
        self.assertIn("\t250,00\t", fec)
        self.assertIn("862,871", booking.export_booking("paheko")[1].decode())
        sheet = load_workbook(io.BytesIO(booking.export_booking("xlsx")[1])).active
        amounts = {
            row[3]: row[7] for row in sheet.iter_rows(min_row=2, values_only=True)
        }
        self.assertEqual(amounts, {"862000": 250, "864000": 50})


@tagged("post_install", "-at_install")
class TestBookingInkindEvidence(BookingCommon):
    """The workbook of a booking lists what was given in kind on a sheet of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_gift_accounts()
        cls._approve(hours=2.0)
        cls._give(
            "services",
            name="=1+1",
            partner_id=cls.person.id,
            amount=250.25,
            hours=8.0,
            project_id=cls.project.id,
            origin="public",
            date=date(2025, 6, 2),
        )
        cls._give(amount=100.0, partner_id=False)
        cls.booking = cls._book()

    def _read(self):
        return load_workbook(io.BytesIO(self.booking.detail_attachment_id.raw))

    def test_it_lists_them_with_their_sum(self):
        book = self._read()
        self.assertEqual(book.sheetnames, ["Volunteer Time", "Contributions in Kind"])
        heading, *rows = book["Contributions in Kind"].values
        food, help, sums = (dict(zip(heading, row, strict=True)) for row in rows)
        self.assertEqual(
            (food["Date"].date(), food["Donor"], food["Hours"], food["Amount"]),
            (date(2025, 3, 12), None, None, 100),
        )
        self.assertEqual(
            (help["Nature"], help["Donor"], help["Description"], help["Project"]),
            (
                "Services and skills sponsorship",
                "Maëlys Lefèvre",
                "=1+1",
                "Repair Café",
            ),
        )
        self.assertEqual(
            (help["Destination"], help["Origin"], help["Hours"], help["Amount"]),
            ("Missions", "Public Generosity", 8, 250.25),
        )
        self.assertEqual(
            (sums["Date"], sums["Hours"], sums["Amount"]), ("Total", 8, 350.25)
        )
        self.assertEqual(sums["Amount"], self.booking.inkind_amount)
        self.assertEqual(book["Contributions in Kind"]["D3"].data_type, "s")

    def test_without_any_there_is_no_such_sheet(self):
        self._approve(date=date(2024, 3, 1))
        booking = self._book(date(2024, 1, 1), date(2024, 12, 31))
        book = load_workbook(io.BytesIO(booking.detail_attachment_id.raw))
        self.assertEqual(book.sheetnames, ["Volunteer Time"])

    def test_once_its_term_has_passed_it_names_nobody(self):
        before = [list(sheet.values) for sheet in self._read()]
        with freeze_time("2036-01-01"):
            self.booking._take_names_out()
        after = [list(sheet.values) for sheet in self._read()]
        for old, new in zip(before, after, strict=True):
            self.assertEqual(new[0], old[0])
            self.assertEqual(
                new[1:], [(*row[:2], None, None, *row[4:]) for row in old[1:]]
            )
        raw = self.booking.detail_attachment_id.raw
        self.assertNotIn("Maëlys", str(after))
        self.assertNotIn(b"1+1", raw)
