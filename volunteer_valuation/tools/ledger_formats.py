"""A booking as other accounting software reads it: FEC lines and Paheko's simple CSV.

Pure. Each sum of a booking is one transfer: debit account, credit account, amount.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# Arrêté du 29 juillet 2013 (LPF A47 A-1): 18 columns, tab separated, decimal comma.
FEC_COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
# Label, date, both accounts and amount are what Paheko asks for; the rest may stay empty.
PAHEKO_COLUMNS = (
    "Numéro d'écriture",
    "Type",
    "Statut",
    "Libellé",
    "Date",
    "Remarques",
    "Numéro pièce comptable",
    "Référence paiement",
    "Compte de débit",
    "Compte de crédit",
    "Montant",
    "Projet analytique",
    "Membres associés",
)
# The class-8 accounts of the association charts have three digits.
SHORTEST_ACCOUNT = 3


@dataclass(frozen=True)
class Account:
    """Number and name of an account."""

    code: str
    name: str


@dataclass(frozen=True)
class Transfer:
    """One sum of a booking: what was used (debit), where it came from (credit)."""

    label: str
    debit: Account
    credit: Account
    amount: Decimal
    project: str = ""


@dataclass(frozen=True)
class Booking:
    """The day, the journal and the reference that all transfers of a booking share."""

    day: date
    journal_code: str
    journal_name: str
    reference: str
    transfers: tuple[Transfer, ...]


def _plain(text: str) -> str:
    """Text without the characters that separate cells and lines."""
    return " ".join(text.split()).replace("|", "/")


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def write_fec(booking: Booking) -> str:
    """FEC lines of a booking, with their heading: one entry, two lines for each transfer."""
    day = f"{booking.day:%Y%m%d}"
    rows = [FEC_COLUMNS]
    for transfer in booking.transfers:
        for account, debit, credit in (
            (transfer.debit, transfer.amount, Decimal()),
            (transfer.credit, Decimal(), transfer.amount),
        ):
            rows.append(
                (
                    booking.journal_code,
                    _plain(booking.journal_name),
                    booking.reference,
                    day,
                    account.code,
                    _plain(account.name),
                    "",
                    "",
                    booking.reference,
                    day,
                    _plain(transfer.label),
                    _comma(debit),
                    _comma(credit),
                    "",
                    "",
                    day,
                    "",
                    "",
                )
            )
    return "".join("\t".join(row) + "\r\n" for row in rows)


def write_paheko(booking: Booking) -> str:
    """Paheko's simple import: one row for each transfer."""
    output = io.StringIO()
    writer = csv.DictWriter(output, PAHEKO_COLUMNS, restval="")
    writer.writeheader()
    for transfer in booking.transfers:
        writer.writerow(
            {
                "Libellé": _as_text(transfer.label),
                "Date": f"{booking.day:%d/%m/%Y}",
                "Numéro pièce comptable": _as_text(booking.reference),
                "Compte de débit": _shorten(transfer.debit.code),
                "Compte de crédit": _shorten(transfer.credit.code),
                "Montant": _comma(transfer.amount),
                "Projet analytique": _as_text(transfer.project),
            }
        )
    return output.getvalue()


def _as_text(text: str) -> str:
    """Text that a spreadsheet never runs as a formula."""
    text = _plain(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _shorten(code: str) -> str:
    """864000 is 864 in a chart of three digits."""
    return code[:SHORTEST_ACCOUNT] + code[SHORTEST_ACCOUNT:].rstrip("0")
