"""A booking as a plain workbook, for any other software and for people. Pure.

One row for each transfer, real dates and numbers, no row of sums: it is read by machines too.
"""

from collections.abc import Sequence

from .ledger import Booking
from .workbook import Column, write_workbook

# Each column by its English heading, and what a booking writes into it.
COLUMNS = {
    "Date": "last day of the period",
    "Reference": "number of the entry",
    "Label": "nature, project, destination; the year of what was given late",
    "Debit Account": "account 86x",
    "Debit Account Name": "its name",
    "Credit Account": "account 87x",
    "Credit Account Name": "its name",
    "Amount": "a number",
    "Project": "name of the project, where there is one",
}
KINDS = {"Date": "date", "Amount": "money"}
WIDTHS = {
    "Label": 50,
    "Debit Account Name": 30,
    "Credit Account Name": 30,
    "Project": 26,
}


def write_xlsx(booking: Booking, sheet: str, headings: Sequence[str]) -> bytes:
    """The workbook of a booking.

    :param headings: those of ``COLUMNS`` in the language of the reader
    """
    columns = [
        Column(heading, KINDS.get(name, "text"), WIDTHS.get(name, 14))
        for name, heading in zip(COLUMNS, headings, strict=True)
    ]
    return write_workbook(
        sheet, columns, [_fill_row(booking, transfer) for transfer in booking.transfers]
    )


def _fill_row(booking, transfer):
    return (
        booking.day,
        booking.reference,
        transfer.label,
        transfer.debit.code,
        transfer.debit.name,
        transfer.credit.code,
        transfer.credit.name,
        float(transfer.amount),
        transfer.project,
    )
