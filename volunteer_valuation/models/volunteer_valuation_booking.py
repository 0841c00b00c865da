from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .account_move import BOOKING


class VolunteerValuation(models.Model):
    """Posting and reversing: exactly once, whatever runs beside it or dies in the middle.

    Everything happens in one transaction. Marking the booking as posted takes its row, so
    a second click waits, fails on the changed row and finds it posted when Odoo runs it
    again. Claiming what it books in one UPDATE of each model does the same for two
    overlapping bookings.
    """

    _inherit = "volunteer.valuation"

    def action_post(self):
        """Book what is approved and valued of the period, once; posted ones stay as they are.

        :raises AccessError: for anyone but treasurers
        :raises UserError: where there is nothing to book, no account or journal, or a lock
        """
        self._check_treasurer()
        for valuation in self.sudo():
            if valuation._may_be_posted():
                valuation.with_company(valuation.company_id)._post()
        return True

    def action_reverse(self):
        """Post the mirror entry and free what was booked; reversed ones stay as they are.

        :raises AccessError: for anyone but treasurers
        :raises UserError: for a draft, or where the period is locked
        """
        self._check_treasurer()
        for valuation in self.sudo():
            if valuation.state == "draft":
                raise UserError(
                    self.env._("Nothing is booked yet: nothing to reverse.")
                )
            if valuation.state == "posted":
                valuation.with_company(valuation.company_id)._reverse()
        return True

    def action_open_move(self):
        """Open the journal entry."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    def action_download_detail(self):
        """Download the workbook of what was booked."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.detail_attachment_id.id}?download=true",
            "target": "self",
        }

    def _may_be_posted(self):
        """Whether this is a draft; what is posted stays as it is.

        :raises UserError: for one that was reversed, where time is only disclosed by now,
            or for a period of several years
        """
        if self.state == "reversed":
            raise UserError(
                self.env._("This booking was reversed: make a new one instead.")
            )
        if self.state == "draft":
            self._check_company_books()
            self._check_one_year()
            self._check_late_reason()
        return self.state == "draft"

    def _check_one_year(self):
        """:raises UserError: where what is of one year would enter the ledger of another"""
        years = {self._get_fiscal_year(day) for day in (self.date_from, self.date_to)}
        if len(years) > 1:
            raise UserError(
                self.env._(
                    "%(first)s – %(last)s lies in several fiscal years: make a booking for "
                    "each of them.",
                    first=format_date(self.env, self.date_from),
                    last=format_date(self.env, self.date_to),
                )
            )

    def _post(self):
        self._check_unlocked()
        lines = self._claim()
        move = self.env["account.move"].with_context(volunteer_booking=BOOKING)
        move = move.create(self._prepare_move(lines))
        self._apply({"move_id": move.id})
        self._post_move(move)
        self._attach_detail(move)

    def _claim(self):
        """Take what the period holds into this booking, and write its lines.

        :raises UserError: where there is none
        """
        self._take("posted")
        self._claim_all()
        lines = self.env["volunteer.valuation.line"].create(
            [
                values | {"valuation_id": self.id} | self._prepare_accounts(values)
                for values in self._prepare_lines()
            ]
        )
        if not any(line.amount for line in lines):
            raise UserError(
                self.env._(
                    "There is nothing to book between %(first)s and %(last)s: no time is "
                    "approved, valued and not yet booked, and no contribution in kind "
                    "is approved and not yet booked.",
                    first=format_date(self.env, self.date_from),
                    last=format_date(self.env, self.date_to),
                )
            )
        return lines

    def _prepare_accounts(self, values):
        """The accounts of a line, where books kept elsewhere have any here."""
        nature = self.env["volunteer.contribution.nature"].browse(values["nature_id"])
        nature = nature.sudo().with_company(self.company_id.root_id)
        return {
            "debit_account_id": nature.debit_account_id.id,
            "credit_account_id": nature.credit_account_id.id,
        }

    def _reverse(self):
        self._take("reversed")
        if self.move_id:
            self._reverse_move()
        self._free_all()

    def _reverse_move(self):
        self._check_unlocked()
        journal = self.move_id.journal_id
        if not journal.active:
            # Odoo itself would not refuse: it would take another journal.
            raise UserError(
                self.env._(
                    "The journal %(journal)s is archived: restore it to reverse this "
                    "booking.",
                    journal=journal.name,
                )
            )
        reversal = self.move_id.with_context(volunteer_booking=BOOKING)._reverse_moves(
            [
                {
                    "date": self.date_to,
                    "ref": self.env._("Reversal of %s", self.move_id.name),
                    "volunteer_valuation_id": self.id,
                }
            ]
        )
        self._apply({"reversal_move_id": reversal.id})
        self._post_move(reversal)

    def _take(self, state):
        """Take the row of the booking by moving it to ``state`` first."""
        self._apply({"state": state})
        self.flush_recordset(["state"])

    def _check_unlocked(self):
        """:raises UserError: where a lock date covers the entry

        Odoo itself would not refuse: it would move the entry to the next open month.
        """
        lock = self._describe_violated_lock(self.date_to)
        if lock:
            raise UserError(lock)

    def _describe_violated_lock(self, day):
        """One sentence where ``day`` is locked in the books, or nothing."""
        company = self.company_id.sudo()
        locks = company._get_violated_lock_dates(
            day, False, company._get_volunteer_journal(raise_if_missing=False)
        )
        if locks:
            return self.env._(
                "The books are locked up to %(lock)s, so nothing can be booked or "
                "reversed on %(day)s.",
                lock=format_date(
                    self.env, max(lock_date for lock_date, _field in locks)
                ),
                day=format_date(self.env, day),
            )
        return None

    def _prepare_move(self, lines):
        language = self.company_id.partner_id.lang or self.env.lang
        booking = self.with_context(lang=language)
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            # Whatever the currency of the journal is.
            "currency_id": self.currency_id.id,
            "journal_id": self.company_id._get_volunteer_journal().id,
            "date": self.date_to,
            "ref": booking.env._(
                "Contributions in kind %(first)s – %(last)s",
                first=format_date(booking.env, self.date_from),
                last=format_date(booking.env, self.date_to),
            ),
            "volunteer_valuation_id": self.id,
            "line_ids": [
                fields.Command.create(values)
                for line in lines.with_context(lang=language)
                if line.amount
                for values in self._prepare_move_lines(line)
            ],
        }

    def _prepare_move_lines(self, line):
        """Debit and credit of one sum, both with the project's analytic distribution."""
        debit_account, credit_account = line.nature_id._get_accounts(self.company_id)
        common = {
            "name": self._describe_line(line),
            "analytic_distribution": line.project_id._get_analytic_distribution()
            or False,
        }
        return [
            common | {"account_id": debit_account.id, "debit": line.amount},
            common | {"account_id": credit_account.id, "credit": line.amount},
        ]

    def _describe_line(self, line):
        """Nature, project, destination and late year of a sum, in its language."""
        destination = line.destination and dict(
            line._fields["destination"]._description_selection(line.env)
        ).get(line.destination)
        late = line.late_from and line.env._(
            "given late, %(first)s – %(last)s",
            first=format_date(line.env, line.late_from),
            last=format_date(line.env, line.late_to),
        )
        parts = [line.nature_id.name, line.project_id.name, destination, late]
        return " – ".join(part for part in parts if part)

    def _post_move(self, move):
        move._post(soft=False)
        if move.date != self.date_to:
            raise UserError(
                self.env._(
                    "The books would move this entry to %(day)s: nothing was booked.",
                    day=format_date(self.env, move.date),
                )
            )
