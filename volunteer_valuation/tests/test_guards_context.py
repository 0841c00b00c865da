from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .guards_common import DAY, NOW, Case, GuardsCommon


@tagged("post_install", "-at_install")
class TestGuardsContext(GuardsCommon):
    """When, on which project, under which engagement, in which period."""

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
    def test_today_without_a_time_zone_is_that_of_the_association(self):
        """Portal users seldom have one: it is half past midnight in Brussels."""
        self.volunteer_user.tz = False
        place = self.association.partner_id
        vals = {"name": "Desk", "date": "2025-06-16", "hours": 1}
        for zone, country, is_refused in [
            (False, "base.be", False),
            ("America/Martinique", "base.be", True),
            # There are several in that country: nobody knows which.
            (False, "base.us", True),
            (False, False, True),
        ]:
            with self.subTest(zone=zone, country=country):
                place.tz = zone
                place.country_id = country and self.env.ref(country)
                refusal = self._find_refusal(self._declare_through_rpc, vals)
                self.assertEqual(bool(refusal), is_refused, refusal)

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

    @freeze_time(NOW)
    def test_a_draft_is_looked_at_again_when_it_is_submitted(self):
        self._set_up_books()
        self._approve(
            date=date(2025, 2, 3), partner_id=self.treasurer_user.partner_id.id
        )
        draft = self._declare(date=date(2025, 2, 4))
        self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 2, 1),
                "date_to": date(2025, 2, 28),
            }
        ).action_post()
        self.assertIn("already booked", self._find_refusal(draft.action_submit))
        draft.late_reason = "Noted on paper."
        draft.engagement_id.action_end()
        self.assertIn("has ended", self._find_refusal(draft.action_submit))
        draft.engagement_id.action_activate()
        draft.action_submit()
        self.assertEqual(draft.state, "submitted")

    # ------------------------------------------------------------------
    # What was done
    # ------------------------------------------------------------------
    @freeze_time(NOW)
    def test_activity_day_and_duration_are_enough(self):
        entries = self.env["volunteer.time.entry"]
        told = {"activity_id": self.activity.id, "date": "2025-03-12", "hours": 1}
        for name in ({}, {"name": ""}, {"name": False}):
            with self.subTest(name=name):
                self.assertEqual(entries.create(told | name).name, "Reception")
        [entry_id] = self._call(self.volunteer_user, entries, "declare", told)
        self.assertEqual(entries.browse(entry_id).name, "Reception")

    @freeze_time(NOW)
    def test_nothing_told_is_one_sentence(self):
        sentence = "Tell in a few words what was done, or choose an activity."
        told = {"date": "2025-03-12", "hours": 1}
        entries = self.env["volunteer.time.entry"]
        for name in ({}, {"name": ""}, {"name": "  "}):
            with self.subTest(name=name):
                self.assertEqual(
                    self._find_refusal(entries.create, told | name), sentence
                )
        self.assertEqual(
            self._find_refusal(self._declare_through_rpc, dict(told)), sentence
        )
        self.assertEqual(
            self._find_refusal(self._declare().write, {"name": ""}), sentence
        )

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
