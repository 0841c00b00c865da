import inspect
from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.volunteer_time_entry import ORIGIN_FIELDS, TRANSITION_FIELDS
from .common import VolunteerCommon

APPROVER = "volunteer_valuation.group_volunteer_approver"
MANAGER = "volunteer_valuation.group_volunteer_manager"
TREASURER = "volunteer_valuation.group_volunteer_treasurer"
NOT_YOURS = "You can declare your own time only, not that of others."


class RightsCommon(VolunteerCommon):
    """Everybody who might try, each through the path that RPC takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_manager = cls._create_user(
            "other_manager", MANAGER, cls.other_association
        )
        cls.other_treasurer = cls._create_user(
            "other_treasurer", TREASURER, cls.other_association
        )
        cls.other_approver = cls._create_user("other_approver", APPROVER)
        cls.portal_user = cls._create_user("portal", "base.group_portal")
        cls.public_user = cls._create_user("public", "base.group_public")
        cls.other_project = cls.env["project.project"].create(
            {
                "name": "Festival",
                "company_id": cls.association.id,
                "user_id": cls.other_approver.id,
                "privacy_visibility": "employees",
            }
        )
        cls.entries = cls.env["volunteer.time.entry"]

    def assertRefused(self, user, records, method, *args, error=UserError, **kwargs):
        """``user`` is refused, and what was tried leaves no trace."""
        with (
            self.subTest(user=user.name, method=method, args=args),
            self.assertRaises(error) as caught,
        ):
            self._call(user, records, method, *args, **kwargs)
            self.env.flush_all()
        self.env.invalidate_all()
        return str(getattr(caught, "exception", ""))

    def _vals(self, **values):
        return {"name": "Desk", "date": "2025-03-12", "hours": 2} | values

    def _submit(self, **values):
        entry = self._declare(**values)
        entry.action_submit()
        return entry

    def _book(self, **values):
        self._set_up_books()
        entry = self._approve(**values)
        self.valuation = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        )
        self.valuation.action_post()
        self.assertEqual(entry.valuation_id, self.valuation)
        return entry


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


@tagged("post_install", "-at_install")
class TestEntryRights(RightsCommon):
    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------
    def test_who_sees_what(self):
        own = self._declare(partner_id=self.volunteer.id, name="own")
        self._submit(name="project", project_id=self.project.id)
        followed = self._submit(
            name="followed", partner_id=self.stranger_user.partner_id.id
        )
        followed.engagement_id.approver_id = self.approver_user
        self._approve(name="approved")
        self._submit(
            name="elsewhere",
            company_id=self.other_association.id,
            activity_id=False,
        )
        for user, seen in [
            (self.volunteer_user, {"own"}),
            (self.approver_user, {"project", "followed"}),
            (self.manager_user, {"own", "project", "followed", "approved"}),
            (self.treasurer_user, {"approved"}),
            (self.stranger_user, {"followed"}),
            (self.other_approver, set()),
            (self.other_manager, {"elsewhere"}),
            (self.other_treasurer, set()),
        ]:
            with self.subTest(user=user.name):
                rows = self._call(user, self.entries, "search_read", [], ["name"])
                self.assertEqual({row["name"] for row in rows}, seen)
        for user in (self.portal_user, self.public_user):
            for method, args in [
                ("search", [[]]),
                ("search_read", [[], ["name"]]),
                ("search_count", [[]]),
                ("formatted_read_group", [[], ["partner_id"], ["hours:sum"]]),
            ]:
                self.assertRefused(user, self.entries, method, *args, error=AccessError)
            self.assertRefused(user, own, "read", ["name"], error=AccessError)

    def test_totals_of_people_and_projects_show_only_what_one_may_read(self):
        self._approve(project_id=self.project.id, hours=4)
        for user, hours in [
            (self.manager_user, 4),
            (self.treasurer_user, 4),
            (self.stranger_user, 0),
            (self.volunteer_user, 0),
        ]:
            with self.subTest(user=user.name):
                person = self.person.with_user(user)
                project = self.project.with_user(user)
                self.assertEqual(person.volunteer_hours_total, hours)
                self.assertEqual(project.volunteer_hours, hours)

    # ------------------------------------------------------------------
    # Declaring
    # ------------------------------------------------------------------
    def test_nobody_declares_for_others(self):
        vals = self._vals(partner_id=self.person.id)
        for user in (
            self.volunteer_user,
            self.stranger_user,
            self.treasurer_user,
            self.approver_user,
            self.portal_user,
            self.public_user,
        ):
            self.assertRefused(
                user, self.entries, "declare", dict(vals), error=AccessError
            )
            self.assertRefused(
                user, self.entries, "create", dict(vals), error=AccessError
            )
            self.assertRefused(
                user,
                self.entries,
                "declare",
                vals | {"partner_id": False},
                error=AccessError,
            )

    def test_who_is_in_charge_declares_for_others(self):
        on_project = self._vals(partner_id=self.person.id, project_id=self.project.id)
        self._call(self.approver_user, self.entries, "declare", on_project)
        engagement = self.person.volunteer_engagement_ids
        engagement.approver_id = self.other_approver
        followed = self._vals(partner_id=self.person.id)
        self._call(self.other_approver, self.entries, "declare", followed)
        self._call(self.manager_user, self.entries, "declare", followed)
        self.assertEqual(len(engagement.entry_ids), 3)

    def test_guards_do_not_tell_about_others(self):
        """Their day is full, or they have left: who may not ask does not learn it."""
        self._declare(hours=20)
        self._declare(partner_id=self.volunteer.id).engagement_id.action_end()
        for person in (self.person, self.volunteer):
            for method in ("create", "declare"):
                sentence = self.assertRefused(
                    self.stranger_user,
                    self.entries,
                    method,
                    self._vals(partner_id=person.id, hours=24),
                    error=AccessError,
                )
                self.assertEqual(sentence, NOT_YOURS)
            own = self._declare(partner_id=self.stranger_user.partner_id.id, hours=23)
            sentence = self.assertRefused(
                self.stranger_user,
                own,
                "write",
                {"partner_id": person.id},
                error=AccessError,
            )
            self.assertEqual(sentence, NOT_YOURS)
            own.unlink()

    def test_portal_declares_their_own_where_they_have_joined(self):
        partner = self.portal_user.partner_id
        [entry_id] = self._call(self.portal_user, self.entries, "declare", self._vals())
        entry = self.entries.browse(entry_id)
        self.assertEqual(entry.partner_id, partner)
        self.assertEqual(entry.company_id, self.association)
        elsewhere = self._vals(company_id=self.other_association.id)
        there = {"partner_id": partner.id, "company_id": self.other_association.id}
        self.assertRefused(
            self.portal_user, self.entries, "declare", elsewhere, error=AccessError
        )
        self.assertRefused(
            self.portal_user,
            self.entries,
            "declare",
            self._vals(project_id=self.foreign_project.id),
            error=AccessError,
        )
        self.assertRefused(
            self.portal_user,
            self.entries,
            "declare",
            self._vals(),
            error=AccessError,
            context={"allowed_company_ids": [self.other_association.id]},
        )
        engagement = self.env["volunteer.engagement"].create(
            there | {"state": "requested"}
        )
        self.assertRefused(
            self.portal_user, self.entries, "declare", elsewhere, error=AccessError
        )
        engagement.action_activate()
        self._call(self.portal_user, self.entries, "declare", elsewhere)

    def test_portal_and_public_have_no_other_way_in(self):
        entry = self._submit(partner_id=self.portal_user.partner_id.id)
        for user in (self.portal_user, self.public_user):
            for method, args in [
                ("create", [self._vals()]),
                ("write", [{"name": "x"}]),
                ("unlink", []),
                ("copy", []),
                ("load", [["name", "hours"], [["x", "1"]]]),
                ("action_submit", []),
                ("action_withdraw", []),
                ("action_approve", []),
                ("action_refuse", ["No"]),
                ("action_revalue", []),
            ]:
                records = self.entries if method in ("create", "load") else entry
                if method == "load":
                    continue
                self.assertRefused(user, records, method, *args, error=AccessError)
        self.assertRefused(
            self.public_user,
            self.entries,
            "declare",
            self._vals(),
            error=AccessError,
        )

    # ------------------------------------------------------------------
    # Changing
    # ------------------------------------------------------------------
    def test_nobody_touches_the_time_of_others(self):
        drafted = self._declare(project_id=self.project.id)
        submitted = self._submit(project_id=self.project.id)
        approved = self._approve(project_id=self.project.id)
        for user in (
            self.volunteer_user,
            self.stranger_user,
            self.approver_user,
            self.treasurer_user,
            self.other_approver,
            self.other_manager,
            self.other_treasurer,
        ):
            for entry in (drafted, submitted, approved):
                for method, args in [
                    ("write", [{"hours": 3}]),
                    ("write", [{"partner_id": user.partner_id.id}]),
                    ("unlink", []),
                    ("action_submit", []),
                    ("action_withdraw", []),
                ]:
                    self.assertRefused(user, entry, method, *args, error=AccessError)
        self.assertEqual(
            (drafted | submitted | approved).mapped("state"),
            ["draft", "submitted", "approved"],
        )

    def test_ones_own_time_is_not_given_to_others(self):
        own = self._declare(partner_id=self.volunteer.id)
        for vals in (
            {"partner_id": self.person.id},
            {"partner_id": False},
            {"company_id": self.other_association.id},
        ):
            self.assertRefused(
                self.volunteer_user, own, "write", vals, error=AccessError
            )
        self.assertEqual(own.partner_id, self.volunteer)
        self.assertEqual(own.engagement_id.partner_id, self.volunteer)

    def test_managers_correct_the_person(self):
        entry = self._submit()
        self._call(self.manager_user, entry, "write", {"partner_id": self.volunteer.id})
        self.assertEqual(entry.engagement_id.partner_id, self.volunteer)

    def test_commands_of_other_models_go_the_same_way(self):
        """A form of another model must not be a way round."""
        self.volunteer_user.group_ids += self.env.ref("base.group_partner_manager")
        self.volunteer_user.group_ids += self.env.ref("project.group_project_manager")
        others = self._submit(project_id=self.project.id)
        own = self._declare(partner_id=self.volunteer.id)
        new = self._vals(partner_id=self.person.id)
        for record in (self.person, self.volunteer, self.project):
            for command in (
                fields.Command.create(new),
                fields.Command.update(others.id, {"hours": 3}),
                fields.Command.update(own.id, {"state": "approved"}),
                fields.Command.update(own.id, {"hourly_rate": 50}),
                fields.Command.delete(others.id),
                fields.Command.link(others.id) if record != self.project else None,
                fields.Command.create(self._vals(state="approved")),
            ):
                if command is None or record == self.volunteer and command[0] == 0:
                    continue
                self.assertRefused(
                    self.volunteer_user,
                    record,
                    "write",
                    {"volunteer_entry_ids": [command]},
                    error=AccessError,
                )
        self.assertEqual(others.partner_id, self.person)

    def test_engagements_and_bookings_do_not_take_entries(self):
        entry = self._approve()
        booking = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        )
        other = self._declare(partner_id=self.volunteer.id)
        for user, record in [
            (self.manager_user, other.engagement_id),
            (self.treasurer_user, booking),
            (self.env.ref("base.user_root"), booking),
            (self.env.ref("base.user_root"), other.engagement_id),
        ]:
            for command in (
                fields.Command.link(entry.id),
                fields.Command.set(entry.ids),
                fields.Command.create(self._vals()),
            ):
                self.assertRefused(
                    user, record, "write", {"entry_ids": [command]}, error=AccessError
                )

    # ------------------------------------------------------------------
    # What no client writes
    # ------------------------------------------------------------------
    def test_states_and_rates_are_not_written_by_hand(self):
        entry = self._submit(partner_id=self.volunteer.id)
        users = (
            self.volunteer_user,
            self.manager_user,
            self.env.ref("base.user_root"),
        )
        forged = {
            "state": "approved",
            "refusal_reason": "None",
            "approved_by_id": self.manager_user.id,
            "approved_on": "2025-03-13 10:00:00",
            "rule_id": self.rule.id,
            "hourly_rate": 1000,
            "amount": 1000,
            "total_hours": 1000,
            "valuation_id": 1,
            "engagement_id": entry.engagement_id.id,
        }
        self.assertEqual(forged.keys(), TRANSITION_FIELDS)
        for user in users:
            for name, value in forged.items():
                self.assertRefused(
                    user, entry, "write", {name: value}, error=AccessError
                )
                self.assertRefused(
                    user,
                    self.entries,
                    "create",
                    self._vals(**{name: value}),
                    error=AccessError,
                )
        self.assertEqual(entry.state, "submitted")
        self.assertFalse(entry.hourly_rate)

    def test_origin_is_not_told_by_clients(self):
        entry = self._declare(partner_id=self.volunteer.id)
        forged = {"origin": "import", "import_key": "x"}
        self.assertEqual(forged.keys(), ORIGIN_FIELDS)
        for user in (self.volunteer_user, self.manager_user, self.treasurer_user):
            for name, value in forged.items():
                self.assertRefused(
                    user, entry, "write", {name: value}, error=AccessError
                )
                self.assertRefused(
                    user,
                    self.entries,
                    "create",
                    self._vals(**{name: value}),
                    error=AccessError,
                )

    def test_defaults_do_not_tell_what_a_transition_tells(self):
        """Neither those of a forged context nor those that a user keeps for themself."""
        forged = {
            "state": "approved",
            "rule_id": self.rule.id,
            "hourly_rate": 1000.0,
            "amount": 1000.0,
            "total_hours": 1000.0,
            "approved_by_id": self.manager_user.id,
            "approved_on": "2025-03-13 10:00:00",
            "origin": "import",
            "import_key": "x",
            "valuation_id": 1,
            "engagement_id": self._declare().engagement_id.id,
            "refusal_reason": "None",
        }
        self.assertEqual(forged.keys(), TRANSITION_FIELDS | ORIGIN_FIELDS)
        context = {f"default_{name}": value for name, value in forged.items()}
        defaults = self.env["ir.default"]
        for method in ("create", "declare"):
            with self.subTest(method=method, way="context"):
                self._check_untouched(method, context)
        for name in ("state", "rule_id", "hourly_rate", "origin", "import_key"):
            self._call(
                self.volunteer_user,
                defaults,
                "set",
                self.entries._name,
                name,
                forged[name],
                True,
            )
        for method in ("create", "declare"):
            with self.subTest(method=method, way="own default"):
                self._check_untouched(method, {})

    def _check_untouched(self, method, context):
        result = self._call(
            self.volunteer_user, self.entries, method, self._vals(), context=context
        )
        entry = self.entries.browse(result)
        expected = "draft" if method == "create" else "submitted"
        self.assertEqual(entry.state, expected)
        self.assertEqual(entry.origin, "backend" if method == "create" else "api")
        self.assertEqual(entry.engagement_id.partner_id, self.volunteer)
        self.assertEqual(entry.total_hours, 2)
        for name in (
            "rule_id",
            "hourly_rate",
            "amount",
            "approved_by_id",
            "approved_on",
            "import_key",
            "valuation_id",
            "refusal_reason",
        ):
            self.assertFalse(entry[name], name)

    def test_defaults_do_not_make_a_booking(self):
        """A booking whose entry was chosen by its maker could reverse any other."""
        self._set_up_books()
        move = self.env["account.move"].create(
            {"move_type": "entry", "company_id": self.association.id}
        )
        bookings = self.env["volunteer.valuation"]
        booking_id = self._call(
            self.treasurer_user,
            bookings,
            "create",
            {"date_from": "2025-01-01", "date_to": "2025-12-31"},
            context={"default_state": "posted", "default_move_id": move.id},
        )
        booking = bookings.browse(booking_id)
        self.assertEqual(booking.state, "draft")
        self.assertFalse(booking.move_id)

    def test_a_copy_is_a_new_draft(self):
        approved = self._approve(partner_id=self.volunteer.id)
        [copy_id] = self._call(self.volunteer_user, approved, "copy")
        copy = self.entries.browse(copy_id)
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.engagement_id, approved.engagement_id)
        self.assertFalse(copy.rule_id)
        self.assertFalse(copy.approved_by_id)
        self.assertFalse(copy.hourly_rate)
        self.assertRefused(
            self.volunteer_user,
            approved,
            "copy",
            {"state": "approved"},
            error=AccessError,
        )
        self.assertRefused(self.stranger_user, approved, "copy", error=AccessError)

    def test_files_loaded_tell_no_state(self):
        columns = ["name", "date", "hours", "state"]
        result = self._call(
            self.manager_user,
            self.entries,
            "load",
            columns,
            [["Desk", "2025-03-12", "2", "approved"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("cannot be set directly", result["messages"][0]["message"])
        result = self._call(
            self.volunteer_user,
            self.entries,
            "load",
            ["name", "date", "hours", "partner_id/.id"],
            [["Desk", "2025-03-12", "2", str(self.person.id)]],
        )
        self.assertFalse(result["ids"])

    def test_internal_methods_are_out_of_reach(self):
        entry = self._submit()
        for method in (
            "_apply",
            "_approve",
            "_submit",
            "_go_on",
            "_send_back",
            "_declare",
            "_complete",
            "_revalue",
            "_value_what_is_not_valued",
            "_update_waiting",
            "_lock_people",
        ):
            self.assertRefused(self.manager_user, entry, method, {}, error=AccessError)
        for method in ("_apply", "_post", "_reverse", "_take", "_free_entries"):
            self.assertRefused(
                self.treasurer_user,
                self.env["volunteer.valuation"],
                method,
                {},
                error=AccessError,
            )

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------
    def test_who_does_not_decide(self):
        submitted = self._submit(project_id=self.project.id)
        approved = self._approve(project_id=self.project.id)
        for user in (
            self.volunteer_user,
            self.stranger_user,
            self.treasurer_user,
            self.other_approver,
            self.other_manager,
            self.other_treasurer,
            self.portal_user,
            self.public_user,
        ):
            self.assertRefused(user, submitted, "action_approve", error=AccessError)
            for entry in (submitted, approved):
                self.assertRefused(
                    user, entry, "action_refuse", "No", error=AccessError
                )
        self.assertEqual(submitted.state, "submitted")
        self.assertEqual(approved.state, "approved")

    def test_who_decides(self):
        for user, values in [
            (self.manager_user, {}),
            (self.manager_user, {"project_id": self.other_project.id}),
            (self.approver_user, {"project_id": self.project.id}),
        ]:
            with self.subTest(user=user.name, values=values):
                entry = self._submit(**values)
                self._call(user, entry, "action_approve")
                self.assertEqual(entry.approved_by_id, user)
                self._call(user, entry, "action_refuse", "Twice")
                self.assertEqual(entry.state, "refused")
        followed = self._submit()
        followed.engagement_id.approver_id = self.approver_user
        self._call(self.approver_user, followed, "action_approve")
        self.assertEqual(followed.state, "approved")

    def test_one_foreign_entry_refuses_the_whole_list(self):
        mine = self._submit(project_id=self.project.id)
        foreign = self._submit(project_id=self.other_project.id)
        for method, args in [("action_approve", []), ("action_refuse", ["No"])]:
            self.assertRefused(
                self.approver_user, mine | foreign, method, *args, error=AccessError
            )
        self.assertEqual((mine | foreign).mapped("state"), ["submitted"] * 2)

    def test_nobody_approves_their_own_time(self):
        for user in (self.approver_user, self.manager_user):
            own = self._submit(
                partner_id=user.partner_id.id, project_id=self.project.id
            )
            sentence = self.assertRefused(
                user, own, "action_approve", error=AccessError
            )
            self.assertIn("is your own time: somebody else approves it", sentence)
        own.engagement_id.approver_id = self.manager_user
        self.assertRefused(self.manager_user, own, "action_approve", error=AccessError)

    def test_unless_the_association_says_so(self):
        self.association.volunteer_self_approval = True
        for user in (self.approver_user, self.manager_user):
            own = self._submit(
                partner_id=user.partner_id.id, project_id=self.project.id
            )
            self._call(user, own, "action_approve")
            self.assertEqual(own.approved_by_id, user)
        mere_volunteer = self._submit(partner_id=self.volunteer.id)
        self.assertRefused(
            self.volunteer_user, mere_volunteer, "action_approve", error=AccessError
        )

    def test_own_time_is_not_approved_under_another_name(self):
        """Given away, approved and taken back, it waits again."""
        own = self._submit(partner_id=self.manager_user.partner_id.id)
        self._call(self.manager_user, own, "write", {"partner_id": self.person.id})
        self._call(self.manager_user, own, "action_approve")
        self._call(
            self.manager_user,
            own,
            "write",
            {"partner_id": self.manager_user.partner_id.id},
        )
        self.assertEqual(own.state, "submitted")
        self.assertRefused(self.manager_user, own, "action_approve", error=AccessError)

    def test_refuse_window_takes_no_foreign_entries(self):
        foreign = self._submit(project_id=self.other_project.id)
        wizards = self.env["volunteer.time.refuse"]
        for user in (self.volunteer_user, self.treasurer_user, self.portal_user):
            self.assertRefused(
                user,
                wizards,
                "create",
                {"entry_ids": foreign.ids, "reason": "No"},
                error=AccessError,
            )
        self.assertRefused(
            self.approver_user,
            wizards,
            "create",
            {"entry_ids": [(6, 0, foreign.ids)], "reason": "No"},
            error=AccessError,
        )
        approved = self._approve()
        self.approver_user.group_ids += self.env.ref(TREASURER)
        wizard_id = self._call(
            self.approver_user,
            wizards,
            "create",
            {"entry_ids": [(6, 0, approved.ids)], "reason": "Too dear"},
        )
        self.assertRefused(
            self.approver_user,
            wizards.browse(wizard_id),
            "action_refuse",
            error=AccessError,
        )
        self.assertEqual(approved.state, "approved")
        self.assertEqual(foreign.state, "submitted")

    def test_revaluing_is_for_treasurers_only(self):
        approved = self._approve(project_id=self.project.id)
        self.rule.amount = 30
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.manager_user,
            self.other_treasurer,
            self.portal_user,
            self.public_user,
        ):
            self.assertRefused(user, approved, "action_revalue", error=AccessError)
        self.assertEqual(approved.hourly_rate, 25)
        self._call(self.treasurer_user, approved, "action_revalue")
        self.assertEqual(approved.hourly_rate, 30)

    # ------------------------------------------------------------------
    # Declaring for several people
    # ------------------------------------------------------------------
    def _open_window(self, user, people):
        task = self.env["project.task"].create(
            {"name": "Set up", "project_id": self.project.id}
        )
        wizards = self.env["volunteer.task.declare"]
        wizard_id = self._call(
            user,
            wizards,
            "create",
            {
                "task_id": task.id,
                "name": "Set up",
                "date": "2025-03-12",
                "hours": 3,
                "partner_ids": [(6, 0, people.ids)],
            },
        )
        return wizards.browse(wizard_id), task

    def test_who_manages_the_project_declares_for_several(self):
        people = self.person | self.volunteer
        for user in (self.approver_user, self.manager_user):
            wizard, task = self._open_window(user, people)
            self._call(user, wizard, "action_declare")
            self.assertEqual(task.volunteer_entry_ids.partner_id, people)
            self.assertEqual(set(task.volunteer_entry_ids.mapped("origin")), {"task"})
            self.assertEqual(
                set(task.volunteer_entry_ids.mapped("state")), {"submitted"}
            )

    def test_others_declare_for_themselves_only(self):
        for user in (self.volunteer_user, self.stranger_user, self.other_approver):
            wizard, task = self._open_window(user, self.person | user.partner_id)
            self.assertRefused(user, wizard, "action_declare", error=AccessError)
            self.assertFalse(task.volunteer_entry_ids)
        wizard, task = self._open_window(self.volunteer_user, self.volunteer)
        self._call(self.volunteer_user, wizard, "action_declare")
        self.assertEqual(task.volunteer_entry_ids.partner_id, self.volunteer)
        self.assertRefused(
            self.stranger_user, wizard, "action_declare", error=AccessError
        )

    def test_a_task_that_one_cannot_read_cannot_be_declared_on(self):
        self.project.privacy_visibility = "followers"
        task = self.env["project.task"].create(
            {"name": "Secret", "project_id": self.project.id}
        )
        wizards = self.env["volunteer.task.declare"]
        self.assertRefused(
            self.stranger_user,
            wizards,
            "default_get",
            ["task_id", "name"],
            error=AccessError,
            context={"active_id": task.id},
        )

    # ------------------------------------------------------------------
    # Booked
    # ------------------------------------------------------------------
    def test_booked_time_is_immutable_for_everyone(self):
        booked = self._book(
            partner_id=self.volunteer.id, project_id=self.project.id, hours=2.5
        )
        root = self.env.ref("base.user_root")
        before = booked.read()[0]
        for user in (self.volunteer_user, self.manager_user, root):
            for method, args in [
                ("write", [{"hours": 3}]),
                ("write", [{"name": "Another"}]),
                ("write", [{"partner_id": self.person.id}]),
                ("write", [{"late_reason": "x"}]),
                ("write", [{"valuation_id": False}]),
                ("write", [{"amount": 0}]),
                ("unlink", []),
                ("action_withdraw", []),
            ]:
                self.assertRefused(user, booked, method, *args)
        for user in (self.approver_user, self.manager_user, root):
            self.assertRefused(user, booked, "action_refuse", "No")
        for user in (self.treasurer_user, root):
            self.assertRefused(user, booked, "action_revalue")
        for user in (self.volunteer_user, self.manager_user, root):
            self._call(user, booked, "action_submit")
        self._call(self.manager_user, booked, "action_approve")
        after = booked.read()[0]
        self.assertEqual(before, after)
        self.valuation.action_reverse()
        self._call(self.volunteer_user, booked, "write", {"hours": 3})
        self.assertEqual(booked.state, "submitted")

    def test_a_booked_list_is_refused_whole(self):
        free = self._submit(partner_id=self.volunteer.id, date=date(2024, 3, 12))
        booked = self._book(partner_id=self.volunteer.id)
        self.assertRefused(self.volunteer_user, free | booked, "write", {"hours": 3})
        self.assertEqual(free.hours, 1)
