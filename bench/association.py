"""The association that is measured: its people, projects, rule, and as many entries as asked.

Each Odoo process of the benchmark works here, inside Odoo's own environment.
"""

import contextlib

import odoo
from odoo.orm.registry import Registry
from odoo.tools import SQL

from comparison import Clock

PEOPLE, PROJECTS, TASKS = 500, 20, 100
# A person with an account, whose own list is looked at.
MEMBER, MEMBER_ENTRIES = "bench_member", 200


def start_odoo():
    """Let this process use Odoo, with the settings that its environment tells."""
    odoo.tools.config.parse_config(["--no-http", "--log-level=error"])


def describe_entries(env, count, year):
    """Values of ``count`` entries of many people, projects and days."""
    people = env["res.partner"].search([("name", "=like", "Person %")]).ids
    projects = env["project.project"].search([("name", "=like", "Project %")]).ids
    activity = env.ref("volunteer_valuation.activity_events")
    days = [
        odoo.fields.Date.add(odoo.fields.Date.to_date(f"{year}-01-01"), days=day)
        for day in range(365)
    ]
    return [
        {
            "name": "Welcome desk",
            "date": days[number // len(people) % 365],
            "hours": 1.5,
            "partner_id": people[number % len(people)],
            "project_id": projects[number % len(projects)],
            "activity_id": activity.id,
        }
        for number in range(count)
    ]


class Association:
    """One database of the benchmark and what was prepared in it."""

    def __init__(self, database):
        self.database = database
        self.registry = Registry(database)

    @contextlib.contextmanager
    def transaction(self, login=None):
        """Yield an environment whose work is taken back."""
        with self.registry.cursor() as cursor:
            env = odoo.api.Environment(cursor, odoo.SUPERUSER_ID, {})
            if login:
                env = env(user=env["res.users"].search([("login", "=", login)]))
            yield env
            cursor.rollback()

    def time(self, work, login=None):
        """Seconds that ``work(env, clock)`` spends inside its clock, flush included."""
        clock = Clock()
        with self.transaction(login) as env:
            work(env, clock)
        return clock.seconds

    def prepare(self):
        """Create people, projects and tasks for us, employees for the timesheets."""
        with self.registry.cursor() as cursor:
            env = odoo.api.Environment(cursor, odoo.SUPERUSER_ID, {})
            company = env.company
            company.volunteer_approval = "none"
            people = env["res.partner"].create(
                [{"name": f"Person {number:03}"} for number in range(PEOPLE)]
            )
            env["volunteer.engagement"].create(
                [
                    {"partner_id": person.id, "company_id": company.id}
                    for person in people
                ]
            )
            env["hr.employee"].create(
                [
                    {"name": f"Employee {number:03}", "hourly_cost": 12}
                    for number in range(PEOPLE)
                ]
            )
            projects = env["project.project"].create(
                [{"name": f"Project {number:02}"} for number in range(PROJECTS)]
            )
            env["project.task"].create(
                [
                    {
                        "name": f"Task {number}",
                        "project_id": projects[number % PROJECTS].id,
                    }
                    for number in range(TASKS)
                ]
            )
            env["volunteer.level"].create({"name": "Bench level"})
            env["volunteer.valuation.rule"].create(
                {
                    "name": "SMIC × 1",
                    "method": "reference",
                    "reference_id": env.ref("volunteer_valuation.smic").id,
                }
            )
            member = env["res.users"].create(
                {
                    "name": "Bench Member",
                    "login": MEMBER,
                    "password": MEMBER,
                    "group_ids": [
                        odoo.fields.Command.set(
                            [
                                env.ref("base.group_user").id,
                            ]
                        )
                    ],
                }
            )
            env["volunteer.time.entry"]._declare(
                [
                    entry | {"partner_id": member.partner_id.id}
                    for entry in describe_entries(env, MEMBER_ENTRIES * PEOPLE, 2024)[
                        ::PEOPLE
                    ]
                ],
                origin="import",
            )
            env.ref("base.user_admin").write(
                {
                    "password": "admin",
                    "group_ids": [
                        odoo.fields.Command.link(
                            env.ref("volunteer_valuation.group_volunteer_treasurer").id
                        ),
                        odoo.fields.Command.link(
                            env.ref("volunteer_valuation.group_volunteer_manager").id
                        ),
                    ],
                }
            )
            cursor.commit()

    def fill(self, rows):
        """Add ``rows`` approved entries of 2025, as approval would have left them."""
        with self.transaction() as env:
            sample = env["volunteer.time.entry"]._declare(
                describe_entries(env, 1, 2025), origin="import"
            )
            env.flush_all()
            engagements = env["volunteer.engagement"].search(
                [("partner_id.name", "=like", "Person %")]
            )
            projects = env["project.project"].search([("name", "=like", "Project %")])
            env.cr.execute(
                SQL(
                    """
                    INSERT INTO volunteer_time_entry (
                        name, date, hours, headcount, total_hours, distance, partner_id,
                        engagement_id, project_id, activity_id, company_id, state, origin,
                        approved_on, rule_id, hourly_rate, amount,
                        create_uid, create_date, write_uid, write_date)
                    SELECT 'Welcome desk ' || number, date '2025-01-01' + number %% 365,
                           given.hours, 1, given.hours, 0,
                           (%(people)s)[1 + number %% cardinality(%(people)s)],
                           (%(engagements)s)[1 + number %% cardinality(%(engagements)s)],
                           (%(projects)s)[1 + number %% cardinality(%(projects)s)],
                           activity_id, company_id, state, origin, approved_on, rule_id,
                           hourly_rate, round((given.hours * hourly_rate)::numeric, 2),
                           create_uid, create_date, write_uid, write_date
                      FROM volunteer_time_entry sample,
                           generate_series(1, %(rows)s) number,
                           LATERAL (SELECT 0.25 * (1 + number %% 16) AS hours) given
                     WHERE sample.id = %(sample)s
                    """,
                    rows=rows,
                    sample=sample.id,
                    people=engagements.partner_id.ids,
                    engagements=engagements.ids,
                    projects=projects.ids,
                )
            )
            env.cr.execute(
                SQL("DELETE FROM volunteer_time_entry WHERE id = %s", sample.id)
            )
            env.cr.commit()
        self.vacuum()

    def vacuum(self):
        """Clear what was taken back, so that no run pays for the one before."""
        with self.registry.cursor() as cursor:
            cursor._cnx.autocommit = True
            cursor.execute("VACUUM ANALYZE volunteer_time_entry")
