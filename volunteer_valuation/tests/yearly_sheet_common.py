from datetime import date

from .common import VolunteerCommon


class YearlySheetCommon(VolunteerCommon):
    """Two people's 2025 in the association: approved, waiting, refused, last year's, elsewhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.association.write(
            {"street": "12 quai de la Fosse", "zip": "44000", "city": "Nantes"}
        )
        cls.association.company_registry = "812 345 678 00014"
        cls.other_person = cls.env["res.partner"].create({"name": "Anne Ly"})

    @classmethod
    def _give_time(cls):
        """Entries of which 2025's approved ones are 5.0833 h of Maëlys and 2 h of Anne."""
        cls.desk = cls._approve(
            hours=95 / 60, date=date(2025, 3, 1), project_id=cls.project.id
        )
        cls.workshop = cls._approve(
            hours=1.5, headcount=2, is_estimate=True, name="Workshop"
        )
        cls.statutory = cls._approve(
            hours=0.5, date=date(2025, 12, 31), activity_id=cls.board.id
        )
        cls.others = cls._approve(hours=2.0, partner_id=cls.other_person.id)
        cls.nobodys = cls._approve(hours=4.0, headcount=30, partner_id=False)
        cls._approve(hours=7.0, date=date(2024, 12, 31))
        cls._approve(hours=8.0, date=date(2026, 1, 1))
        cls._approve(
            hours=3.0,
            company_id=cls.other_association.id,
            activity_id=cls.env["volunteer.activity"].create({"name": "Else"}).id,
        )
        cls._declare(hours=6.0)
        cls._declare(hours=1.25).action_submit()
        refused = cls._declare(hours=9.0)
        refused.action_submit()
        refused.action_refuse("No")

    def _make(self, user=None, **values):
        """The wizard of ``user``, the manager unless told otherwise, for 2025."""
        user = user or self.manager_user
        wizards = self.env["volunteer.yearly.sheet"].with_user(user)
        return wizards.with_context(allowed_company_ids=user.company_ids.ids).create(
            {"date_from": date(2025, 1, 1), "date_to": date(2025, 12, 31)} | values
        )
