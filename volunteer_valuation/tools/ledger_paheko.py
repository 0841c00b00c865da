"""A booking as Paheko's simple CSV import: one row for each transfer. Pure.

Comma separated UTF-8. Paheko asks for label, date, both accounts and amount.
"""

import csv
import io

from .ledger import Booking, in_one_line, with_comma

# Each column, and what a booking writes into it.
COLUMNS = {
    "Numéro d'écriture": "empty: Paheko numbers it",
    "Type": "empty",
    "Statut": "empty",
    "Libellé": "nature, project, destination; the year of what was given late",
    "Date": "last day of the period, DD/MM/YYYY",
    "Remarques": "empty",
    "Numéro pièce comptable": "number of the entry",
    "Référence paiement": "empty",
    "Compte de débit": "account 86x, as short as it can be: 864",
    "Compte de crédit": "account 87x",
    "Montant": "amount, decimal comma",
    "Projet analytique": "name of the project, where there is one",
    "Membres associés": "empty",
}
# The class-8 accounts of the association charts have three digits.
SHORTEST_ACCOUNT = 3


def write_paheko(booking: Booking) -> str:
    """The rows of a booking, below their heading."""
    output = io.StringIO()
    writer = csv.DictWriter(output, COLUMNS, restval="")
    writer.writeheader()
    for transfer in booking.transfers:
        writer.writerow(
            {
                "Libellé": _as_text(transfer.label),
                "Date": f"{booking.day:%d/%m/%Y}",
                "Numéro pièce comptable": _as_text(booking.reference),
                "Compte de débit": _shorten(transfer.debit.code),
                "Compte de crédit": _shorten(transfer.credit.code),
                "Montant": with_comma(transfer.amount),
                "Projet analytique": _as_text(transfer.project),
            }
        )
    return output.getvalue()


def _as_text(text: str) -> str:
    """Text that a spreadsheet never runs as a formula."""
    text = in_one_line(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _shorten(code: str) -> str:
    """864000 is 864 in a chart of three digits."""
    return code[:SHORTEST_ACCOUNT] + code[SHORTEST_ACCOUNT:].rstrip("0")
