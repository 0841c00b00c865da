import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from odoo.tests import BaseCase

from ..tools import ledger_fec, ledger_paheko, ledger_xlsx
from ..tools.ledger import Account, Booking, Transfer

USAGE = Path(__file__).parent.parent / "readme" / "USAGE.md"


def read_fec(text):
    heading, *rows = text.split("\r\n")[:-1]
    assert heading.split("\t") == list(ledger_fec.COLUMNS)
    return [dict(zip(ledger_fec.COLUMNS, row.split("\t"), strict=True)) for row in rows]


def read_paheko(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def read_xlsx(content):
    heading, *rows = load_workbook(io.BytesIO(content)).active.values
    assert list(heading) == list(ledger_xlsx.COLUMNS)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def make_booking(*sums):
    """A booking of these labels and amounts."""
    return Booking(
        date(2024, 2, 29),
        "CVN",
        "Contributions",
        "CVN/2024/02/0001",
        tuple(
            Transfer(
                label,
                Account("864000", "Personnel bénévole"),
                Account("875000", "Bénévolat"),
                amount,
                "Repair Café",
            )
            for label, amount in sums
        ),
    )


class TestLedgerFormats(BaseCase):
    """Each format is read back as what was booked."""

    @settings(deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.text(max_size=20),
                st.decimals(min_value="0.01", max_value="9999999.99", places=2),
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_any_booking_is_read_back_to_the_cent(self, sums):
        booking = make_booking(*sums)
        amounts = [amount for _label, amount in sums]
        lines = read_fec(ledger_fec.write_fec(booking))
        debits = [Decimal(line["Debit"].replace(",", ".")) for line in lines[::2]]
        credits = [Decimal(line["Credit"].replace(",", ".")) for line in lines[1::2]]
        self.assertEqual((debits, credits), (amounts, amounts))
        self.assertEqual({line["EcritureDate"] for line in lines}, {"20240229"})
        rows = read_paheko(ledger_paheko.write_paheko(booking))
        self.assertEqual(
            [Decimal(row["Montant"].replace(",", ".")) for row in rows], amounts
        )
        for row in rows:
            self.assertNotIn(row["Libellé"][:1], ("=", "+", "-", "@"))
        rows = read_xlsx(
            ledger_xlsx.write_xlsx(booking, "Booking", list(ledger_xlsx.COLUMNS))
        )
        self.assertEqual([Decimal(str(row["Amount"])) for row in rows], amounts)

    def test_no_decimals_are_cut(self):
        booking = make_booking(("Dinars", Decimal("10.005")), ("Yens", Decimal("73")))
        lines = read_fec(ledger_fec.write_fec(booking))
        self.assertEqual([line["Debit"] for line in lines[::2]], ["10,005", "73,00"])
        rows = read_paheko(ledger_paheko.write_paheko(booking))
        self.assertEqual([row["Montant"] for row in rows], ["10,005", "73,00"])

    def test_fec_lines(self):
        booking = make_booking(("Bénévolat\t– Missions\n2024 | 2025", Decimal("12.5")))
        debit, credit = read_fec(ledger_fec.write_fec(booking))
        self.assertEqual(
            list(debit.values()),
            [
                "CVN",
                "Contributions",
                "CVN/2024/02/0001",
                "20240229",
                "864000",
                "Personnel bénévole",
                "",
                "",
                "CVN/2024/02/0001",
                "20240229",
                "Bénévolat – Missions 2024 / 2025",
                "12,50",
                "0,00",
                "",
                "",
                "20240229",
                "",
                "",
            ],
        )
        self.assertEqual(
            (credit["CompteNum"], credit["Debit"], credit["Credit"]),
            ("875000", "0,00", "12,50"),
        )

    def test_paheko_rows(self):
        [row] = read_paheko(
            ledger_paheko.write_paheko(make_booking(("=1+1", Decimal("12.5"))))
        )
        self.assertEqual(list(row), list(ledger_paheko.COLUMNS))
        self.assertEqual(
            {name: value for name, value in row.items() if value},
            {
                "Libellé": "'=1+1",
                "Date": "29/02/2024",
                "Numéro pièce comptable": "CVN/2024/02/0001",
                "Compte de débit": "864",
                "Compte de crédit": "875",
                "Montant": "12,50",
                "Projet analytique": "Repair Café",
            },
        )

    def test_accounts_are_those_of_a_short_chart(self):
        for code, short in (("860000", "860"), ("870120", "87012"), ("86", "86")):
            self.assertEqual(ledger_paheko._shorten(code), short)

    def test_workbook_rows(self):
        content = ledger_xlsx.write_xlsx(
            make_booking(("=1+1", Decimal("12.5"))),
            "Booking",
            list(ledger_xlsx.COLUMNS),
        )
        [row] = read_xlsx(content)
        self.assertEqual(row.pop("Date").date(), date(2024, 2, 29))
        self.assertEqual(
            row,
            {
                "Reference": "CVN/2024/02/0001",
                "Label": "=1+1",
                "Debit Account": "864000",
                "Debit Account Name": "Personnel bénévole",
                "Credit Account": "875000",
                "Credit Account Name": "Bénévolat",
                "Amount": 12.5,
                "Project": "Repair Café",
            },
        )

    def test_every_column_is_described_to_its_readers(self):
        usage = USAGE.read_text(encoding="utf-8")
        columns = [
            f"| {name} | {description} |"
            for module in (ledger_fec, ledger_paheko, ledger_xlsx)
            for name, description in module.COLUMNS.items()
        ]
        self.assertFalse([column for column in columns if column not in usage])
