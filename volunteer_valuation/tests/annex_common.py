from datetime import date

from lxml import html

from .statement_common import StatementCommon


class AnnexCommon(StatementCommon):
    """Year statements of the association, and the text of their annex by sections."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.association.write(
            {
                "volunteer_booking": "book",
                "volunteer_fte_hours": 1607,
            }
        )
        cls.smic = cls.env["volunteer.reference.rate"].create(
            {
                "name": "SMIC",
                "currency_id": cls.euro.id,
                "value_ids": [
                    (0, 0, {"valid_from": day, "amount": amount})
                    for day, amount in (
                        (date(2023, 5, 1), 11.52),
                        (date(2024, 11, 1), 11.88),
                        (date(2025, 6, 1), 12.0),
                        (date(2025, 9, 1), 12.5),
                    )
                ],
            }
        )

    def _make(self, user=None, **values):
        companies = values.get("company_ids", self.association.ids)
        statements = self.env["volunteer.yearly.statement"].with_context(
            allowed_company_ids=companies
        )
        return statements.with_user(user or self.treasurer_user).create(
            {
                "company_ids": companies,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
            | values
        )

    def _generate(self, lang="en_US", **values):
        """The text of a new statement: its sections by title, each as plain text."""
        statement = self._make(**values)
        statement.action_generate_annex()
        sections = {}
        for element in html.fragments_fromstring(
            statement.with_context(lang=lang).annex_text
        ):
            text = " ".join(" ".join(element.itertext()).split())
            if element.tag == "h3":
                title = text
                sections[title] = ""
            else:
                sections[title] = f"{sections[title]} {text}".strip()
        return sections
