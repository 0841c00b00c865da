from datetime import date

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.volunteer_time_entry import ORIGIN_FIELDS, TRANSITION_FIELDS
from .rights_common import RightsCommon


@tagged("post_install", "-at_install")
class TestChangingRights(RightsCommon):
    """Who changes whose time, and what nobody writes by hand."""

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
            "evidence_name": "Somebody",
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
        # Odoo refuses a default of what one may not even read.
        self.assertEqual(
            forged.keys() | {"evidence_name"}, TRANSITION_FIELDS | ORIGIN_FIELDS
        )
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
