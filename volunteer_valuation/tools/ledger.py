"""A booking as other accounting software knows it. Pure; each format has its own module.

Each sum of a booking is one transfer: debit account, credit account, amount.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


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


def in_one_line(text: str) -> str:
    """Text without the characters that separate cells and lines."""
    return " ".join(text.split()).replace("|", "/")


def with_comma(amount: Decimal) -> str:
    """An amount as French files write it: two decimals after a comma, or those it has.

    The dinar has three: cut, the lines would not add up to the journal entry.
    """
    decimals = max(2, -amount.as_tuple().exponent)
    return f"{amount:.{decimals}f}".replace(".", ",")
