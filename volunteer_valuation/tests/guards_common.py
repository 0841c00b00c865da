from datetime import date
from typing import NamedTuple

from .common import VolunteerCommon

NOW = "2025-06-15 10:00:00"
DAY = date(2025, 3, 12)


class Case(NamedTuple):
    """What is told, the refusal (None: accepted), and what was accepted before."""

    told: dict
    refusal: str | None = None
    earlier: tuple = ()


class GuardsCommon(VolunteerCommon):
    """One table, every way in: a form, the superuser, a later change, RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls.env["project.task"].create(
            {"name": "Solder", "project_id": cls.project.id}
        )
        cls.other_project = cls.env["project.project"].create(
            {"name": "Festival", "company_id": cls.association.id}
        )
        cls.everybodys_project = cls.env["project.project"].create(
            {"name": "Network", "company_id": False}
        )
        cls.branch = cls.env["res.company"].create(
            {"name": "Antenne", "parent_id": cls.association.id}
        )
        cls.foreign_activity = cls.env["volunteer.activity"].create(
            {"name": "Elsewhere", "company_id": cls.other_association.id}
        )

    # ------------------------------------------------------------------
    # The ways in
    # ------------------------------------------------------------------
    def _create_as_manager(self, vals):
        entries = self.env["volunteer.time.entry"]
        self._call(self.manager_user, entries, "create", vals)

    def _create_as_superuser(self, vals):
        self.env["volunteer.time.entry"].create(vals)

    def _write(self, vals):
        """Change what was accepted on another day of another project."""
        entry = self._declare(
            date=date(2025, 1, 7), hours=0.5, partner_id=vals["partner_id"]
        )
        self._call(self.manager_user, entry, "write", vals)

    def _change_approved(self, vals):
        entry = self._approve(
            date=date(2025, 1, 7), hours=0.5, partner_id=vals["partner_id"]
        )
        self._call(self.manager_user, entry, "write", vals)

    def _declare_through_rpc(self, vals):
        entries = self.env["volunteer.time.entry"]
        self._call(self.volunteer_user, entries, "declare", vals)

    def _check(self, *cases):
        ways = {
            self._create_as_manager: self.person,
            self._create_as_superuser: self.person,
            self._write: self.person,
            self._change_approved: self.person,
            self._declare_through_rpc: self.volunteer,
        }
        for case in cases:
            for way, person in ways.items():
                with self.subTest(way=way.__name__, told=case.told):
                    self._check_case(way, case, person)

    def _check_case(self, way, case, person):
        base = {
            "name": "Welcome desk",
            "date": DAY,
            "hours": 1.0,
            "partner_id": person.id,
            "company_id": self.association.id,
        }

        def attempt():
            for earlier in case.earlier:
                self._create_as_superuser(base | earlier)
            way(base | case.told)

        expected = case.refusal and case.refusal.format(person=person.display_name)
        self.assertEqual(self._find_refusal(attempt), expected)

    # ------------------------------------------------------------------
