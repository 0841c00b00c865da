from datetime import date

from odoo import Command

from odoo.addons.volunteer_valuation.tests.common import VolunteerCommon

SIRET = "73282932000074"


class CecCommon(VolunteerCommon):
    """An association that can attest, whose valideur is its president since 2020."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board.capacity = "governance"
        cls.validator_user = cls._create_user(
            "validator", "volunteer_valuation_cec.group_cec_validator"
        )
        cls._engage(cls.validator_user.partner_id, office="President")
        cls.association.write(
            {
                "cec_legal_form": "association",
                "cec_declared_on": date(2001, 9, 1),
                "cec_is_of_general_interest": True,
                "volunteer_rna": "W442012345",
                "company_registry": SIRET,
                "cec_validator_id": cls.validator_user.id,
            }
        )

    @classmethod
    def _engage(cls, partner, company=None, **mandate):
        """Let somebody hold a mandate, by default of the board of the association since 2020."""
        company = company or cls.association
        values = {"office": "Member of the board", "date_start": date(2020, 1, 1)}
        return cls.env["volunteer.engagement"].create(
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "mandate_ids": [Command.create(values | mandate)],
            }
        )


class DeclarationCommon(CecCommon):
    """A treasurer who gives time on the board, and declares it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._engage(cls.volunteer, office="Treasurer")
        cls.entries = cls.env["volunteer.time.entry"]
        cls.declarations = cls.env["volunteer.cec.declaration"]
        cls.volunteer_user.company_ids += cls.other_association

    def _give(self, hours, day=date(2025, 3, 1), company=None, **values):
        """Approved time of the volunteer on the board: at most ten hours a day."""
        company = company or self.association
        first = day
        entries = self.entries
        while hours > 0:
            entries |= self.entries.create(
                {
                    "partner_id": self.volunteer.id,
                    "company_id": company.id,
                    "activity_id": self.board.id,
                    "capacity": "governance",
                    "date": first,
                    "hours": min(hours, 10),
                }
                | values
            )
            first, hours = date.fromordinal(first.toordinal() + 1), hours - 10
        entries.action_submit()
        entries.action_approve()
        return entries

    def _declare(self, *elsewhere, year=2025):
        """The volunteer's declaration, with what they tell of associations elsewhere."""
        return self.declarations.with_user(self.volunteer_user).create(
            {
                "year": year,
                "line_ids": [
                    Command.create(
                        {"association_name": f"Association {number}", "hours": hours}
                    )
                    for number, hours in enumerate(elsewhere)
                ],
            }
        )
