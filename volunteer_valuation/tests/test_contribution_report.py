import json
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .rights_common import RightsCommon

REPORTS = ("volunteer.contribution.report", "volunteer.time.report")
SUMS = ["volunteer_hours:sum", "lent_hours:sum", "amount:sum", "__count"]


@tagged("post_install", "-at_install")
class TestContributionReport(RightsCommon):
    """The overview adds up time and contributions in kind, and knows no people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("volunteer_valuation.dashboard_volunteering")
        cls.volunteering = cls.env.ref("volunteer_valuation.nature_volunteering")
        cls.premises = cls.env.ref("volunteer_valuation.nature_use_of_goods")
        cls.services = cls.env.ref("volunteer_valuation.nature_services")
        cls._approve(hours=2.5, project_id=cls.project.id)
        cls._approve(hours=1, date=date(2025, 4, 1), activity_id=cls.board.id)
        cls._declare(hours=8)
        cls.room = cls._give(amount=300, project_id=cls.project.id)
        cls.skills = cls._give(
            nature_id=cls.services.id, amount=450.5, hours=10, is_certified=True
        )
        cls.draft = cls._give(amount=1000)
        # Approval itself is tested elsewhere: only what is approved matters here.
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE volunteer_inkind_contribution SET state = 'approved' WHERE id IN %s",
            [tuple((cls.room | cls.skills).ids)],
        )
        cls.env.invalidate_all()

    @classmethod
    def _give(cls, **values):
        return cls.env["volunteer.inkind.contribution"].create(
            {
                "name": "Room of the town hall",
                "date": date(2025, 3, 12),
                "company_id": cls.association.id,
                "partner_id": cls.member_organisation.id,
                "nature_id": cls.premises.id,
            }
            | values
        )

    def _sum(self, user, groupby=(), domain=()):
        report = self.env(user=user)["volunteer.contribution.report"]
        return report._read_group(
            [("company_id", "=", self.association.id), *domain],
            groupby,
            SUMS,
            order=", ".join(groupby) or None,
        )

    def test_time_and_contributions_add_up(self):
        self.assertEqual(
            self._sum(self.treasurer_user, ["nature_id"]),
            [
                (self.volunteering, 3.5, 0.0, 62.5, 2),
                (self.services, 0.0, 10.0, 450.5, 1),
                (self.premises, 0.0, 0.0, 300.0, 1),
            ],
        )

    def test_it_tells_projects_months_and_destinations(self):
        by_project = self._sum(self.treasurer_user, ["project_id"])
        self.assertEqual(
            [(project.name, amount) for project, _h, _l, amount, _c in by_project],
            [("Repair Café", 362.5), (False, 450.5)],
        )
        by_month = self._sum(self.treasurer_user, ["date:month"])
        self.assertEqual(
            [(month.month, hours) for month, hours, *_ in by_month], [(3, 2.5), (4, 1)]
        )
        by_destination = self._sum(self.treasurer_user, ["destination"])
        self.assertEqual(
            {name: amount for name, _h, _l, amount, _c in by_destination},
            {"missions": 813.0, "operation": 0.0},
        )

    def test_what_is_not_certified_is_estimated(self):
        estimated = self._sum(self.treasurer_user, domain=[("is_estimate", "=", True)])
        self.assertEqual(estimated, [(0.0, 0.0, 300.0, 1)])

    def test_managers_see_what_waits_and_treasurers_what_is_approved(self):
        [(hours, _lent, amount, count)] = self._sum(self.manager_user)
        self.assertEqual((hours, amount, count), (11.5, 1813.0, 6))
        [(hours, _lent, amount, count)] = self._sum(self.treasurer_user)
        self.assertEqual((hours, amount, count), (3.5, 813.0, 4))

    def test_entries_and_contributions_of_one_number_stay_apart(self):
        report = self.env(user=self.manager_user)["volunteer.contribution.report"]
        rows = report.search([("company_id", "=", self.association.id)])
        self.assertEqual(len(rows), 6)
        self.assertIn(-self.room.id, rows.ids)
        self.assertEqual(rows.browse(-self.room.id).amount, 300)

    def test_what_is_booked_is_told(self):
        self._set_up_books()
        self._approve(hours=4, date=date(2025, 6, 2))
        booking = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 6, 1),
                "date_to": date(2025, 6, 30),
            }
        )
        booking.with_user(self.treasurer_user).action_post()
        [(hours, _lent, amount, _count)] = self._sum(
            self.treasurer_user, domain=[("is_booked", "=", True)]
        )
        self.assertEqual((hours, amount), (4, 100.0))

    # ------------------------------------------------------------------
    # Nobody is compared
    # ------------------------------------------------------------------
    def test_reports_know_no_people(self):
        """No field names who gave or decided, so no graph or pivot can rank them."""
        for model in REPORTS:
            for name, field in self.env[model]._fields.items():
                with self.subTest(model=model, field=name):
                    self.assertNotEqual(field.comodel_name, "res.users")
                    self.assertNotEqual(field.comodel_name, "volunteer.engagement")
                    if field.comodel_name == "res.partner":
                        # A branch or member organisation, never the volunteer.
                        self.assertEqual(name, "structure_id")

    def test_people_cannot_be_asked_for_either(self):
        for model in REPORTS:
            report = self.env[model]
            for name in ("partner_id", "engagement_id", "create_uid", "approved_by_id"):
                with self.subTest(model=model, name=name):
                    with self.assertRaises(ValueError):
                        report._read_group([], [name], ["__count"])
                    with self.assertRaises(ValueError):
                        report.search([(name, "=", self.person.id)])

    def test_what_names_people_is_listed_never_charted(self):
        """Time names who gave it, contributions their donor: reports tell neither."""
        views = self.env["ir.ui.view"].search(
            [
                (
                    "model",
                    "in",
                    ("volunteer.time.entry", "volunteer.inkind.contribution"),
                ),
                ("type", "in", ("graph", "pivot")),
            ]
        )
        self.assertFalse(views)
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "=", "volunteer.time.entry")]
        )
        for action in actions:
            self.assertNotRegex(action.view_mode, "graph|pivot")

    def test_the_dashboard_tells_the_same(self):
        """Its charts and figures read these reports, by fields that they have."""
        snapshot = json.loads(self.dashboard.spreadsheet_data)
        charts = [
            figure["data"]
            for sheet in snapshot["sheets"]
            for figure in sheet["figures"]
            if figure["data"]["type"] != "scorecard"
        ]
        asked = {
            (chart["metaData"]["resModel"], spec.partition(":")[0])
            for chart in charts
            for spec in (
                chart["metaData"]["measure"],
                *chart["metaData"]["groupBy"],
                *(name for name, *_rest in chart["searchParams"]["domain"]),
            )
        }
        for pivot in snapshot["pivots"].values():
            self.assertFalse(pivot["rows"] + pivot["columns"])
            names = [measure["fieldName"] for measure in pivot["measures"]]
            names += [name for name, *_rest in pivot["domain"]]
            asked |= {(pivot["model"], name) for name in names}
        self.assertGreaterEqual(
            asked,
            {
                ("volunteer.contribution.report", "nature_id"),
                ("volunteer.time.report", "activity_id"),
                ("volunteer.time.report", "project_id"),
            },
        )
        for model, name in asked:
            with self.subTest(model=model, field=name):
                self.assertIn(model, REPORTS)
                self.assertIn(name, self.env[model]._fields)
                self.assertNotEqual(self.env[model][name], self.env["res.partner"])
        for menu in snapshot["chartOdooMenusReferences"].values():
            self.assertTrue(self.env.ref(menu).action)

    # ------------------------------------------------------------------
    # Who may see it
    # ------------------------------------------------------------------
    def test_only_managers_and_treasurers_read_it(self):
        for model in REPORTS:
            for user in (
                self.volunteer_user,
                self.approver_user,
                self.stranger_user,
                self.portal_user,
                self.public_user,
            ):
                self.assertRefused(
                    user,
                    self.env[model],
                    "formatted_read_group",
                    [],
                    ["project_id"],
                    ["__count"],
                    error=AccessError,
                )

    def test_only_they_see_the_dashboard(self):
        for user in (self.manager_user, self.treasurer_user):
            self.assertTrue(self._sees_dashboard(user), user.name)
        for user in (self.volunteer_user, self.approver_user, self.stranger_user):
            self.assertFalse(self._sees_dashboard(user), user.name)

    def _sees_dashboard(self, user):
        dashboards = self.env(user=user)["spreadsheet.dashboard"]
        return dashboards.search([("id", "=", self.dashboard.id)])

    def test_each_sees_their_own_association_only(self):
        for user in (self.other_manager, self.other_treasurer):
            for model in REPORTS:
                with self.subTest(user=user.name, model=model):
                    seen = self._call(
                        user,
                        self.env[model],
                        "formatted_read_group",
                        [],
                        [],
                        ["__count"],
                    )
                    self.assertEqual(seen[0]["__count"], 0)

    # ------------------------------------------------------------------
    # The screens
    # ------------------------------------------------------------------
    def test_every_screen_of_reports_opens(self):
        for name in (
            "action_volunteer_contribution_report",
            "action_volunteer_inkind_report",
            "action_volunteer_time_report",
        ):
            action = self.env.ref(f"volunteer_valuation.{name}")
            views = [(False, kind) for kind in action.view_mode.split(",")]
            shown = self._call(
                self.treasurer_user,
                self.env[action.res_model],
                "get_views",
                [*views, (False, "search")],
            )
            self.assertEqual(set(shown["views"]), {"graph", "pivot", "list", "search"})

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._call(
                self.manager_user,
                self.env["volunteer.contribution.report"],
                "formatted_read_grouping_sets",
                [],
                [[], ["nature_id"], ["project_id"], ["nature_id", "project_id"]],
                SUMS,
            )
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(20):
            project = self.project.copy({"name": f"Project {number}"})
            self._approve(project_id=project.id, hours=0.1)
            self._give(amount=number, project_id=project.id)
        count()  # Odoo forgot what it knew of rights when projects were copied.
        self.assertEqual(count(), few)
