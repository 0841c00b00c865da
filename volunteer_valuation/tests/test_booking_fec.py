import base64
from datetime import date
from decimal import Decimal

from odoo import fields
from odoo.tests import tagged

from .booking_common import BookingCommon

COLUMNS = [
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
]


def amount(text):
    return Decimal(text.strip().replace(",", "."))


@tagged("post_install", "-at_install")
class TestBookingFec(BookingCommon):
    """Two consecutive years: class 8 is in each, and carried into neither."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "l10n_fr.fec.export.wizard" not in cls.env:
            cls.skipTest(cls, "the FEC export is not installed")
        cls.association.partner_id.write(
            {
                "country_id": cls.env.ref("base.fr").id,
                "company_registry": "44229377500023",
            }
        )
        # A bank balance of the first year, which must be carried over.
        bank, capital = cls.env["account.account"].create(
            [
                {
                    "name": name,
                    "code": code,
                    "account_type": account_type,
                    "company_ids": [fields.Command.set(cls.association.ids)],
                }
                for name, code, account_type in (
                    ("Banque", "512000", "asset_current"),
                    ("Fonds associatifs", "102000", "equity"),
                )
            ]
        )
        journal = cls.env["account.journal"].create(
            {
                "name": "Opérations diverses",
                "code": "OD",
                "type": "general",
                "company_id": cls.association.id,
            }
        )
        cls.env["account.move"].create(
            {
                "journal_id": journal.id,
                "company_id": cls.association.id,
                "date": date(2024, 6, 30),
                "line_ids": [
                    fields.Command.create({"account_id": bank.id, "debit": 1000.0}),
                    fields.Command.create({"account_id": capital.id, "credit": 1000.0}),
                ],
            }
        ).action_post()
        cls._set_up_gift_accounts()
        cls._approve(date=date(2024, 3, 12), hours=2.0)
        cls._give("services", date=date(2024, 4, 2), amount=250.25, hours=8.0)
        cls.first = cls._book(date(2024, 1, 1), date(2024, 12, 31))
        cls._approve(date=date(2025, 3, 12), hours=95 / 60)
        cls._give(date=date(2025, 6, 2), amount=100.1, project_id=cls.project.id)
        cls._give("use_of_goods", date=date(2025, 1, 1), amount=960.0)
        cls._approve(date=date(2024, 5, 2), hours=4.0, late_reason="Found since")
        cls.second = cls._book(
            date(2025, 1, 1),
            date(2025, 12, 31),
            books_late=True,
            late_reason="Told at the general meeting",
        )

    def _export(self, year):
        """The lines of that year's FEC, by column; a test file locks nothing."""
        wizard = (
            self.env["l10n_fr.fec.export.wizard"]
            .with_company(self.association)
            .create(
                {
                    "date_from": date(year, 1, 1),
                    "date_to": date(year, 12, 31),
                    "test_file": True,
                }
            )
        )
        content = wizard.generate_fec()["file_content"]
        if not content.startswith(b"JournalCode"):
            content = base64.b64decode(content)
        heading, *rows = content.decode().splitlines()
        separator = "\t" if "\t" in heading else "|"
        self.assertEqual(heading.split(separator), COLUMNS)
        return [
            dict(zip(COLUMNS, row.split(separator), strict=True)) for row in rows if row
        ]

    def test_every_entry_balances(self):
        for year in (2024, 2025):
            totals = {}
            for line in self._export(year):
                total = totals.setdefault(line["EcritureNum"], [0, 0])
                total[0] += amount(line["Debit"])
                total[1] += amount(line["Credit"])
            self.assertTrue(totals)
            for number, (debit, credit) in totals.items():
                self.assertEqual(debit, credit, number)

    def _get_booked_lines(self, lines):
        """Day, account, label, debit and credit of the lines of our journal, sorted."""
        return sorted(
            (
                line["EcritureDate"],
                line["CompteNum"],
                line["EcritureLib"],
                amount(line["Debit"]),
                amount(line["Credit"]),
            )
            for line in lines
            if line["JournalCode"] == "CVN"
        )

    def test_class_8_is_booked_in_each_year_line_by_line(self):
        time, services, premises, goods = (
            self.env.ref(f"volunteer_valuation.nature_{name}").name
            for name in ("volunteering", "services", "use_of_goods", "goods")
        )
        late = "given late, 01/01/2024 – 12/31/2024"
        for year, transfers in (
            (
                2024,
                [
                    ("864000", "875000", f"{time} – Missions", "50.00"),
                    ("862000", "871000", f"{services} – Missions", "250.25"),
                ],
            ),
            (
                2025,
                [
                    ("864000", "875000", f"{time} – Missions", "39.58"),
                    ("864000", "875000", f"{time} – Missions – {late}", "100.00"),
                    ("861000", "871000", f"{premises} – Missions", "960.00"),
                    ("860000", "870000", f"{goods} – Repair Café – Missions", "100.10"),
                ],
            ),
        ):
            day = f"{year}1231"
            expected = sorted(
                line
                for debit, credit, label, value in transfers
                for line in (
                    (day, debit, label, Decimal(value), 0),
                    (day, credit, label, 0, Decimal(value)),
                )
            )
            self.assertEqual(self._get_booked_lines(self._export(year)), expected)

    def test_our_own_lines_for_other_software_are_the_same(self):
        for year, booking in ((2024, self.first), (2025, self.second)):
            heading, *rows = booking.export_booking("fec")[1].decode().splitlines()
            lines = [
                dict(zip(heading.split("\t"), row.split("\t"), strict=True))
                for row in rows
            ]
            self.assertEqual(
                self._get_booked_lines(lines),
                self._get_booked_lines(self._export(year)),
            )

    def test_class_8_is_carried_into_no_year_and_the_rest_is(self):
        opening = [line for line in self._export(2025) if line["JournalCode"] == "OUV"]
        self.assertFalse([line for line in opening if line["CompteNum"][0] == "8"])
        self.assertEqual(
            {line["CompteNum"]: amount(line["Debit"]) for line in opening},
            {"512000": 1000, "102000": 0},
        )
        self.assertFalse(
            [line for line in self._export(2024) if line["JournalCode"] == "OUV"]
        )

    def test_class_8_would_be_carried_without_our_mark(self):
        """What the two tests above rest on: off-balance accounts are carried otherwise."""
        (
            self.accounts["debit"] + self.accounts["credit"]
        ).volunteer_contribution = False
        self.env.flush_all()
        opening = {
            line["CompteNum"]
            for line in self._export(2025)
            if line["JournalCode"] == "OUV"
        }
        self.assertLessEqual({"864000", "875000"}, opening)
