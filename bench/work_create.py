"""Creating time, matched, checked and valued, beside Odoo's own timesheet lines."""

from association import describe_entries
from comparison import at_least, compare

ENTRIES = 10_000


def measure(association, rounds):
    """In one call; approved at once, since the association trusts."""
    return compare(
        f"create {ENTRIES:,} entries in one call, matched, checked, valued",
        lambda: association.time(_create_entries),
        "timesheet lines",
        lambda: association.time(_create_timesheets),
        at_least(3),
        rounds,
    )


def _create_entries(env, clock):
    values = describe_entries(env, ENTRIES, 2024)
    with clock:
        entries = env["volunteer.time.entry"]._declare(values, origin="api")
        env.flush_all()
    assert len(entries) == ENTRIES
    assert all(entry.state == "approved" and entry.amount for entry in entries)


def _create_timesheets(env, clock):
    employees = env["hr.employee"].search([("name", "=like", "Employee %")]).ids
    tasks = env["project.task"].search([("name", "=like", "Task %")])
    values = [
        {
            "name": entry["name"],
            "date": entry["date"],
            "unit_amount": entry["hours"],
            "employee_id": employees[number % len(employees)],
            "task_id": tasks[number % len(tasks)].id,
            "project_id": tasks[number % len(tasks)].project_id.id,
        }
        for number, entry in enumerate(describe_entries(env, ENTRIES, 2024))
    ]
    with clock:
        lines = env["account.analytic.line"].create(values)
        env.flush_all()
    assert len(lines) == ENTRIES
    assert all(line.amount for line in lines)
