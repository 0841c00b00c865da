"""The figures of a year and of the one before, beside the bare SQL that adds them up."""

from odoo.tools import SQL

from comparison import compare, within

YEAR = ("2025-01-01", "2025-12-31")
BEFORE = ("2024-01-01", "2024-12-31")


def measure(association, rows, rounds):
    """What the treasurer's screen, PDF and workbook read."""
    return compare(
        f"statement of a year of {rows:,} entries",
        lambda: association.time(_compute_statement, login="admin"),
        "bare SQL",
        lambda: association.time(_add_up_in_sql, login="admin"),
        within(2),
        rounds,
    )


def _compute_statement(env, clock):
    with clock:
        statement = env["volunteer.statement"].compute_statement(env.company.ids, *YEAR)
    assert statement["hours"] and statement["amount"] and statement["people"]


def _add_up_in_sql(env, clock):
    """The same sums, shared out alike, and the people; no name, no right, no late time."""
    with clock:
        for period in (YEAR, BEFORE):
            env.execute_query(
                SQL(
                    """
                    SELECT project_id, activity_id, destination, entry.level_id, status_id,
                           structure_id, SUM(total_hours),
                           SUM(total_hours) FILTER (WHERE rule_id IS NOT NULL),
                           SUM(total_hours) FILTER (WHERE is_estimate), SUM(amount),
                           SUM(amount) FILTER (WHERE valuation_id IS NOT NULL)
                      FROM volunteer_time_entry entry
                 LEFT JOIN volunteer_activity activity ON activity.id = activity_id
                     WHERE entry.company_id = %s AND date BETWEEN %s AND %s
                       AND state = 'approved'
                  GROUP BY GROUPING SETS ((), (1), (2), (3), (4), (5), (6))
                    """,
                    env.company.id,
                    *period,
                )
            )
            env.execute_query(
                SQL(
                    """
                    SELECT COUNT(DISTINCT partner_id)
                      FROM volunteer_time_entry
                     WHERE company_id = %s AND date BETWEEN %s AND %s
                       AND state = 'approved'
                    """,
                    env.company.id,
                    *period,
                )
            )
