"""The PostgreSQL server in use: a real one that `PGHOST` names, else the embedded one."""

import os
import subprocess

import embedded_server
from messages import Trouble

DEFAULT_PORT = "5432"


def is_chosen():
    """Tell whether the environment names a real server."""
    return bool(os.environ.get("PGHOST"))


def use(name="databases"):
    """Make a server ready and name it in this process' environment, for all that it starts.

    `name` is the embedded server's; "tests" is the one whose data may be lost in a crash.
    """
    if is_chosen():
        _check_chosen_server()
    else:
        os.environ.update(embedded_server.start(name))


def query(sql, database="postgres"):
    """Return the answer of the server in use, as lines of fields separated by tabs."""
    asked = _psql(sql, database)
    if asked.returncode:
        raise Trouble(
            f"PostgreSQL refused a command: {embedded_server.reason(asked.stderr)}"
        )
    return asked.stdout.strip()


def _psql(sql, database):
    return subprocess.run(
        [embedded_server.program("psql"), "-XAtq", "-F\t", "-d", database, "-c", sql],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={"PGCONNECT_TIMEOUT": "10", **os.environ},
        check=False,
    )


def _check_chosen_server():
    """Refuse a server that Odoo could not work with."""
    server = f"{os.environ['PGHOST']}:{os.environ.get('PGPORT', DEFAULT_PORT)}"
    if os.environ.get("PGUSER") == "postgres":
        raise Trouble(
            "Odoo refuses to work as the database role postgres: make a role that may create "
            "databases (CREATE ROLE odoo LOGIN CREATEDB) and name it in PGUSER."
        )
    asked = _psql(
        "SELECT rolcreatedb OR rolsuper, rolname FROM pg_roles WHERE rolname = current_user",
        "postgres",
    )
    if asked.returncode:
        raise Trouble(
            f"PostgreSQL at {server} could not be used "
            f"({embedded_server.reason(asked.stderr)}): set PGHOST, PGPORT, PGUSER and "
            "PGPASSWORD to a server that answers, or unset PGHOST for the embedded one."
        )
    may_create, role = asked.stdout.strip().split("\t")
    if may_create != "t":
        raise Trouble(
            f"The role {role} of PostgreSQL at {server} may not create databases: "
            f"let it (ALTER ROLE {role} CREATEDB), or unset PGHOST for the embedded server."
        )
