from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.ledger import Account, Booking, Transfer
from ..tools.ledger_fec import write_fec
from ..tools.ledger_paheko import write_paheko
from ..tools.ledger_xlsx import write_xlsx


class VolunteerValuation(models.Model):
    """Books kept in other software: the same booking without a move, as a file to import."""

    _inherit = "volunteer.valuation"

    is_elsewhere = fields.Boolean(compute="_compute_is_elsewhere")

    def _compute_is_elsewhere(self):
        for valuation in self:
            valuation.is_elsewhere = valuation.state != "draft" and not (
                valuation.move_id
            )

    def action_book_elsewhere(self):
        """Mark what the period holds as booked in other software, once: no move is made.

        :raises AccessError: for anyone but treasurers
        :raises UserError: where there is nothing to book, or it was reversed
        """
        self._check_treasurer()
        for valuation in self.sudo():
            if valuation._may_be_posted():
                valuation = valuation.with_company(valuation.company_id)
                valuation._claim()
                valuation._attach_detail(valuation)
        return True

    def export_booking(self, file_format):
        """The booking as a file for other software; changes nothing.

        :param str file_format: ``fec`` (lines for most packages), ``paheko`` or ``xlsx``
        :return: (file name, bytes)
        :raises AccessError: for anyone but treasurers
        :raises UserError: for a draft, or another format
        """
        self.ensure_one()
        self._check_treasurer()
        if self.state == "draft":
            raise UserError(self.env._("Nothing is booked yet: nothing to export."))
        language = self.company_id.partner_id.lang or self.env.lang
        booking = self.sudo().with_context(lang=language)
        booking = booking.with_company(booking.company_id)
        name = f"CVN {self.date_from} {self.date_to}"
        match file_format:
            case "fec":
                content = write_fec(booking._get_ledger()).encode()
                return f"{name} FEC.txt", content
            case "paheko":
                content = write_paheko(booking._get_ledger()).encode()
                return f"{name} Paheko.csv", content
            case "xlsx":
                return f"{name}.xlsx", booking._write_ledger_workbook()
        raise UserError(self.env._("A booking is exported as FEC, Paheko or XLSX."))

    def action_export_booking(self):
        """Download the booking in the format that the button's context tells.

        :raises AccessError: for anyone but treasurers
        """
        self.ensure_one()
        self._check_treasurer()
        file_format = self.env.context.get("file_format", "xlsx")
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer_valuation/booking/{self.id}/{file_format}",
            "target": "self",
        }

    def _get_ledger(self):
        """The booking as the pure formats know it."""
        journal = self.company_id._get_volunteer_journal(raise_if_missing=False)
        return Booking(
            day=self.date_to,
            journal_code=journal.code or "CVN",
            journal_name=journal.name or self.env._("Contributions in Kind"),
            reference=self.move_id.name or f"CVN-{self.id}",
            transfers=tuple(
                self._get_transfer(line) for line in self.line_ids if line.amount
            ),
        )

    def _get_transfer(self, line):
        debit, credit = line._get_accounts()
        return Transfer(
            label=self._describe_line(line),
            debit=Account(debit.code, debit.name),
            credit=Account(credit.code, credit.name),
            amount=Decimal(str(line.amount)),
            project=line.project_id.name or "",
        )

    def _write_ledger_workbook(self):
        return write_xlsx(
            self._get_ledger(),
            self.env._("Booking"),
            [
                self.env._("Date"),
                self.env._("Reference"),
                self.env._("Label"),
                self.env._("Debit Account"),
                self.env._("Debit Account Name"),
                self.env._("Credit Account"),
                self.env._("Credit Account Name"),
                self.env._("Amount"),
                self.env._("Project"),
            ],
        )
