import io

from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .booking_common import BookingCommon
from .test_ledger_formats import read_fec, read_paheko


@tagged("post_install", "-at_install")
class TestBookingElsewhere(BookingCommon):
    """Books kept in other software: booked once, without a move, and exported."""

    def _book_elsewhere(self):
        booking = self._draft()
        booking.with_user(self.treasurer_user).action_book_elsewhere()
        return booking

    def test_it_is_booked_without_a_move(self):
        entry = self._approve(hours=2.0, project_id=self.project.id)
        booking = self._book_elsewhere()
        self.assertEqual((booking.state, booking.move_id.id), ("posted", False))
        self.assertTrue(booking.is_elsewhere)
        self.assertEqual(entry.valuation_id, booking)
        self.assertEqual(booking.total_amount, 50.0)
        self.assertEqual(booking.detail_attachment_id.res_id, booking.id)
        with self.assert_refused(UserError, "is booked and can no longer"):
            entry.hours = 3.0

    def test_it_is_booked_once_here_or_there(self):
        self._approve()
        booking = self._book_elsewhere()
        booking.action_book_elsewhere()
        booking.action_post()
        self.assertFalse(booking.move_id)
        with self.assert_refused(UserError, "There is nothing to book"):
            self._draft().action_post()
        with self.assert_refused(UserError, "There is nothing to book"):
            self._draft().action_book_elsewhere()

    def test_reversing_frees_the_time(self):
        entry = self._approve()
        booking = self._book_elsewhere()
        booking.with_user(self.treasurer_user).action_reverse()
        self.assertEqual(booking.state, "reversed")
        self.assertFalse(entry.valuation_id)
        self.assertFalse(booking.reversal_move_id)
        with self.assert_refused(UserError, "was reversed"):
            booking.action_book_elsewhere()

    def test_the_files_hold_what_was_booked(self):
        self._approve(hours=2.0, project_id=self.project.id)
        self._approve(hours=95 / 60)
        for booking in (self._book_elsewhere(),):
            name, content = booking.with_user(self.treasurer_user).export_booking("fec")
            self.assertTrue(name.endswith(".txt"))
            lines = read_fec(content.decode())
            self.assertEqual(
                sorted(
                    (line["CompteNum"], line["Debit"], line["Credit"]) for line in lines
                ),
                [
                    ("864000", "39,58", "0,00"),
                    ("864000", "50,00", "0,00"),
                    ("875000", "0,00", "39,58"),
                    ("875000", "0,00", "50,00"),
                ],
            )
            rows = read_paheko(booking.export_booking("paheko")[1].decode())
            self.assertEqual(
                sorted((row["Montant"], row["Projet analytique"]) for row in rows),
                [("39,58", ""), ("50,00", "Repair Café")],
            )
            content = booking.export_booking("xlsx")[1]
            sheet = load_workbook(io.BytesIO(content)).active
            amounts = [row[7] for row in sheet.iter_rows(min_row=2, values_only=True)]
            self.assertEqual(sum(amounts), booking.total_amount)

    def test_a_booking_of_these_books_is_exported_too(self):
        self._approve(hours=2.0)
        booking = self._book()
        lines = read_fec(booking.export_booking("fec")[1].decode())
        self.assertEqual(
            {line["EcritureNum"] for line in lines}, {booking.move_id.name}
        )
        self.assertFalse(booking.is_elsewhere)

    def test_accounts_chosen_later_change_nothing_booked(self):
        """Here or elsewhere, files and statement tell what was booked on."""
        self._approve(hours=2.0)
        booking = self._book_elsewhere()
        _name, before = booking.with_user(self.treasurer_user).export_booking("fec")
        statements = self.env["volunteer.statement"]
        period = self.association.ids, booking.date_from, booking.date_to
        row, *_others = statements.compute_statement(*period)["by_nature"]
        nature = self.env.ref("volunteer_valuation.nature_volunteering")
        nature = nature.with_company(self.association)
        nature.debit_account_id = nature.debit_account_id.copy(
            {"code": "864999", "company_ids": [Command.set(self.association.ids)]}
        )
        nature.credit_account_id = False
        _name, after = booking.with_user(self.treasurer_user).export_booking("fec")
        self.assertEqual(after, before)
        self.assertEqual(statements.compute_statement(*period)["by_nature"][0], row)
        booking.action_reverse()
        later, *_others = statements.compute_statement(*period)["by_nature"]
        self.assertEqual((later["debit_code"], later["credit_code"]), ("864999", ""))

    def test_what_is_not_exported(self):
        self._approve()
        with self.assert_refused(UserError, "Nothing is booked yet"):
            self._draft().export_booking("fec")
        booking = self._book()
        with self.assert_refused(UserError, "FEC, Paheko or XLSX"):
            booking.export_booking("pdf")
        for user in (self.manager_user, self.approver_user, self.volunteer_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                booking.with_user(user).export_booking("fec")
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._draft().with_user(user).action_book_elsewhere()


@tagged("post_install", "-at_install")
class TestBookingDownload(BookingCommon, HttpCase):
    def test_only_a_treasurer_of_the_association_downloads(self):
        self._approve(hours=2.0)
        booking = self._book()
        url = f"/volunteer_valuation/booking/{booking.id}"
        for login, path, status in (
            ("vv_treasurer", f"{url}/fec", 200),
            ("vv_treasurer", f"{url}/paheko", 200),
            ("vv_treasurer", f"{url}/xlsx", 200),
            ("vv_treasurer", f"{url}/pdf", 404),
            ("vv_treasurer", "/volunteer_valuation/booking/999999999/fec", 404),
            ("vv_manager", f"{url}/fec", 404),
            ("vv_volunteer", f"{url}/fec", 404),
        ):
            with self.subTest(login=login, path=path):
                self.authenticate(login, login)
                self.assertEqual(self.url_open(path).status_code, status)
