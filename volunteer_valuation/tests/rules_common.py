from .common import VolunteerCommon


class RulesCommon(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.smic = cls.env.ref("volunteer_valuation.smic")
        cls.rules = cls.env["volunteer.valuation.rule"]

    @classmethod
    def _create_rule(cls, **values):
        return cls.rules.create(
            {
                "name": "Rule",
                "company_id": cls.association.id,
                "amount": 10,
                "sequence": 1,
            }
            | values
        )

    @classmethod
    def _create_smic_rule(cls, **values):
        return cls._create_rule(
            **{"name": "SMIC", "method": "reference", "reference_id": cls.smic.id}
            | values
        )
