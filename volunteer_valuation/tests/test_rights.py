import inspect
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .rights_common import RightsCommon


@tagged("post_install", "-at_install")
class TestModelRights(RightsCommon):
    """Create, read, write, unlink: every model for every role, from both sides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reference = cls.env["volunteer.reference.rate"].create(
            {"name": "Minimum wage", "currency_id": cls.euro.id}
        )
        cls.value = cls.env["volunteer.reference.rate.value"].create(
            {
                "reference_id": cls.reference.id,
                "valid_from": date(2025, 1, 1),
                "amount": 12,
            }
        )
        cls.nature = cls.env["volunteer.contribution.nature"].create({"name": "Goods"})
        cls.spare_nature = cls.nature.copy()
        cls.contribution = cls.env["volunteer.inkind.contribution"].create(
            {
                "name": "Premises",
                "amount": 300,
                "nature_id": cls.nature.id,
                "company_id": cls.association.id,
            }
        )
        cls.booking = cls.env["volunteer.valuation"].create(
            {
                "company_id": cls.association.id,
                "date_from": date(2024, 1, 1),
                "date_to": date(2024, 12, 31),
            }
        )
        cls.booking_line = cls.env["volunteer.valuation.line"].create(
            {"valuation_id": cls.booking.id, "nature_id": cls.nature.id}
        )
        cls.statement = cls.env["volunteer.yearly.statement"].create(
            {"company_ids": [Command.set(cls.association.ids)]}
        )
        cls.engagement = cls.env["volunteer.engagement"].create(
            {
                "partner_id": cls.person.id,
                "company_id": cls.association.id,
                "approver_id": cls.approver_user.id,
            }
        )

    def _get_table(self):
        """Record, values to create another, values to write; rights by role."""
        company = {"company_id": self.association.id}
        name = {"name": "Another"}
        everyone = {"volunteer": "r", "approver": "r"}
        both = everyone | {"manager": "crud", "treasurer": "crud"}
        treasurer = {"manager": "r", "treasurer": "crud"}
        return [
            (self.activity, name, name, both),
            (self.level, name, name, both),
            (self.civic_service, name, name, both),
            (
                self.engagement,
                company | {"partner_id": self.member_organisation.id},
                {"date_start": "2025-01-01"},
                {"approver": "r", "manager": "crud"},
            ),
            (self.spare_nature, name, name, treasurer),
            (self.reference, name | {"currency_id": self.euro.id}, name, treasurer),
            (
                self.value,
                {
                    "reference_id": self.reference.id,
                    "valid_from": "2026-01-01",
                    "amount": 13,
                },
                {"amount": 14},
                treasurer,
            ),
            (self.rule, name | company | {"amount": 5}, name, treasurer),
            (
                self.contribution,
                name | company | {"amount": 5, "nature_id": self.nature.id},
                name,
                {"manager": "crud", "treasurer": "crud"},
            ),
            (
                self.booking,
                company | {"date_from": "2023-01-01", "date_to": "2023-12-31"},
                {"date_to": "2024-06-30"},
                treasurer,
            ),
            (
                self.booking_line,
                {"valuation_id": self.booking.id, "nature_id": self.nature.id},
                {"amount": 1000},
                {"manager": "r", "treasurer": "r"},
            ),
            (
                self.statement,
                {"company_ids": [Command.set(self.association.ids)]},
                {"date_from": "2020-01-01"},
                {"manager": "crud", "treasurer": "crud"},
            ),
        ]

    def test_table(self):
        roles = {
            "volunteer": self.volunteer_user,
            "approver": self.approver_user,
            "manager": self.manager_user,
            "treasurer": self.treasurer_user,
            "portal": self.portal_user,
            "public": self.public_user,
        }
        for record, created, written, rights in self._get_table():
            for role, user in roles.items():
                allowed = rights.get(role, "")
                for letter, method, records, args in [
                    ("c", "create", record.browse(), [created]),
                    ("r", "read", record, [["display_name"]]),
                    ("u", "write", record, [written]),
                    ("d", "unlink", record, []),
                ]:
                    with self.subTest(model=record._name, role=role, method=method):
                        refusal = self._find_refusal(
                            self._call, user, records, method, *args
                        )
                        self.assertEqual(not refusal, letter in allowed, refusal)

    def test_nothing_of_another_association(self):
        for user in (self.other_manager, self.other_treasurer):
            for record in (
                self.engagement,
                self.rule,
                self.contribution,
                self.booking,
                self.booking_line,
                self.statement,
            ):
                with self.subTest(user=user.name, model=record._name):
                    self.assertFalse(
                        self._call(
                            user, record.browse(), "search", [("id", "=", record.id)]
                        )
                    )
                    self.assertTrue(
                        self._find_refusal(
                            self._call, user, record, "read", ["display_name"]
                        )
                    )

    def test_an_association_that_is_not_ones_own_cannot_be_asked_for(self):
        self.assertRefused(
            self.other_manager,
            self.entries,
            "search_read",
            [],
            ["name"],
            error=AccessError,
            context={"allowed_company_ids": [self.association.id]},
        )

    def test_engagements_move_through_managers_only(self):
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.treasurer_user,
            self.other_manager,
            self.portal_user,
            self.public_user,
        ):
            for method in ("action_end", "action_activate"):
                self.assertRefused(user, self.engagement, method, error=AccessError)
        self._call(self.manager_user, self.engagement, "action_end")
        self.assertEqual(self.engagement.state, "ended")

    def test_ones_own_engagement_is_read_and_not_written(self):
        own = self._declare(partner_id=self.volunteer.id).engagement_id
        found = self._call(self.volunteer_user, own.browse(), "search", [])
        self.assertEqual(found, own.ids)
        self.assertRefused(
            self.volunteer_user, own, "write", {"state": "active"}, error=AccessError
        )

    def test_booking_is_for_treasurers_only(self):
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.manager_user,
            self.other_manager,
            self.other_treasurer,
            self.portal_user,
            self.public_user,
        ):
            for method in ("action_post", "action_reverse"):
                self.assertRefused(user, self.booking, method, error=AccessError)

    def test_every_public_method_refuses_who_has_no_business_there(self):
        """So that a method added later is either private or checks its caller."""
        entry = self._submit()
        records = [row[0] for row in self._get_table()] + [entry]
        for record in records:
            for method in self._get_public_methods(record):
                for user in (self.portal_user, self.public_user):
                    self.assertRefused(user, record, method, error=AccessError)

    def _get_public_methods(self, record):
        """Our methods that a client can call without arguments and that do more than open."""
        for name, method in inspect.getmembers(type(record), inspect.isfunction):
            parameters = list(inspect.signature(method).parameters.values())[1:]
            if (
                ".volunteer_valuation" in method.__module__
                and not name.startswith(("_", "action_open_"))
                and not getattr(method, "_api_private", False)
                and all(p.default is not p.empty for p in parameters)
            ):
                yield name
