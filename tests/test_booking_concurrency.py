"""Booked exactly once: two at the same moment, a second click, a server that dies.

What runs beside each other is held up by a lock that the test itself takes in the database,
so that both are under way for certain; nothing depends on how fast the machine is.
"""

import concurrent.futures
import contextlib
import time

import psycopg2
import pytest

import conftest
import database_server
import odoo_command
import test_databases
from client import Client, Refused

ENTRIES = 30
HOURS = 1.5
RATE = 20.0
CONTRIBUTIONS = 5
AMOUNT = 40.0
# Every test has a year of its own in one database, which is dear to make.
YEARS = range(2015, 2025)
SECONDS_TO_WAIT = 60

SET_UP = f"""
from odoo.fields import Command
company = env.ref("base.main_company")
groups = env.ref("volunteer_valuation.group_volunteer_treasurer")
for login in ("first_treasurer", "second_treasurer"):
    env["res.users"].create({{
        "name": login, "login": login, "password": login,
        "group_ids": [Command.set(groups.ids)],
    }})
manager = env["res.users"].create({{
    "name": "a_manager", "login": "a_manager", "password": "a_manager",
    "group_ids": [Command.set(
        env.ref("volunteer_valuation.group_volunteer_manager").ids)],
}})
rule = env["volunteer.valuation.rule"].create(
    {{"name": "Flat", "amount": {RATE}, "company_id": company.id}})
entries = env["volunteer.time.entry"].create([
    {{"name": f"Entry {{i}}", "date": f"{{year}}-03-12", "hours": {HOURS},
      "partner_id": False, "company_id": company.id}}
    for year in range({YEARS.start}, {YEARS.stop})
    for i in range({ENTRIES})
])
entries.action_submit()
entries.action_approve()
contributions = env["volunteer.inkind.contribution"].create([
    {{"name": f"Contribution {{i}}", "date": f"{{year}}-04-02", "amount": {AMOUNT},
      "nature_id": env.ref("volunteer_valuation.nature_goods").id,
      "company_id": company.id}}
    for year in range({YEARS.start}, {YEARS.stop})
    for i in range({CONTRIBUTIONS})
])
contributions.action_submit()
contributions.action_approve()
env["res.partner"].create({{"name": "A busy person"}})
env.cr.commit()
"""


