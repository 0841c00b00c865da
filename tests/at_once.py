"""Calls that run beside each other for certain, however fast the machine is.

A lock that the test itself takes in the database holds them up until all are under way.
"""

import concurrent.futures
import contextlib
import time

import psycopg2
import pytest

from client import Refused

SECONDS_TO_WAIT = 60


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


def in_parallel(*calls):
    """Run ``calls`` in parallel, as it comes; return the outcome of each."""
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [_outcome(future) for future in [pool.submit(call) for call in calls]]


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
