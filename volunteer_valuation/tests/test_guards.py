import math
from datetime import date, timedelta
from typing import NamedTuple

from freezegun import freeze_time

from odoo.tests import tagged

from .common import VolunteerCommon

NOW = "2025-06-15 10:00:00"
DAY = date(2025, 3, 12)

NOT_A_NUMBER = "The duration is not a number."
MISSING = "Tell how long it took, or at least the distance travelled."
DISTANCE = "The distance must be zero or more kilometres."
PEOPLE = "The number of people must be one or more."
ONE_DAY = "No more than 24 hours fit into 1 day(s)."
TWO_DAYS = "No more than 48 hours fit into 2 day(s)."


class Case(NamedTuple):
    """What is told, the refusal (None: accepted), and what was accepted before."""

    told: dict
    refusal: str | None = None
    earlier: tuple = ()


def full_days(hours, day=DAY):
    """How the guard tells of a day that would hold too many hours."""
    return f"{{person}} would have given {hours} hours on {day:%m/%d/%Y}: a day has 24."


@tagged("post_install", "-at_install")
class TestGuards(VolunteerCommon):
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
    # The table
    # ------------------------------------------------------------------
    @freeze_time(NOW)
    def test_duration(self):
        two_days = {"date_end": DAY + timedelta(1)}
        self._check(
            Case({"hours": math.nan}, NOT_A_NUMBER),
            Case({"hours": math.inf}, NOT_A_NUMBER),
            Case({"hours": -math.inf}, NOT_A_NUMBER),
            Case({"hours": math.nan, "headcount": 30}, NOT_A_NUMBER),
            Case({"hours": 1e308}, ONE_DAY),
            Case({"hours": 1e308, "headcount": 30}, ONE_DAY),
            Case({"hours": -1}, "The duration cannot be negative."),
            Case({"hours": 0}, MISSING),
            Case({"hours": 0, "distance": 12.5}),
            Case({"hours": 2, "distance": 12.5}),
            Case({"hours": 24}),
            Case({"hours": 24.01}, ONE_DAY),
            Case({"hours": 25} | two_days),
            Case({"hours": 48} | two_days),
            Case({"hours": 49} | two_days, TWO_DAYS),
            Case({"hours": 24.01, "headcount": 30}, ONE_DAY),
        )

    @freeze_time(NOW)
    def test_distance_and_headcount(self):
        self._check(
            Case({"distance": -1}, DISTANCE),
            Case({"distance": math.nan}, DISTANCE),
            Case({"distance": math.inf}, DISTANCE),
            Case(
                {"distance": 1e308},
                "Nobody travels 1000000 kilometres or more for one entry.",
            ),
            Case({"headcount": 0}, PEOPLE),
            Case({"headcount": -1}, PEOPLE),
            Case({"headcount": 30}),
        )

    @freeze_time(NOW)
    def test_hours_of_one_day(self):
        month = {"date": date(2025, 3, 1), "date_end": date(2025, 3, 31)}
        self._check(
            Case({"hours": 14}, None, ({"hours": 10},)),
            Case({"hours": 15}, full_days("25.00"), ({"hours": 10},)),
            Case({"hours": 15}, None, ({"hours": 10, "date": DAY - timedelta(1)},)),
            Case(
                {"hours": 8.01},
                full_days("24.01"),
                ({"hours": 8}, {"hours": 8}),
            ),
            # 31 days of 20 hours, then five on one of them
            Case({"hours": 5}, full_days("25.00"), (month | {"hours": 620},)),
            Case({"hours": 4}, None, (month | {"hours": 620},)),
            # two spans that meet on one day only
            Case(
                {"hours": 26, "date_end": DAY + timedelta(1)},
                full_days("25.00"),
                ({"hours": 24, "date": DAY - timedelta(1), "date_end": DAY},),
            ),
            # forty entries of 20 minutes, three times on each day, and one more
            Case(
                {"hours": 23},
                None,
                tuple({"hours": 1 / 3} for _entry in range(3)),
            ),
            Case(
                {"hours": 23.01},
                full_days("24.01"),
                tuple({"hours": 1 / 3} for _entry in range(3)),
            ),
            # a leap day counts as a day
            Case(
                {
                    "hours": 73,
                    "date": date(2024, 2, 28),
                    "date_end": date(2024, 3, 1),
                },
                "No more than 72 hours fit into 3 day(s).",
            ),
        )

    @freeze_time(NOW)
    def test_groups_are_not_one_person(self):
        group = {
            "hours": 14,
            "headcount": 30,
            "partner_id": self.member_organisation.id,
        }
        create = self._create_as_superuser
        base = {"name": "Festival", "date": DAY, "company_id": self.association.id}
        create(base | group)
        self.assertIsNone(self._find_refusal(create, base | group))
        self._check(
            Case({"hours": 24}, None, ({"hours": 24, "headcount": 2},)),
            Case({"hours": 24, "headcount": 2}, None, ({"hours": 24},)),
        )

    @freeze_time(NOW)
    def test_nobody_in_particular_has_no_day_of_24_hours(self):
        nobody = {"partner_id": False, "hours": 20}
        first = self._declare(**nobody)
        second = self._declare(**nobody)
        self.assertFalse((first | second).engagement_id)

    @freeze_time(NOW)
    def test_hours_count_across_associations(self):
        self._declare(hours=20)
        self.assertEqual(
            self._find_refusal(
                self._declare,
                hours=5,
                company_id=self.other_association.id,
                activity_id=False,
            ),
            full_days("25.00").format(person=self.person.name),
        )

    @freeze_time(NOW)
    def test_refused_time_leaves_its_day_and_must_fit_to_come_back(self):
        refused = self._declare(hours=20)
        refused.action_submit()
        refused.action_refuse("It was the day before.")
        self._declare(hours=20)
        sentence = full_days("40.00").format(person=self.person.name)
        self.assertEqual(self._find_refusal(refused.action_submit), sentence)
        self.assertEqual(self._find_refusal(refused.action_withdraw), sentence)
        refused.hours = 4
        refused.action_submit()
        self.assertEqual(refused.state, "submitted")

    @freeze_time(NOW)
    def test_a_group_that_becomes_one_person_is_counted(self):
        group = self._declare(hours=20, headcount=2)
        self._declare(hours=20)
        self.assertEqual(
            self._find_refusal(group.write, {"headcount": 1}),
            full_days("40.00").format(person=self.person.name),
        )

    @freeze_time(NOW)
    def test_batch_is_added_up(self):
        vals = {
            "name": "Desk",
            "date": DAY,
            "hours": 13,
            "partner_id": self.person.id,
            "company_id": self.association.id,
        }
        self.assertEqual(
            self._find_refusal(
                self.env["volunteer.time.entry"].create, [vals, dict(vals)]
            ),
            full_days("26.00").format(person=self.person.name),
        )

    # ------------------------------------------------------------------
    # Days
    # ------------------------------------------------------------------
    @freeze_time(NOW)
    def test_dates(self):
        oldest = "{day} is before 01/01/2000, the oldest day that {name} accepts."
        oldest = oldest.replace("{name}", self.association.name)
        future = "Time is declared once it is given: {} is still to come."
        self._check(
            Case({"date": date(2025, 6, 15)}),
            Case({"date": date(2025, 6, 16)}, future.format("06/16/2025")),
            Case(
                {"date": date(2025, 6, 15), "date_end": date(2025, 6, 16)},
                future.format("06/16/2025"),
            ),
            Case({"date": date(9999, 12, 31)}, future.format("12/31/9999")),
            Case({"date": date(2000, 1, 1)}),
            Case({"date": date(1999, 12, 31)}, oldest.replace("{day}", "12/31/1999")),
            Case({"date": date(1899, 7, 1)}, oldest.replace("{day}", "07/01/1899")),
            Case(
                {"date": date(1899, 7, 1), "date_end": DAY},
                oldest.replace("{day}", "07/01/1899"),
            ),
            Case(
                {"date_end": DAY - timedelta(1)},
                "The last day comes before the first one.",
            ),
            Case({"date_end": DAY}),
            Case({"date": date(2024, 2, 29)}),
            Case({"date": date(2024, 12, 31), "date_end": date(2025, 1, 1)}),
            Case({"date": False}, "“Date” is needed."),
            Case({"company_id": False}, "“Association” is needed."),
        )

    @freeze_time(NOW)
    def test_oldest_day_is_the_associations_choice(self):
        self.association.volunteer_oldest_date = date(2025, 1, 1)
        self.assertEqual(
            self._find_refusal(self._declare, date=date(2024, 12, 31)),
            f"12/31/2024 is before 01/01/2025, the oldest day that "
            f"{self.association.name} accepts.",
        )
        self._declare(date=date(2025, 1, 1))

    def test_today_is_that_of_the_person_who_declares(self):
        """Half past midnight in Paris is still yesterday on the server."""
        for server_time, zone, first_refused in [
            ("2025-06-15 22:30:00", "Europe/Paris", date(2025, 6, 17)),
            ("2025-06-15 21:30:00", "Europe/Paris", date(2025, 6, 16)),
            # winter time: midnight in Paris is 23:00 on the server
            ("2025-01-15 22:30:00", "Europe/Paris", date(2025, 1, 16)),
            ("2025-01-15 23:30:00", "Europe/Paris", date(2025, 1, 17)),
            # the nights in which clocks change
            ("2025-03-29 23:30:00", "Europe/Paris", date(2025, 3, 31)),
            ("2025-03-30 22:30:00", "Europe/Paris", date(2025, 4, 1)),
            ("2025-10-25 22:30:00", "Europe/Paris", date(2025, 10, 27)),
            ("2025-10-26 22:30:00", "Europe/Paris", date(2025, 10, 27)),
            # leap day and year's end
            ("2024-02-28 23:30:00", "Europe/Paris", date(2024, 3, 1)),
            ("2024-12-31 23:30:00", "Europe/Paris", date(2025, 1, 2)),
            ("2025-06-15 03:00:00", "America/Martinique", date(2025, 6, 15)),
            ("2025-06-15 20:00:00", "Pacific/Noumea", date(2025, 6, 17)),
        ]:
            with self.subTest(at=server_time, zone=zone), freeze_time(server_time):
                self.volunteer_user.tz = zone
                for day, refused in [
                    (first_refused - timedelta(1), False),
                    (first_refused, True),
                ]:
                    refusal = self._find_refusal(
                        self._declare_through_rpc,
                        {"name": "Desk", "date": day.isoformat(), "hours": 1},
                    )
                    self.assertEqual(bool(refusal), refused, day)

    @freeze_time("2025-06-15 22:30:00")
    def test_a_forged_time_zone_does_not_bring_tomorrow(self):
        vals = {"name": "Desk", "date": "2025-06-17", "hours": 1}
        refusal = self._find_refusal(
            self._call,
            self.volunteer_user,
            self.env["volunteer.time.entry"],
            "declare",
            vals,
            context={"tz": "Pacific/Kiritimati"},
        )
        self.assertIn("06/17/2025 is still to come", refusal)

    # ------------------------------------------------------------------
    # Project, task, engagement, booked period
    # ------------------------------------------------------------------
    @freeze_time(NOW)
    def test_project_and_task(self):
        elsewhere = "This project belongs to another association."
        self._check(
            Case({"project_id": self.project.id}),
            Case({"project_id": self.everybodys_project.id}),
            Case({"project_id": self.foreign_project.id}, elsewhere),
            Case({"task_id": self.task.id}),
            Case({"project_id": self.project.id, "task_id": self.task.id}),
            Case(
                {"project_id": self.other_project.id, "task_id": self.task.id},
                "This task does not belong to that project.",
            ),
        )

    @freeze_time(NOW)
    def test_a_task_brings_its_project(self):
        entry = self._declare(task_id=self.task.id)
        self.assertEqual(entry.project_id, self.project)
        self.assertEqual(entry.company_id, self.association)

    @freeze_time(NOW)
    def test_a_task_of_another_association_is_refused_without_project_too(self):
        foreign_task = self.env["project.task"].create(
            {"name": "Private", "company_id": self.other_association.id}
        )
        self.assertEqual(
            self._find_refusal(self._declare, task_id=foreign_task.id),
            "This task belongs to another association.",
        )

    @freeze_time(NOW)
    def test_a_branch_declares_on_the_projects_of_its_association(self):
        entry = self._declare(company_id=self.branch.id, project_id=self.project.id)
        self.assertEqual(entry.company_id, self.branch)
        branch_project = self.env["project.project"].create(
            {"name": "Branch", "company_id": self.branch.id}
        )
        self.assertEqual(
            self._find_refusal(self._declare, project_id=branch_project.id),
            "This project belongs to another association.",
        )

    @freeze_time(NOW)
    def test_an_activity_of_another_association_is_refused(self):
        refusal = self._find_refusal(
            self._declare, activity_id=self.foreign_activity.id
        )
        self.assertIn("Elsewhere", refusal)

    @freeze_time(NOW)
    def test_ended_engagement(self):
        for person in (self.person, self.volunteer):
            entry = self._declare(partner_id=person.id, date=date(2025, 1, 8))
            entry.engagement_id.action_end()
        ended = (
            f"The engagement of {{person}} in {self.association.name} has ended: take "
            f"it up again before declaring time."
        )
        base = {"name": "Desk", "date": DAY, "hours": 1}
        for way, person in [
            (self._create_as_manager, self.person),
            (self._create_as_superuser, self.person),
            (self._declare_through_rpc, self.volunteer),
        ]:
            with self.subTest(way=way.__name__):
                vals = base | {
                    "partner_id": person.id,
                    "company_id": self.association.id,
                }
                self.assertEqual(
                    self._find_refusal(way, vals),
                    ended.format(person=person.display_name),
                )
        other = self._declare(partner_id=self.approver_user.partner_id.id)
        self.assertEqual(
            self._find_refusal(other.write, {"partner_id": self.person.id}),
            ended.format(person=self.person.name),
        )
        engagement = entry.engagement_id
        engagement.action_activate()
        self._declare_through_rpc(base)

    @freeze_time(NOW)
    def test_time_can_be_moved_away_from_who_has_ended(self):
        """It was declared for the wrong person, who has left since."""
        entry = self._declare()
        entry.engagement_id.action_end()
        entry.partner_id = self.volunteer
        self.assertEqual(entry.engagement_id.partner_id, self.volunteer)
        self.assertEqual(entry.engagement_id.state, "active")

    @freeze_time(NOW)
    def test_booked_period(self):
        self._set_up_books()
        self._approve(
            date=date(2025, 2, 3), partner_id=self.treasurer_user.partner_id.id
        )
        valuation = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 2, 1),
                "date_to": date(2025, 3, 31),
            }
        )
        valuation.action_post()
        sentence = (
            "{} lies in the period 02/01/2025 – 03/31/2025, which is already booked: "
            "say why this time comes so late."
        )
        self._check(
            Case({}, sentence.format("03/12/2025")),
            Case({"date": date(2025, 2, 1)}, sentence.format("02/01/2025")),
            Case({"date": date(2025, 3, 31)}, sentence.format("03/31/2025")),
            Case({"date": date(2025, 1, 31)}),
            Case({"date": date(2025, 4, 1)}),
            Case({"late_reason": "   "}, sentence.format("03/12/2025")),
            Case({"late_reason": "The sheet was lost."}),
        )
        late = self._declare(late_reason="The sheet was lost.")
        self.assertEqual(
            self._find_refusal(late.write, {"late_reason": False}),
            sentence.format("03/12/2025"),
        )
        elsewhere = self._declare(company_id=self.other_association.id)
        self.assertTrue(elsewhere)
        valuation.action_reverse()
        self._declare()

    # ------------------------------------------------------------------
    # What other software may send
    # ------------------------------------------------------------------
    @freeze_time(NOW)
    def test_nonsense_is_one_sentence(self):
        for told, label in [
            ({"hours": "a while"}, "Hours"),
            ({"hours": {"a": 1}}, "Hours"),
            ({"hours": [2]}, "Hours"),
            ({"date": "12/03/2025"}, "Date"),
            ({"date": 5}, "Date"),
            ({"headcount": "many"}, "People"),
            ({"headcount": 10**12}, "People"),
            ({"project_id": "Festival"}, "Project"),
            ({"project_id": 10**12}, "Project"),
            ({"project_id": 2**31 - 1}, "Project"),
            ({"project_id": True}, "Project"),
            ({"project_id": [self.project.id]}, "Project"),
            ({"activity_id": {"id": 1}}, "Activity"),
        ]:
            with self.subTest(told=told):
                self.assertEqual(
                    self._find_refusal(
                        self._declare_through_rpc,
                        {"name": "Desk", "date": "2025-03-12", "hours": 1} | told,
                    ),
                    f"“{label}” is not understood.",
                )

    @freeze_time(NOW)
    def test_what_cannot_be_declared_is_left_out(self):
        entries = self.env["volunteer.time.entry"]
        vals = {"name": "Desk", "date": "2025-03-12", "hours": "2.5"}
        forged = {"state": "approved", "hourly_rate": 99, "origin": "import", "x": 1}
        [entry_id] = self._call(self.volunteer_user, entries, "declare", vals | forged)
        entry = entries.browse(entry_id)
        self.assertEqual(entry.state, "submitted")
        self.assertEqual(entry.origin, "api")
        self.assertEqual(entry.hourly_rate, 0)
        self.assertEqual(entry.hours, 2.5)
        self.assertEqual(entry.partner_id, self.volunteer)
