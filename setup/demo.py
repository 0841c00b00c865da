"""`make demo`: a running server with demonstration data, and how to log in."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request

import database_server
import databases
import odoo_command
import places
from messages import Trouble, say

DATABASE = "volunteer_demo"
# The users of the demonstration data; each password is equal to its login.
LOGINS = {
    "volunteer": "benevole",
    "portal": "portail",
    "organisation": "amicale",
    "newcomer": "nouveau",
    "approver": "responsable",
    "manager": "gestionnaire",
    "treasurer": "tresorier",
    "federation": "federation",
    "validator": "valideur",
    "administrator": "admin",
}


def run():
    """Prepare what is missing, start the server, and become it."""
    port = _port()
    check_port(port)
    odoo_command.prepare()
    database_server.use()
    with places.one_at_a_time():
        databases.make(DATABASE, demo=True)
        databases.update_if_addons_changed(DATABASE)
    _announce_when_ready(f"http://localhost:{port}", _logins())
    odoo_command.execute(
        [
            f"--database={DATABASE}",
            "--no-database-list",
            "--log-level=warn",
        ]
    )


def _port():
    chosen = os.environ.get("HTTP_PORT", "8069")
    if not chosen.isdecimal() or not 0 < int(chosen) < 65536:
        raise Trouble(
            f"HTTP_PORT is {chosen}, which is no port: choose a number like 8070."
        )
    return int(chosen)


def check_port(port):
    """Refuse a port that the server could not listen on."""
    interface = odoo_command.settings()["ODOO_HTTP_INTERFACE"]
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((interface, port))
        except PermissionError as error:
            raise Trouble(
                f"Port {port} is reserved for root: "
                "choose another, as in `make demo HTTP_PORT=8070`."
            ) from error
        except OSError as error:
            raise Trouble(
                f"Port {port} cannot be used ({error.strerror}), perhaps because a demonstration "
                "already runs there: open it, stop it, or choose another, "
                "as in `make demo HTTP_PORT=8070`."
            ) from error


def _logins():
    """Return the (role, login) pairs that the database really has."""
    found = database_server.query(
        "SELECT login FROM res_users WHERE active", DATABASE
    ).split("\n")
    return [(role, login) for role, login in LOGINS.items() if login in found]


def _announce_when_ready(address, logins):
    """Leave a process behind that waits for the server, tells about it, and ends.

    This one becomes Odoo and can tell nothing any more. The other is nobody's child,
    because Odoo would not collect it.
    """
    server = os.getpid()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork():
        os._exit(0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _wait_for_server(address, server):
        _tell(address, logins)
    os._exit(0)


def _wait_for_server(address, server):
    """Return whether the server answered; it may also end before it does."""
    began, told = time.monotonic(), 0
    say("Starting the server …")
    while _is_alive(server):
        try:
            # The first page also makes Odoo build its style sheets, so that the next is quick.
            with urllib.request.urlopen(f"{address}/web/login", timeout=300) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        elapsed = int(time.monotonic() - began)
        if elapsed >= told + 10:
            told = elapsed
            say(f"Starting the server … {elapsed} s")
    return False


def _is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _tell(address, logins):
    width = max(len(role) for role, _ in logins)
    lines = [
        f"    {role:<{width}}  login {login}  password {login}"
        for role, login in logins
    ]
    sys.stdout.write(
        "\n".join(
            [
                "",
                f"The demonstration is at {address}",
                *lines,
                "Ctrl-C stops it and keeps its data; `make stop` also ends the database server.",
                "",
                "",
            ]
        )
    )
    sys.stdout.flush()
