from datetime import date

from odoo.tests import tagged

from .common import VolunteerCommon

COLUMNS = {
    name: {"fields": {"display_name": {}}} if name.endswith("_id") else {}
    for name in (
        "name",
        "date",
        "hours",
        "total_hours",
        "amount",
        "state",
        "partner_id",
        "project_id",
        "activity_id",
        "level_id",
        "unvalued_reason",
        "is_own",
    )
}


@tagged("post_install", "-at_install")
class TestConstantQueries(VolunteerCommon):
    """A hundred entries cost as many queries as ten."""

    def _count(self, function, *args, **kwargs):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = function(*args, **kwargs)
        self.env.flush_all()
        return result, self.env.cr.sql_log_count - before

    def _create(self, count, **values):
        people = self.env["res.partner"].create(
            [{"name": f"Person {number}"} for number in range(count)]
        )
        return self._count(
            self._call,
            self.manager_user,
            self.env["volunteer.time.entry"],
            "create",
            [
                {
                    "name": "Desk",
                    "date": date(2025, 3, 12),
                    "hours": 1,
                    "partner_id": person.id,
                    "company_id": self.association.id,
                    "project_id": self.project.id,
                    "activity_id": self.activity.id,
                }
                | values
                for person in people
            ],
        )

    def _check(self, few, many, name):
        self.assertLessEqual(many, few + 2, f"{name}: {few} for 10, {many} for 100")

    def _measure(self, count, **values):
        costs = {}
        entries = self.env["volunteer.time.entry"]
        ids, costs["create"] = self._create(count, **values)
        entries = entries.browse(ids)
        for method in ("action_submit", "action_approve", "action_revalue"):
            user = (
                self.treasurer_user if method == "action_revalue" else self.manager_user
            )
            _result, costs[method] = self._count(self._call, user, entries, method)
        self.assertEqual(set(entries.mapped("state")), {"approved"})
        _result, costs["list"] = self._count(
            self._call,
            self.manager_user,
            entries,
            "web_search_read",
            [("id", "in", ids)],
            COLUMNS,
        )
        _result, costs["change"] = self._count(
            self._call, self.manager_user, entries, "write", {"hours": 2}
        )
        _result, costs["refuse"] = self._count(
            self._call, self.manager_user, entries, "action_refuse", "No"
        )
        _result, costs["delete"] = self._count(
            self._call, self.manager_user, entries, "unlink"
        )
        return costs

    def test_life_of_entries(self):
        self._measure(1)  # what is cached for good
        few, many = self._measure(10), self._measure(100)
        for name, count in few.items():
            with self.subTest(name=name):
                self._check(count, many[name], name)

    def test_what_is_not_valued_says_why_at_the_same_cost(self):
        self.rule.action_archive()
        self._measure(1)
        few, many = self._measure(10), self._measure(100)
        for name in ("action_approve", "list"):
            with self.subTest(name=name):
                self._check(few[name], many[name], name)
