"""A booking as FEC lines, which most accounting packages of France import. Pure.

Arrêté du 29 juillet 2013 (LPF A47 A-1): 18 columns, tab separated, decimal comma, UTF-8.
One entry; two lines for each transfer, the debit first.
"""

from decimal import Decimal

from .ledger import Booking, in_one_line, with_comma

# Each column, and what a booking writes into it.
COLUMNS = {
    "JournalCode": "code of the journal of contributions",
    "JournalLib": "its name",
    "EcritureNum": "number of the entry",
    "EcritureDate": "last day of the period, YYYYMMDD",
    "CompteNum": "account: 86x, then 87x",
    "CompteLib": "its name",
    "CompAuxNum": "empty",
    "CompAuxLib": "empty",
    "PieceRef": "number of the entry again",
    "PieceDate": "the same day",
    "EcritureLib": "nature, project, destination; the year of what was given late",
    "Debit": "amount on 86x, decimal comma",
    "Credit": "amount on 87x, decimal comma",
    "EcritureLet": "empty",
    "DateLet": "empty",
    "ValidDate": "the same day",
    "Montantdevise": "empty",
    "Idevise": "empty",
}


def write_fec(booking: Booking) -> str:
    """The lines of a booking, below their heading."""
    rows = [list(COLUMNS)]
    for transfer in booking.transfers:
        for account, debit, credit in (
            (transfer.debit, transfer.amount, Decimal()),
            (transfer.credit, Decimal(), transfer.amount),
        ):
            cells = _fill_line(booking, transfer, account, debit, credit)
            rows.append([cells.get(name, "") for name in COLUMNS])
    return "".join("\t".join(row) + "\r\n" for row in rows)


def _fill_line(booking, transfer, account, debit, credit):
    day = f"{booking.day:%Y%m%d}"
    return {
        "JournalCode": booking.journal_code,
        "JournalLib": in_one_line(booking.journal_name),
        "EcritureNum": booking.reference,
        "EcritureDate": day,
        "CompteNum": account.code,
        "CompteLib": in_one_line(account.name),
        "PieceRef": booking.reference,
        "PieceDate": day,
        "EcritureLib": in_one_line(transfer.label),
        "Debit": with_comma(debit),
        "Credit": with_comma(credit),
        "ValidDate": day,
    }
