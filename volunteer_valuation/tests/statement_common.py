from datetime import date

from .booking_common import BookingCommon

PARTITIONS = (
    "by_nature",
    "by_project",
    "by_activity",
    "by_destination",
    "by_level",
    "by_origin",
    "by_status",
    "by_branch",
)
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


class StatementCommon(BookingCommon):
    """The association with its books, gifts in kind, and short words for its statements."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.services = cls.env.ref("volunteer_valuation.nature_services")
        cls._set_up_services(cls.association)

    @classmethod
    def _set_up_services(cls, company):
        accounts = cls.env["account.account"].create(
            [
                {
                    "name": name,
                    "code": code,
                    "account_type": "off_balance",
                    "company_ids": [(6, 0, company.ids)],
                }
                for code, name in (("862000", "Services"), ("871000", "Given"))
            ]
        )
        cls.services.with_company(company).write(
            {"debit_account_id": accounts[0].id, "credit_account_id": accounts[1].id}
        )

    @classmethod
    def _give(cls, **values):
        """An approved contribution: skills worth 100 in March 2025, unless told otherwise."""
        if values.get("hours"):
            certificate = cls.env["ir.attachment"].create({"name": "Certificate.pdf"})
            values |= {"is_certified": True, "evidence_ids": certificate.ids}
        contribution = cls.env["volunteer.inkind.contribution"].create(
            {
                "name": "Accounts",
                "date": date(2025, 3, 12),
                "company_id": cls.association.id,
                "nature_id": cls.services.id,
                "amount": 100.0,
            }
            | values
        )
        contribution.action_submit()
        if contribution.state == "submitted":
            contribution.action_approve()
        return contribution

    def _compute(self, first=YEAR[0], last=YEAR[1], companies=None, user=None):
        """What the treasurer's client gets."""
        companies = companies or self.association
        return self._call(
            user or self.treasurer_user,
            self.env["volunteer.statement"],
            "compute_statement",
            companies.ids,
            first,
            last,
            context={"allowed_company_ids": companies.ids},
        )

    def assertAddsUp(self, statement):
        """Every way of sharing out adds up to the whole, to the cent."""
        for name in PARTITIONS:
            with self.subTest(partition=name):
                rows = statement[name]
                self.assertAlmostEqual(
                    sum(row["hours"] for row in rows), statement["hours"], places=6
                )
                self.assertEqual(
                    sum(round(row["amount"] * 100) for row in rows),
                    round(statement["amount"] * 100),
                )
        self.assertEqual(
            round(statement["amount"] * 100),
            round(statement["time_amount"] * 100)
            + round(statement["inkind_amount"] * 100),
        )
        self.assertEqual(
            round(statement["amount"] * 100),
            round(statement["booked_amount"] * 100)
            + round(statement["unbooked_amount"] * 100),
        )

    def _get_rows(self, statement, name):
        """{name of a row: (hours, amount)}"""
        return {row["name"]: (row["hours"], row["amount"]) for row in statement[name]}
