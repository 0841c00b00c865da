from datetime import date
from itertools import product

from odoo import models
from odoo.tests import tagged

from .common import VolunteerCommon

AGGREGATES = ["total_hours:sum", "amount:sum", "__count"]


@tagged("post_install", "-at_install")
class TestReportOrder(VolunteerCommon):
    """Groups come in the order in which Odoo itself would bring them, and as cheaply as may be."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The last one created comes first, and one has neither project nor activity.
        projects = cls.project.create(
            [
                {"name": name, "sequence": sequence, "company_id": cls.association.id}
                for name, sequence in (("Zebra", 30), ("Ant", 20), ("Yak", 10))
            ]
        )
        for project, activity, month in product(
            [cls.project.browse(), *projects],
            [cls.activity.browse(), cls.board, cls.activity],
            [9, 3],
        ):
            cls._approve(
                project_id=project.id,
                activity_id=activity.id,
                date=date(2025, month, 4),
                is_estimate=month == 3,
            )
        cls.report = cls.env(user=cls.manager_user)["volunteer.time.report"]
        cls.domain = [("company_id", "=", cls.association.id)]

    def assert_same(self, ours, theirs):
        # Odoo leaves the order of equal keys open, so all is told.
        self.assertEqual(ours, theirs)
        self.assertTrue(ours)

    def test_the_pivot_is_in_the_order_that_odoo_gives(self):
        sets = [[], ["date:year"], ["project_id"], ["date:month", "project_id"]]
        order = "date:year, project_id, date:month"
        self.assert_same(
            self.report._read_grouping_sets(self.domain, sets, AGGREGATES, order),
            models.BaseModel._read_grouping_sets(
                self.report, self.domain, sets, AGGREGATES, order
            ),
        )

    def test_one_group_is_in_the_order_that_odoo_gives(self):
        for groupby in (
            ["project_id"],
            ["activity_id", "project_id"],
            ["is_estimate", "date:month"],
            ["state", "destination"],
            ["date:day_of_week"],
            [],
        ):
            with self.subTest(groupby=groupby):
                order = ", ".join(groupby) or None
                self.assert_same(
                    self.report._read_group(
                        self.domain, groupby, AGGREGATES, order=order
                    ),
                    models.BaseModel._read_group(
                        self.report, self.domain, groupby, AGGREGATES, order=order
                    ),
                )

    def test_another_order_and_a_page_are_left_to_odoo(self):
        for options in (
            {"order": "project_id DESC"},
            {"order": "project_id", "limit": 2},
        ):
            with self.subTest(options=options):
                self.assert_same(
                    self.report._read_group(
                        self.domain, ["project_id"], AGGREGATES, **options
                    ),
                    models.BaseModel._read_group(
                        self.report, self.domain, ["project_id"], AGGREGATES, **options
                    ),
                )

    def test_nothing_to_group_is_no_error(self):
        nothing = [("company_id", "=", 0)]
        self.assertEqual(
            self.report._read_group(
                nothing, ["project_id"], AGGREGATES, order="project_id"
            ),
            [],
        )
