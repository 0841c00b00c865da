from odoo import models

from ..tools.exchange import COLUMNS, ExchangeColumn, Words
from ..tools.exchange_writers import make_table
from ..tools.workbook import stream_workbook

# What an auditor follows from the ledger to the day of the work.
TIME_DETAIL = {
    "date",
    "date_end",
    "person",
    "name",
    "activity",
    "level",
    "project",
    "hours",
    "headcount",
    "total_hours",
    "is_estimate",
    "rule",
    "hourly_rate",
    "amount",
    "reference",
}
TIME_COLUMNS = tuple(column for column in COLUMNS if column.key in TIME_DETAIL)
# Who gave, and in whose words, stands in the same columns as on the sheet of time.
GIFT_COLUMNS = (
    ExchangeColumn("date", "Date", "date", 12),
    ExchangeColumn("nature", "Nature", width=30),
    ExchangeColumn("donor", "Donor", width=26),
    ExchangeColumn("name", "Description", width=40),
    ExchangeColumn("project", "Project", width=26),
    ExchangeColumn("destination", "Destination"),
    ExchangeColumn("origin", "Origin", width=20),
    ExchangeColumn("is_certified", "Certified by the Donor", "truth", 12),
    ExchangeColumn("hours", "Hours", "hours", 10, is_total=True),
    ExchangeColumn("amount", "Amount", "money", 14, is_total=True),
)
# What the evidence no longer tells once its term has passed, on either sheet.
PERSONAL_COLUMNS = frozenset(
    index
    for columns in (TIME_COLUMNS, GIFT_COLUMNS)
    for index, column in enumerate(columns)
    if column.key in {"person", "donor", "name"}
)


class VolunteerValuation(models.Model):
    """The auditor's evidence: a workbook of every entry and contribution that is booked.

    It is written when they are booked and outlives a reversal.
    """

    _inherit = "volunteer.valuation"

    def _attach_detail(self, record):
        """Attach the detail to ``record``, the move or else the booking itself."""
        language = self.company_id.partner_id.lang or self.env.lang
        booking = self.with_context(lang=language)
        tables = [booking._make_time_table()]
        if booking.contribution_ids:
            tables.append(booking._make_gift_table())
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"CVN {self.date_from} {self.date_to}.xlsx",
                "res_model": record._name,
                "res_id": record.id,
                "raw": b"".join(stream_workbook(tables)),
                "mimetype": "application/vnd.openxmlformats-officedocument"
                ".spreadsheetml.sheet",
            }
        )
        self._apply({"detail_attachment_id": attachment.id})

    def _make_time_table(self):
        entries = self.env["volunteer.time.entry"]
        rows = entries._iterate_export_rows(
            [("valuation_id", "=", self.id)], TIME_COLUMNS, self.env.tz.zone
        )
        return make_table(TIME_COLUMNS, entries._get_export_words(), rows)

    def _make_gift_table(self):
        gifts = self.contribution_ids.sorted(lambda gift: (gift.date, gift.id))
        destinations, origins = (
            dict(gifts._fields[name]._description_selection(self.env))
            for name in ("destination", "origin")
        )
        rows = (
            (
                gift.date,
                gift.nature_id.name,
                gift.partner_id.name or gift.evidence_name,
                gift.name,
                gift.project_id.name,
                destinations[gift.destination],
                origins[gift.origin],
                bool(gift.is_certified),
                gift.hours or None,
                gift.amount,
            )
            for gift in gifts
        )
        return make_table(GIFT_COLUMNS, self._get_gift_words(), rows)

    def _get_gift_words(self):
        return Words(
            headings={
                "date": self.env._("Date"),
                "nature": self.env._("Nature"),
                "donor": self.env._("Donor"),
                "name": self.env._("Description"),
                "project": self.env._("Project"),
                "destination": self.env._("Destination"),
                "origin": self.env._("Origin"),
                "is_certified": self.env._("Certified by the Donor"),
                "hours": self.env._("Hours"),
                "amount": self.env._("Amount"),
            },
            choices={},
            yes=self.env._("yes"),
            no=self.env._("no"),
            total=self.env._("Total"),
            sheet=self.env._("Contributions in Kind"),
        )
