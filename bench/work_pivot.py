"""The pivot by year and project, beside the bare SQL."""

from odoo.tools import SQL

from comparison import compare, within


def measure(association, rows, rounds):
    """What the web client asks for as the manager opens it, rights and order included."""
    return compare(
        f"pivot by year and project over {rows:,} entries",
        lambda: association.time(_pivot, login="admin"),
        "bare SQL",
        lambda: association.time(_group_in_sql, login="admin"),
        within(1.5),
        rounds,
    )


def _pivot(env, clock):
    report = env["volunteer.time.report"]
    with clock:
        totals, *_rest, groups = report.formatted_read_grouping_sets(
            [],
            [[], ["date:year"], ["project_id"], ["date:year", "project_id"]],
            ["total_hours:sum", "amount:sum", "__count"],
        )
    assert totals[0]["__count"] == sum(group["__count"] for group in groups) > 0


def _group_in_sql(env, clock):
    with clock:
        rows = env.execute_query(
            SQL(
                """
                SELECT date_trunc('year', date), project_id, SUM(total_hours),
                       SUM(amount), COUNT(*)
                  FROM volunteer_time_entry
                 WHERE company_id = ANY(%s)
              GROUP BY GROUPING SETS ((), (1), (2), (1, 2))
              ORDER BY 1, 2
                """,
                env.companies.ids,
            )
        )
    assert len(rows) > 1
