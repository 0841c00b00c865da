"""Fixtures of the end-to-end tests: a real server, a real database, a real browser.

Nothing here or in the tests imports Odoo: they use it as people do. The databases come from the
modules in setup/, the same that `make demo` uses.
"""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "setup"))

import database_server  # noqa: E402
import demo  # noqa: E402
import odoo_command  # noqa: E402
import test_databases  # noqa: E402

SECONDS_TO_START = 120
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Server:
    """A running Odoo: its address, its database, its process, and all that it logged."""

    def __init__(self, address, database, log_file, process):
        self.address = address
        self.database = database
        self.log_file = log_file
        self.process = process

    @property
    def log(self):
        """What the server has logged so far."""
        return self.log_file.read_text()

    def shell(self, script):
        """Run a script in `odoo shell` on the server's database; return what it prints."""
        done = subprocess.run(
            [REPOSITORY / "setup" / "odoo", "shell", "-d", self.database, "--no-http"],
            input=script,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def free_port():
    """Return a port that nothing listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextlib.contextmanager
def running_server(folder, with_demonstration):
    """Yield a `Server` on a database of its own, and end both."""
    odoo_command.prepare()
    database_server.use("tests")
    with (
        test_databases.copy_of_template(demo=with_demonstration) as database,
        serving(database, folder) as server,
    ):
        yield server


@contextlib.contextmanager
def serving(database, folder):
    """Yield a `Server` on that database, and end it."""
    log_file = folder / "server.log"
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with log_file.open("a") as log:
        process = subprocess.Popen(
            [
                REPOSITORY / "setup" / "odoo",
                f"--database={database}",
                f"--http-port={port}",
                "--no-database-list",
                "--max-cron-threads=0",
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(address, process, log_file)
        yield Server(address, database, log_file, process)
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_for(address, process, log_file):
    """Return once the server answers; fail with its log when it does not."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/web/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"The server did not start:\n{log_file.read_text()}")


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory):
    """A server with the demonstration data, in French: what `make demo` shows."""
    with running_server(tmp_path_factory.mktemp("demo"), True) as server:
        yield server


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A server on the French chart with our addons and no demonstration data."""
    with running_server(tmp_path_factory.mktemp("plain"), False) as server:
        yield server


@pytest.fixture(scope="session")
def browser():
    """Chromium, driven by Playwright."""
    # Tests without a browser need none of this installed.
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if not chromium:
        pytest.fail("chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=CHROMIUM_OPTIONS
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(browser):
    """Return a function that opens a page as a new visitor: `visit(url, width=390)`."""
    with contextlib.ExitStack() as opened:

        def open_page(url, width=1280, height=900):
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="fr-FR"
            )
            opened.callback(context.close)
            page = context.new_page()
            page.goto(url)
            return page

        yield open_page


@pytest.fixture(scope="session")
def sessions(browser, demo_server):
    """Return a function that gives a role's one page for the whole run: quick to look at many."""
    opened = {}

    def find(role):
        if role not in opened:
            context = browser.new_context(locale="fr-FR")
            opened[role] = context.new_page()
            if role:
                sign_in(opened[role], demo_server, role)
        return opened[role]

    yield find
    for page in opened.values():
        page.context.close()


def sign_in(page, server, role):
    """Sign a role of `make demo` in."""
    name = demo.LOGINS[role]
    page.goto(f"{server.address}/web/login")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", name)
    page.click(".oe_login_form button[type=submit]")
    page.wait_for_url(lambda url: "/web/login" not in url)


@pytest.fixture
def login(visit, demo_server):
    """Return a function that logs a role in: `login("treasurer", width=390)` is a page.

    The roles are those that `make demo` prints, see `demo.LOGINS`.
    """

    def log_in(role, **size):
        page = visit("about:blank", **size)
        sign_in(page, demo_server, role)
        return page

    return log_in