def draft_booking(client, year):
    [booking] = client.call(
        "volunteer.valuation",
        "create",
        [{"date_from": f"{year}-01-01", "date_to": f"{year}-12-31"}],
    )
    return booking


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A database with treasurers, and approved time and contributions of each year."""
    odoo_command.prepare()
    database_server.use("tests")
    with test_databases.copy_of_template(demo=False) as name:
        folder = tmp_path_factory.mktemp("set_up")
        conftest.Server(None, name, folder / "server.log", None).shell(SET_UP)
        yield name


@pytest.fixture(scope="module")
def years():
    """Years that no test has used yet."""
    return iter(YEARS)


@pytest.fixture
def books(database, years, tmp_path):
    """A server on that database, a year to book, and a line into the database."""
    with (
        conftest.serving(database, tmp_path) as server,
        contextlib.closing(psycopg2.connect(dbname=database)) as line,
    ):
        line.autocommit = True
        server.year = next(years)
        server.query = lambda sql, **values: _query(
            line, sql, {"year": server.year} | values
        )
        yield server


def _query(line, sql, values):
    with line.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@contextlib.contextmanager
def held(server, statement):
    """Hold what ``statement`` locks, in a transaction beside those of the server."""
    with contextlib.closing(psycopg2.connect(dbname=server.database)) as connection:
        with connection.cursor() as cursor:
            cursor.execute(statement)
        yield
        connection.rollback()


def wait_until_waiting(server, count, what=""):
    """Return once ``count`` statements that contain ``what`` wait for a lock."""
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < deadline:
        [(waiting,)] = server.query(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock' AND query ILIKE %(what)s",
            what=f"%{what}%",
        )
        if waiting >= count:
            return
        time.sleep(0.05)
    pytest.fail(f"{count} statements with “{what}” never came to wait")


def at_the_same_moment(server, statement, *calls):
    """Run ``calls`` in parallel, all of them under way before any may go on."""
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        with held(server, statement):
            futures = [pool.submit(call) for call in calls]
            wait_until_waiting(server, len(calls))
        return [_outcome(future) for future in futures]


def _outcome(future):
    try:
        return future.result(timeout=SECONDS_TO_WAIT)
    except Refused as refusal:
        return str(refusal)


def assert_booked_once(server):
    """One posted move that balances, holds the whole sum, and has all of it linked."""
    time, gifts = ENTRIES * HOURS * RATE, CONTRIBUTIONS * AMOUNT
    assert server.query(
        "SELECT count(DISTINCT move.id), sum(line.debit)::float, sum(line.credit)::float"
        "  FROM account_move move JOIN account_move_line line ON line.move_id = move.id"
        " WHERE move.volunteer_valuation_id IS NOT NULL AND move.state = 'posted'"
        "   AND extract(year FROM move.date) = %(year)s"
    ) == [(1, time + gifts, time + gifts)]
    assert server.query(
        "SELECT valuation.state, count(entry.id), sum(entry.amount)::float"
        "  FROM volunteer_time_entry entry"
        "  JOIN volunteer_valuation valuation ON valuation.id = entry.valuation_id"
        " WHERE extract(year FROM entry.date) = %(year)s"
        " GROUP BY 1"
    ) == [("posted", ENTRIES, time)]
    assert server.query(
        "SELECT valuation.state, count(gift.id), sum(gift.amount)::float"
        "  FROM volunteer_inkind_contribution gift"
        "  JOIN volunteer_valuation valuation ON valuation.id = gift.valuation_id"
        " WHERE extract(year FROM gift.date) = %(year)s"
        " GROUP BY 1"
    ) == [("posted", CONTRIBUTIONS, gifts)]
    assert server.query(
        "SELECT count(*) FROM ir_attachment file"
        "  JOIN account_move move ON move.id = file.res_id"
        " WHERE file.res_model = 'account.move'"
        "   AND extract(year FROM move.date) = %(year)s"
    ) == [(1,)]


def assert_nothing_booked(server):
    assert server.query(
        "SELECT (SELECT count(*) FROM account_move"
        "         WHERE volunteer_valuation_id IS NOT NULL"
        "           AND extract(year FROM date) = %(year)s),"
        "       (SELECT count(*) FROM volunteer_time_entry"
        "         WHERE valuation_id IS NOT NULL"
        "           AND extract(year FROM date) = %(year)s),"
        "       (SELECT count(*) FROM volunteer_inkind_contribution"
        "         WHERE valuation_id IS NOT NULL"
        "           AND extract(year FROM date) = %(year)s),"
        "       (SELECT count(*) FROM volunteer_valuation_line line"
        "          JOIN volunteer_valuation valuation ON valuation.id = line.valuation_id"
        "         WHERE extract(year FROM valuation.date_to) = %(year)s),"
        "       (SELECT count(*) FROM volunteer_valuation"
        "         WHERE state != 'draft' AND extract(year FROM date_to) = %(year)s)"
    ) == [(0, 0, 0, 0, 0)]


TIME, GIFTS = "volunteer_time_entry", "volunteer_inkind_contribution"


def first_of(server, table):
    [(first,)] = server.query(
        f"SELECT min(id) FROM {table} WHERE extract(year FROM date) = %(year)s"
    )
    return first


def lock_of_first(server, table):
    return f"SELECT 1 FROM {table} WHERE id = {first_of(server, table)} FOR UPDATE"


@pytest.mark.parametrize("table", [TIME, GIFTS], ids=["time", "contributions"])
def test_two_treasurers_book_the_same_period_at_the_same_moment(books, table):
    clients = [
        Client(books.address, books.database, login)
        for login in ("first_treasurer", "second_treasurer")
    ]
    drafts = [draft_booking(client, books.year) for client in clients]
    outcomes = at_the_same_moment(
        books,
        lock_of_first(books, table),
        *(
            lambda client=client, draft=draft: client.call(
                "volunteer.valuation", "action_post", [draft]
            )
            for client, draft in zip(clients, drafts, strict=True)
        ),
    )
    assert outcomes.count(True) == 1, outcomes
    [refusal] = [outcome for outcome in outcomes if outcome is not True]
    assert "nothing to book" in refusal
    assert_booked_once(books)


def test_the_same_booking_is_posted_twice_at_the_same_moment(books):
    clients = [
        Client(books.address, books.database, login)
        for login in ("first_treasurer", "second_treasurer")
    ]
    draft = draft_booking(clients[0], books.year)
    outcomes = at_the_same_moment(
        books,
        lock_of_first(books, TIME),
        *(
            lambda client=client: client.call(
                "volunteer.valuation", "action_post", [draft]
            )
            for client in clients
        ),
    )
    assert outcomes == [True, True]
    assert_booked_once(books)
    # A third click finds it booked, and so does anyone who books the period again.
    assert clients[0].call("volunteer.valuation", "action_post", [draft]) is True
    with pytest.raises(Refused, match="nothing to book"):
        clients[1].call(
            "volunteer.valuation",
            "action_post",
            [draft_booking(clients[1], books.year)],
        )
    assert_booked_once(books)


@pytest.mark.parametrize(
    ("table", "model"),
    [(TIME, "volunteer.time.entry"), (GIFTS, "volunteer.inkind.contribution")],
    ids=["time", "contributions"],
)
def test_something_is_refused_while_it_is_being_booked(books, table, model):
    treasurer = Client(books.address, books.database, "first_treasurer")
    manager = Client(books.address, books.database, "a_manager")
    draft = draft_booking(treasurer, books.year)
    first = first_of(books, table)
    booked, refused = at_the_same_moment(
        books,
        lock_of_first(books, table),
        lambda: treasurer.call("volunteer.valuation", "action_post", [draft]),
        lambda: manager.call(model, "action_refuse", [first], reason="A mistake"),
    )
    assert booked is True
    [(state, is_booked)] = books.query(
        f"SELECT state, valuation_id IS NOT NULL FROM {table} WHERE id = %(first)s",
        first=first,
    )
    # Whoever came first, it is either booked or refused, and the sums agree.
    assert (state, is_booked) in (("approved", True), ("refused", False))
    assert ("is booked" in str(refused)) == is_booked
    [(sum_of_what_is_booked, sum_of_move)] = books.query(
        "SELECT (SELECT sum(amount)"
        "          FROM (SELECT amount, valuation_id, date FROM volunteer_time_entry"
        "                 UNION ALL"
        "                SELECT amount, valuation_id, date"
        "                  FROM volunteer_inkind_contribution) given"
        "         WHERE valuation_id IS NOT NULL"
        "           AND extract(year FROM date) = %(year)s),"
        "       (SELECT sum(debit) FROM account_move_line line"
        "          JOIN account_move move ON move.id = line.move_id"
        "         WHERE move.volunteer_valuation_id IS NOT NULL"
        "           AND extract(year FROM move.date) = %(year)s)"
    )
    assert sum_of_what_is_booked == sum_of_move


@pytest.mark.parametrize(
    ("statement", "waiting_for"),
    [
        ("SELECT 1 FROM volunteer_time_entry FOR UPDATE", TIME),
        # By then the time is claimed.
        ("SELECT 1 FROM volunteer_inkind_contribution FOR UPDATE", GIFTS),
        # By then the journal entry is posted and the time is claimed.
        ("LOCK TABLE ir_attachment IN SHARE MODE", "ir_attachment"),
    ],
    ids=[
        "while claiming the time",
        "while claiming the contributions",
        "while attaching the evidence",
    ],
)
def test_a_server_is_killed_in_the_middle_of_booking(
    books, tmp_path, statement, waiting_for
):
    treasurer = Client(books.address, books.database, "first_treasurer")
    draft = draft_booking(treasurer, books.year)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        with held(books, statement):
            future = pool.submit(
                treasurer.call, "volunteer.valuation", "action_post", [draft]
            )
            wait_until_waiting(books, 1, waiting_for)
            books.process.kill()
            books.process.wait(timeout=SECONDS_TO_WAIT)
        with pytest.raises(OSError):
            future.result(timeout=SECONDS_TO_WAIT)
    assert_nothing_booked(books)
    with conftest.serving(books.database, tmp_path) as revived:
        treasurer = Client(revived.address, revived.database, "first_treasurer")
        assert treasurer.call("volunteer.valuation", "action_post", [draft]) is True
    assert_booked_once(books)


def test_two_declarations_of_one_day_arrive_together(books):
    """10 h and 15 h of the same person and day: one is accepted, the other told why not."""
    managers = [Client(books.address, books.database, "a_manager") for _ in range(2)]
    [(person,)] = books.query("SELECT id FROM res_partner WHERE name = 'A busy person'")
    outcomes = at_the_same_moment(
        books,
        f"SELECT 1 FROM res_partner WHERE id = {person} FOR UPDATE",
        *(
            lambda client=client, hours=hours: client.call(
                "volunteer.time.entry",
                "create",
                [
                    {
                        "name": "A long day",
                        "date": "2025-06-01",
                        "hours": hours,
                        "partner_id": person,
                    }
                ],
            )
            for client, hours in zip(managers, (10, 15), strict=True)
        ),
    )
    refusals = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(refusals) == 1, outcomes
    assert "25.00 hours" in refusals[0]
    assert books.query(
        "SELECT count(*) FROM volunteer_time_entry WHERE partner_id = %(person)s",
        person=person,
    ) == [(1,)]
