"""Booking a year, beside the bare SQL that claims, adds up, posts and lists the same."""

from odoo.tools import SQL

from comparison import compare, within

PERIOD = {"date_from": "2025-01-01", "date_to": "2025-12-31"}


def measure(association, rows, rounds):
    """One booking with its journal entry and the auditor's detail of every entry."""

    def ours():
        association.vacuum()
        return association.time(lambda env, clock: _book(env, clock, rows))

    def peer():
        association.vacuum()
        return association.time(lambda env, clock: _book_in_sql(env, clock, rows))

    return compare(
        f"book {rows:,} approved entries", ours, "bare SQL", peer, within(3), rounds
    )


def _book(env, clock, rows):
    valuation = env["volunteer.valuation"].create(PERIOD)
    with clock:
        valuation.action_post()
        env.flush_all()
    assert sum(valuation.line_ids.mapped("entry_count")) == rows
    assert valuation.move_id.state == "posted" and valuation.detail_attachment_id


def _book_in_sql(env, clock, rows):
    """The same rows end up the same; no check, no right, no sequence, no workbook format."""
    valuation = env["volunteer.valuation"].create(PERIOD)
    nature = env.ref("volunteer_valuation.nature_volunteering")
    debit, credit = nature._get_accounts(env.company)
    journal = env.company._get_volunteer_journal()
    env.flush_all()
    with clock:
        env.cr.execute(
            SQL(
                """
                UPDATE volunteer_time_entry
                   SET valuation_id = %s, write_date = now() AT TIME ZONE 'UTC'
                 WHERE company_id = %s AND date BETWEEN %s AND %s AND state = 'approved'
                   AND rule_id IS NOT NULL AND valuation_id IS NULL
                """,
                valuation.id,
                env.company.id,
                *PERIOD.values(),
            )
        )
        assert env.cr.rowcount == rows
        env.cr.execute(
            SQL(
                """
                WITH line AS (
                    INSERT INTO volunteer_valuation_line (
                        valuation_id, nature_id, project_id, destination, hours, amount,
                        entry_count)
                    SELECT %(valuation)s, %(nature)s, entry.project_id,
                           activity.destination, SUM(entry.total_hours),
                           SUM(entry.amount), COUNT(*)
                      FROM volunteer_time_entry entry
                      JOIN volunteer_activity activity ON activity.id = entry.activity_id
                     WHERE entry.valuation_id = %(valuation)s
                  GROUP BY entry.project_id, activity.destination
                 RETURNING amount, project_id),
                move AS (
                    INSERT INTO account_move (
                        name, state, move_type, date, journal_id, company_id, currency_id,
                        auto_post)
                    VALUES ('BENCH', 'posted', 'entry', %(day)s, %(journal)s, %(company)s,
                            %(currency)s, 'no')
                 RETURNING id)
                INSERT INTO account_move_line (
                    move_id, account_id, debit, credit, balance, company_id, currency_id,
                    journal_id, date, display_type)
                SELECT move.id, side.account, amount * side.is_debit,
                       amount * (1 - side.is_debit), amount * (2 * side.is_debit - 1),
                       %(company)s, %(currency)s, %(journal)s, %(day)s, 'product'
                  FROM line, move,
                       (VALUES (%(debit)s, 1), (%(credit)s, 0)) side (account, is_debit)
                """,
                valuation=valuation.id,
                nature=nature.id,
                day=PERIOD["date_to"],
                journal=journal.id,
                company=env.company.id,
                currency=env.company.currency_id.id,
                debit=debit.id,
                credit=credit.id,
            )
        )
        with open("/dev/null", "w") as nowhere:
            env.cr._obj.copy_expert(
                """
                COPY (SELECT entry.id, entry.date, entry.date_end, person.name, entry.name,
                             activity.name, level.name, project.name, entry.hours,
                             entry.headcount, entry.total_hours, entry.is_estimate,
                             rule.name, entry.hourly_rate, entry.amount
                        FROM volunteer_time_entry entry
                   LEFT JOIN res_partner person ON person.id = entry.partner_id
                   LEFT JOIN volunteer_activity activity ON activity.id = entry.activity_id
                   LEFT JOIN volunteer_level level ON level.id = entry.level_id
                   LEFT JOIN project_project project ON project.id = entry.project_id
                   LEFT JOIN volunteer_valuation_rule rule ON rule.id = entry.rule_id
                       WHERE entry.valuation_id = """
                + str(int(valuation.id))
                + """ ORDER BY entry.id) TO STDOUT
                """,
                nowhere,
            )
