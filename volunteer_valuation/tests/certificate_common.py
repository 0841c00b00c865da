from datetime import date

from .common import VolunteerCommon

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


class CertificateCommon(VolunteerCommon):
    """A person with approved time in 2025, in an association that signs for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.association.write(
            {
                "street": "12 quai de la Fosse",
                "zip": "44000",
                "city": "Nantes",
                "email": "bonjour@ateliers.example",
                "volunteer_rna": "W442012345",
                "volunteer_signatory_name": "Jeanne Dupont",
                "volunteer_signatory_office": "president",
            }
        )
        cls.association.company_registry = "812 345 678 00014"
        cls.certificates = cls.env["volunteer.certificate"]

    @classmethod
    def _give_time(cls):
        """4 h 30 of the person's own in 2025, and what is not: no certificate counts it."""
        cls._approve(hours=1.5, date=date(2025, 3, 1), project_id=cls.project.id)
        cls._approve(hours=0.75, date=date(2025, 6, 1), date_end=date(2025, 6, 3))
        cls._approve(hours=2.0, date=date(2025, 5, 31))
        cls._approve(hours=0.25, date=date(2025, 12, 31), activity_id=cls.board.id)
        cls._approve(hours=3.0, headcount=4)
        cls._approve(hours=7.0, partner_id=cls.volunteer.id)
        cls._approve(hours=7.0, partner_id=False)
        cls._approve(hours=8.0, date=date(2024, 12, 31))
        cls._approve(hours=9.0, status_id=cls.civic_service.id)
        cls._approve(hours=0.0, distance=12)
        cls._approve(hours=6.0, company_id=cls.other_association.id, activity_id=False)
        cls._declare(hours=5.0, date=date(2025, 2, 1))
        cls._declare(hours=5.0, date=date(2025, 2, 2)).action_submit()

    @classmethod
    def _issue(cls, person=None, company=None, period=YEAR):
        return cls.certificates._issue(
            person or cls.person, company or cls.association, *period
        )
