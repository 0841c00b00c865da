from datetime import date, timedelta
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from .own_list_common import OwnListCommon

LIST = "/my/volunteering"


@tagged("post_install", "-at_install")
class TestOwnListQueries(OwnListCommon, HttpCase):
    """The page costs the same however much there is, one's own or others'."""

    def _add(self, count, associations):
        """Entries of many projects and activities, some of them of one's organisation."""
        for number in range(count):
            association = associations[number % len(associations)]
            project, activity = (
                self.env[model].create(
                    {"name": f"{model} {number}", "company_id": association.id}
                )
                for model in ("project.project", "volunteer.activity")
            )
            entry = self._draft(
                date(2025, 3, 12) - timedelta(days=20 * number),
                company_id=association.id,
                project_id=project.id,
                activity_id=activity.id,
            )
            if number % 3:
                entry.action_submit()
            if number % 3 == 2:
                entry.action_approve()
        self._represent(self.member_organisation)
        for association in associations:
            self._declare(
                partner_id=self.member_organisation.id,
                company_id=association.id,
                headcount=30,
            )

    def _count_queries_of(self, pages):
        for path in pages:
            self._count_queries(path)  # what is cached for good
        return {path: self._count_queries(path) for path in pages}

    def _count_queries(self, path):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return self.env.cr.sql_log_count - before

    def test_the_same_queries_for_five_and_for_sixty_entries(self):
        self.authenticate("vv_portal", "vv_portal")
        pages = [
            LIST,
            f"{LIST}?search=desk&year=2025&group=month",
            f"{LIST}?group=association",
            f"{LIST}?group=project",
            f"{LIST}?group=state&state=draft",
        ]
        self._add(5, self.association)
        few = self._count_queries_of(pages)
        others = [self._create_association(f"Association {n}") for n in range(3)]
        self._add(55, self.association.union(*others))
        self.assertEqual(self._count_queries_of(pages), few)

    def test_nothing_reads_the_time_of_everybody(self):
        """Whoever has little time here finds it by the index, among that of many others."""
        self._gain(project_id=self.project.id)
        self._approve()
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO volunteer_time_entry (
                name, date, hours, headcount, total_hours, partner_id, company_id,
                activity_id, state, origin)
            SELECT name, date - number %% 900, hours, headcount, hours, partner_id,
                   company_id, activity_id, 'draft', origin
              FROM volunteer_time_entry, generate_series(1, 20000) number
             WHERE partner_id = %s
            """,
            (self.person.id,),
        )
        self.env.cr.execute("ANALYZE volunteer_time_entry")
        for plan in self._explain(search="desk", year="2025", group="month"):
            self.assertIn("_person_day_idx", plan)
            self.assertNotIn("Seq Scan on volunteer_time_entry", plan)

    def _explain(self, **asked):
        """The plans of all that chooses among entries to show the page."""
        self.env.invalidate_all()
        told = []
        execute = Cursor.execute

        def listen(cursor, query, *args, **options):
            if isinstance(query, SQL):
                told.append(query)
            return execute(cursor, query, *args, **options)

        with patch.object(Cursor, "execute", listen):
            self._find(**asked)
        plans = []
        for query in told:
            if '"volunteer_time_entry"."partner_id" IN' in query.code:
                self.env.cr.execute(SQL("EXPLAIN %s", query))
                plans.append("\n".join(line for (line,) in self.env.cr.fetchall()))
        # The totals, the projects, the count, the page and the sums of its groups.
        self.assertEqual(len(plans), 5)
        return plans
