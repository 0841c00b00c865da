import io
from datetime import date
from zipfile import ZipFile

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .forgetting_common import TERM, ForgettingCommon, count_words

NAME = "Maëlys Lefèvre"


@tagged("post_install", "-at_install")
class TestForgettingEvidence(ForgettingCommon):
    """Booked time keeps the name, for treasurers only, until the date of its evidence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry = cls._approve(hours=2.5, description="Until late")
        cls.other = cls._approve(partner_id=cls.volunteer.id, hours=4)
        cls.booking = cls._book()

    def _read_detail(self, booking=None):
        detail = (booking or self.booking).detail_attachment_id
        return list(load_workbook(io.BytesIO(detail.raw)).active.values)

    def _person_cells(self, booking=None):
        return [row[2] for row in self._read_detail(booking)[1:-1]]

    def _export_people(self, user):
        entries = self.env["volunteer.time.entry"].with_user(user)
        text = b"".join(entries._export([("id", "in", self.entry.ids)], "csv"))
        return NAME in text.decode()

    def test_it_keeps_the_name_until_the_date(self):
        self._forget()
        self.assertFalse(self.entry.partner_id or self.entry.engagement_id)
        self.assertEqual(self.entry.evidence_name, NAME)
        self.assertEqual(self.entry.evidence_until, TERM)
        self.assertEqual(self.entry.name, "Welcome desk")
        self.assertEqual(self.entry.description, "Until late")
        self.assertIn(NAME, self._person_cells())

    def test_for_treasurers_only(self):
        self._forget()
        treasurer = self.entry.with_user(self.treasurer_user)
        self.assertEqual(treasurer.evidence_name, NAME)
        self.assertTrue(self._export_people(self.treasurer_user))
        self.assertTrue(
            self.booking.detail_attachment_id.with_user(self.treasurer_user).raw
        )
        for user in (self.manager_user, self.approver_user, self.volunteer_user):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    self._call(user, self.entry, "read", ["evidence_name"])
                self.assertFalse(self._export_people(user))

    def test_the_workbook_is_the_treasurer_s(self):
        invoicing = self._create_user("invoicing", "account.group_account_invoice")
        detail = self.booking.detail_attachment_id
        for user in (self.manager_user, invoicing):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._call(user, detail, "read", ["datas"])
        of_move = [
            ("res_model", "=", "account.move"),
            ("res_id", "=", self.booking.move_id.id),
        ]
        self.assertFalse(self._call(invoicing, detail, "search", of_move))

    def test_other_files_stay_readable(self):
        note = self.env["ir.attachment"].create(
            {
                "name": "note",
                "raw": b"n",
                "res_model": "res.partner",
                "res_id": self.person.id,
            }
        )
        self.assertEqual(note.with_user(self.manager_user).raw, b"n")

    def test_nobody_finds_entries_by_the_name(self):
        self._forget()
        with self.assertRaises(AccessError):
            self._call(
                self.manager_user,
                self.entry,
                "search",
                [("evidence_name", "like", "Maëlys")],
            )

    def test_before_the_date_the_night_changes_nothing(self):
        self._forget()
        self._run_nightly(TERM)
        self.assertEqual(self.entry.evidence_name, NAME)
        self.assertIn(NAME, self._person_cells())

    def test_after_the_date_everything_is_nameless_and_sums_stay(self):
        self._forget()
        before = self._read_detail()
        hours, amount = self.booking.total_hours, self.booking.total_amount
        self._run_nightly("2036-01-01")
        self.assertFalse(self.entry.evidence_name or self.entry.description)
        self.assertEqual(self.entry.name, "Reception")
        self.assertEqual((self.entry.hours, self.entry.amount), (2.5, 62.5))
        self.assertEqual(self.entry.valuation_id, self.booking)
        self.assertEqual(
            (self.booking.total_hours, self.booking.total_amount), (hours, amount)
        )
        after = self._read_detail()
        self.assertEqual(after[0], before[0])
        self.assertEqual(
            after[1:],
            [(*row[:2], None, None, *row[4:]) for row in before[1:]],
        )
        self.assertEqual(self.booking.nameless_on, date(2036, 1, 1))
        self.assertEqual(self.other.partner_id, self.volunteer)
        self.assertFalse(count_words(self.env, NAME).keys() - {
            # The contact itself is the association's address book.
            "res_partner.name", "res_partner.complete_name",
        })  # fmt: skip

    def test_the_next_night_finds_nothing_to_do(self):
        self._forget()
        self._run_nightly("2036-01-01")
        logs = self.erasures.search_count([])
        self._run_nightly("2036-01-02")
        self.assertEqual(self.erasures.search_count([]), logs)
        self.assertEqual(self.booking.nameless_on, date(2036, 1, 1))

    def test_it_is_logged(self):
        self._forget()
        self._run_nightly("2036-01-01")
        log = self.erasures.search([("company_id", "=", self.association.id)], limit=1)
        self.assertEqual(
            (log.date, log.cause, log.erased_count), (date(2036, 1, 1), "evidence", 1)
        )

    def test_a_reversal_frees_the_name_the_night_after(self):
        self._forget()
        self.booking.with_user(self.treasurer_user).action_reverse()
        self.assertEqual(self.entry.evidence_name, NAME)
        self._run_nightly("2026-11-22")
        self.assertFalse(self.entry.evidence_name)
        self.assertEqual(self.entry.name, "Reception")
        self.assertIn(NAME, self._person_cells(), "Evidence outlives a reversal.")
        self._run_nightly("2036-01-01")
        self.assertEqual(self._person_cells(), [None, None])

    def test_what_is_booked_again_the_same_day_keeps_it(self):
        self._forget()
        self.booking.with_user(self.treasurer_user).action_reverse()
        again = self._book()
        self._run_nightly("2026-11-22")
        self.assertEqual(self.entry.evidence_name, NAME)
        self.assertIn(NAME, self._person_cells(again))

    def test_the_evidence_of_a_reversed_booking_is_told(self):
        self.booking.with_user(self.treasurer_user).action_reverse()
        [foreseen] = self.env["volunteer.erasure"]._foresee(self.person)
        self.assertEqual(
            (foreseen["erased_count"], foreseen["kept_count"], foreseen["kept_until"]),
            (1, 0, TERM),
        )

    def test_once_the_date_has_passed_nothing_is_kept(self):
        with freeze_time("2036-01-01"):
            [foreseen] = self.env["volunteer.erasure"]._foresee(self.person)
            self.assertEqual(
                (foreseen["kept_count"], foreseen["kept_until"]), (0, None)
            )
            self._forget()
        self.assertFalse(self.entry.evidence_name or self.entry.description)

    def test_a_longer_term_does_not_move_what_was_told(self):
        self._forget()
        self.association.volunteer_evidence_years = 30
        self.assertEqual(self.entry.evidence_until, TERM)
        self._run_nightly("2036-01-01")
        self.assertFalse(self.entry.evidence_name)

    def test_the_term_counts_from_the_end_of_the_fiscal_year(self):
        self.association.write(
            {
                "fiscalyear_last_month": "8",
                "fiscalyear_last_day": 31,
                "volunteer_evidence_years": 7,
            }
        )
        draft = self._draft(date(2024, 1, 1), date(2024, 3, 31))
        self.assertEqual(draft.evidence_until, date(2031, 8, 31))

    def test_booked_time_stays_immutable_for_everybody(self):
        self._forget()
        with self.assertRaises(UserError):
            self.entry.write({"hours": 3})
        for model, record, values in (
            ("entry", self.entry, {"evidence_name": "x"}),
            ("booking", self.booking, {"evidence_until": "2030-01-01"}),
            ("booking", self.booking, {"nameless_on": "2030-01-01"}),
        ):
            with self.subTest(model=model, values=values):
                with self.assertRaises(AccessError):
                    self._call(self.treasurer_user, record, "write", values)

    def test_a_damaged_workbook_keeps_no_other_waiting(self):
        self._approve(date=date(2024, 5, 1))
        second = self._book(date(2024, 1, 1), date(2024, 12, 31))
        self.booking.detail_attachment_id._replace_volunteer_evidence(b"broken")
        with self.assertLogs(
            "odoo.addons.volunteer_valuation.models.volunteer_valuation_evidence"
        ):
            self._run_nightly("2036-01-01")
        self.assertFalse(self.booking.nameless_on)
        self.assertEqual(self._person_cells(second), [None])

    def test_no_part_of_the_workbook_holds_the_name(self):
        self._forget()
        self._run_nightly("2036-01-01")
        with ZipFile(io.BytesIO(self.booking.detail_attachment_id.raw)) as archive:
            for part in archive.namelist():
                self.assertNotIn(NAME, archive.read(part).decode(), part)


@tagged("post_install", "-at_install")
class TestForgettingByAge(ForgettingCommon):
    """An association may decide that time loses its names after some years."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.association.volunteer_anonymise_years = 3
        cls.old = cls._approve(date=date(2023, 11, 20), name="Long ago")
        cls.recent = cls._approve(date=date(2023, 11, 22), name="Not so long ago")

    def test_old_time_loses_its_name(self):
        self._run_nightly("2026-11-21")
        self.assertFalse(self.old.partner_id)
        self.assertEqual(self.old.name, "Reception")
        self.assertEqual(self.old.amount, 25.0)
        self.assertEqual(self.recent.partner_id, self.person)
        self.assertTrue(self.recent.engagement_id)

    def test_never_by_default(self):
        self.association.volunteer_anonymise_years = 0
        self._run_nightly("2060-01-01")
        self.assertEqual(self.old.partner_id, self.person)

    def test_booked_time_never_before_its_evidence(self):
        self._book(date(2023, 1, 1), date(2023, 12, 31))
        self._run_nightly("2026-11-21")
        self.assertEqual(self.old.partner_id, self.person)
        self._run_nightly("2034-01-01")
        self.assertFalse((self.old | self.recent).partner_id)
        self.assertEqual(self.old.amount, 25.0)

    def test_organisations_are_no_people(self):
        group = self._approve(
            date=date(2020, 1, 1), partner_id=self.member_organisation.id, headcount=9
        )
        self._run_nightly("2026-11-21")
        self.assertEqual(group.partner_id, self.member_organisation)

    def test_another_association_decides_for_itself(self):
        elsewhere = self._declare(
            date=date(2010, 1, 1),
            company_id=self.other_association.id,
            activity_id=False,
        )
        self._run_nightly("2026-11-21")
        self.assertEqual(elsewhere.partner_id, self.person)

    def test_it_goes_on_in_batches(self):
        expiring = (
            "odoo.addons.volunteer_valuation.models.volunteer_time_entry_expiring"
        )
        for number in range(4):
            self._approve(date=date(2022, 1, 1 + number))
        self.patch(__import__(expiring, fromlist=["BATCH"]), "BATCH", 2)
        self._run_nightly("2026-11-21")
        logs = self.erasures.search([("company_id", "=", self.association.id)])
        self.assertEqual(logs.mapped("erased_count"), [1, 2, 2])
        self.assertEqual(set(logs.mapped("cause")), {"age"})
