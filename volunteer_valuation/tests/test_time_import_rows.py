from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .time_import_common import ImportCase

APPROVED = {"state": "approved", "person": "Maëlys Lefèvre"}


@tagged("post_install", "-at_install")
class TestImportRows(ImportCase):
    """All that a row tells reaches its entry, whatever software it comes from."""

    def test_every_field(self):
        task = self.env["project.task"].create(
            {"name": "Spring fair", "project_id": self.project.id}
        )
        entry = self._import_rows(
            {
                "date": date(2025, 6, 1),
                "date_end": date(2025, 6, 3),
                "hours": 12.5,
                "headcount": 30,
                "is_estimate": True,
                "distance": 42.5,
                "title": "Fair",
                "description": "Two stalls\nand a band",
                "structure": "amicale du quai",
                "project": "Repair Café",
                "task": "Spring fair",
                "activity": "Reception",
                "level": "Expert",
                "status": "Civic service",
                "late_reason": "Told late",
                "state": "approved",
            }
        )
        for name, value in {
            "date": date(2025, 6, 1),
            "date_end": date(2025, 6, 3),
            "hours": 12.5,
            "headcount": 30,
            "total_hours": 375.0,
            "is_estimate": True,
            "distance": 42.5,
            "name": "Fair",
            "description": "Two stalls\nand a band",
            "structure_id": self.member_organisation,
            "project_id": self.project,
            "task_id": task,
            "activity_id": self.activity,
            "level_id": self.level,
            "status_id": self.civic_service,
            "late_reason": "Told late",
            "state": "approved",
            "origin": "import",
            "partner_id": self.env["res.partner"],
        }.items():
            self.assertEqual(entry[name], value, name)

    def test_states(self):
        person = {"person": "Maëlys Lefèvre"}
        check = self._check_rows(
            person | {"state": "approved"},
            person | {"state": "submitted"},
            person | {"state": "draft"},
            person | {"state": "refused", "refusal_reason": "Counted twice"},
        )
        outcomes = check.line_ids.mapped("outcome")
        self.assertEqual(outcomes, ["approved", "submitted", "draft", "refused"])
        self.assertEqual((check.create_count, check.submitted_count), (4, 1))
        entries = self._import_rows(
            person | {"state": "approved"},
            person | {"state": "submitted"},
            person | {"state": "draft"},
            person | {"state": "refused", "refusal_reason": "Counted twice"},
        )
        by_state = entries.grouped("state")
        self.assertEqual(set(by_state), {"approved", "submitted", "draft", "refused"})
        self.assertEqual(by_state["refused"].refusal_reason, "Counted twice")
        self.assertEqual(by_state["approved"].approved_by_id, self.manager_user)
        self.assertEqual(by_state["approved"].amount, 50.0)
        for state in ("submitted", "draft", "refused"):
            self.assertFalse(by_state[state].approved_by_id)
            self.assertFalse(by_state[state].amount)

    def test_states_where_the_association_trusts(self):
        self.association.volunteer_approval = "none"
        entries = self._import_rows({"state": "submitted"}, {"state": "draft"})
        self.assertEqual(sorted(entries.mapped("state")), ["approved", "draft"])
        self.assertFalse(entries.approved_by_id, "nobody in particular approved it")

    def test_refused_without_a_reason(self):
        check = self._check_rows({"state": "refused", "refusal_reason": " "})
        self.assertRegex(check.line_ids.problem, "does not tell why")

    def test_refused_time_does_not_fill_a_day(self):
        full = {"person": "Maëlys Lefèvre", "hours": 20.0}
        refused = full | {"state": "refused", "refusal_reason": "No"}
        self.assertEqual(self._check_rows(full, refused).error_count, 0)
        self.assertEqual(self._check_rows(full, full).error_count, 1)

    def test_groups_do_not_fill_a_persons_day(self):
        group = {"person": "Maëlys Lefèvre", "hours": 20.0, "headcount": 2}
        self.assertEqual(self._check_rows(group, group).error_count, 0)

    def test_hours_are_those_of_all_people(self):
        self.assertEqual(self._check_rows({"headcount": 3}, {}).hours, 8.0)

    def test_late_reason_of_the_row_comes_first(self):
        entry = self._import_rows({"late_reason": "Ill"}, late_reason="Drawer")
        self.assertEqual(entry.late_reason, "Ill")

    # ------------------------------------------------------------------
    # References
    # ------------------------------------------------------------------
    def _get_reference(self, entry):
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"{uuid}-{entry.id}"

    def _tell(self, entry, **changes):
        """A row that tells what ``entry`` is."""
        return {
            "date": entry.date,
            "hours": entry.hours,
            "title": entry.name,
            "state": entry.state,
            "person": entry.partner_id.name,
            "reference": entry.import_key or self._get_reference(entry),
        } | changes

    def test_time_of_this_database_adds_nothing(self):
        entries = self._approve() + self._declare(name="draft")
        before = self._count_everything()
        rows = [self._tell(entry) for entry in entries]
        check = self._check_rows(*rows)
        self.assertEqual(set(check.line_ids.mapped("outcome")), {"unchanged"})
        self.assertFalse(self._import_rows(*rows))
        self.assertEqual(self._count_everything(), before)

    def test_time_of_this_database_that_was_changed_in_the_file(self):
        entry = self._approve()
        for change in ({"hours": 2.5}, {"headcount": 4}, {"title": "Other"}):
            check = self._check_rows(self._tell(entry, **change))
            self.assertEqual(check.line_ids.outcome, "kept")
        self.assertEqual(entry.hours, 1.0)

    def test_time_of_this_database_is_approved_by_who_may(self):
        """Writing “approved” into an export approves nobody's own time."""
        other = self._declare()
        own = self._declare(partner_id=self.manager_user.partner_id.id)
        (other + own).action_submit()
        rows = [self._tell(entry, state="approved") for entry in other + own]
        check = self._check_rows(*rows)
        self.assertEqual(check.line_ids.mapped("outcome"), ["validated", "kept"])
        self._import_rows(*rows)
        self.assertEqual((other + own).mapped("state"), ["approved", "submitted"])
        self.association.volunteer_self_approval = True
        self._import_rows(*rows)
        self.assertEqual(own.state, "approved")

    def test_nobody_approves_their_own_time_in_a_spreadsheet(self):
        row = {"person": "Manager", "state": "approved", "identity": (1,)}
        exported = self._import_rows(row | {"reference": "elsewhere-1"})
        self.assertEqual(exported.state, "approved", "somebody did, over there")
        row["is_handwritten"] = True
        self.assertEqual(self._check_rows(row).line_ids.outcome, "submitted")
        own = self._import_rows(row)
        self.assertEqual(own.state, "submitted")
        self.assertEqual(self._check_rows(row).line_ids.outcome, "kept")
        other = row | {"person": "Maëlys Lefèvre", "identity": (2,)}
        self.assertEqual(self._import_rows(other).state, "approved")
        self.association.volunteer_self_approval = True
        self._import_rows(row)
        self.assertEqual(own.state, "approved")

    def test_time_of_this_database_that_was_deleted(self):
        entry = self._declare()
        row = self._tell(entry)
        entry.unlink()
        again = self._import_rows(row)
        self.assertEqual(again.import_key, row["reference"])
        self.assertFalse(self._import_rows(row))

    def test_time_of_another_database(self):
        row = {"reference": "elsewhere-42", "state": "approved"}
        entry = self._import_rows(row)
        self.assertEqual(entry.import_key, "elsewhere-42")
        self.assertFalse(self._import_rows(row))

    def test_time_of_another_association_of_this_database(self):
        entry = self.env["volunteer.time.entry"].create(
            {
                "name": "Elsewhere",
                "date": date(2025, 3, 12),
                "hours": 1.0,
                "partner_id": self.person.id,
                "company_id": self.other_association.id,
            }
        )
        copy = self._import_rows(self._tell(entry))
        self.assertEqual(copy.company_id, self.association)
        self.assertEqual(copy.import_key, self._get_reference(entry))

    def test_validated_elsewhere_since(self):
        row = {"reference": "elsewhere-42", "state": "submitted"}
        entry = self._import_rows(row)
        row["state"] = "approved"
        row["title"] = entry.name
        self.assertEqual(self._check_rows(row).approve_count, 1)
        self._import_rows(row)
        self.assertEqual(entry.state, "approved")

    def test_reference_that_only_looks_like_ours(self):
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        for end in ("", "x", "-1", "²", "9" * 30):
            row = {"reference": f"{uuid}-{end}"}
            self.assertEqual(len(self._import_rows(row)), 1, end)

    def test_reference_twice_in_one_file(self):
        row = {"reference": "elsewhere-42"}
        check = self._check_rows(row, {}, row)
        self.assertEqual(check.error_count, 1)
        self.assertEqual(check.line_ids[0].number, 4)
        self.assertRegex(check.line_ids[0].problem, "“elsewhere-42” .* line 2 already")
        with self.assertRaisesRegex(UserError, "line 4: The reference"):
            self._import_rows(row, {}, row)

    def test_what_an_export_leaves_empty_is_empty(self):
        self.activity.level_id = self.level
        self.project.volunteer_activity_id = self.board
        row = {"activity": "Reception", "project": "Repair Café"}
        self.assertEqual(self._import_rows(row).level_id, self.level)
        exported = row | {"reference": "elsewhere-42"}
        self.assertFalse(self._import_rows(exported).level_id)
        exported = {"project": "Repair Café", "reference": "elsewhere-43"}
        self.assertFalse(self._import_rows(exported).activity_id)
