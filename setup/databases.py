"""The Odoo databases of the demonstration and the tests.

A base with Odoo's own addons takes over a minute and does not depend on ours: it is made once
and copied. Whatever is made gets its name at the end, so that a name stands for a whole database.
"""

import contextlib
import hashlib
import json

import database_server
import odoo_command
import odoo_tree
import places
from messages import Trouble, say

# What our addons build on, with the French chart of accounts.
ODOO_ADDONS = ("account", "auth_signup", "l10n_fr_account", "mail", "portal", "project")
LANGUAGE = "fr_FR"
FRENCH_DEMONSTRATION = places.REPOSITORY / "setup" / "french_demonstration.py"
# Not part of what an installed addon is: changing them asks for no update.
OUTSIDE_THE_DATABASE = {"tests", "readme", "__pycache__"}
GIGABYTES = 0.5


def exists(name):
    """Tell whether the server in use has a database of that name."""
    return bool(
        database_server.query(f"SELECT 1 FROM pg_database WHERE datname = '{name}'")
    )


def names(prefix):
    """Return the names of the databases that begin with `prefix`."""
    return database_server.query(
        f"SELECT datname FROM pg_database WHERE starts_with(datname, '{prefix}') ORDER BY 1"
    ).split()


def copy(source, name):
    """Copy a database with its attached files."""
    odoo_command.run(f"Copying the database {source}", "db", "duplicate", source, name)


def drop(name):
    """Remove a database with its attached files."""
    odoo_command.run(f"Removing the database {name}", "db", "drop", name)


def make(name, *, demo):
    """Make the database `name` with our addons on the French chart, unless it is there.

    With `demo` it holds our demonstration data, in French, for users who speak French.
    """
    if not exists(name):
        source = base()
        with _named_at_the_end(name) as unfinished:
            copy(source, unfinished)
            if demo:
                _allow_demonstration_data(unfinished)
            install(unfinished, places.ADDONS, demo)
            if demo:
                with FRENCH_DEMONSTRATION.open() as script:
                    odoo_command.run(
                        "Turning the demonstration French",
                        "shell",
                        "-d",
                        unfinished,
                        "--no-http",
                        stdin=script,
                    )
        remember_addons(name)


def update_if_addons_changed(name):
    """Bring a database that an earlier version of the addons made up to this one."""
    if _remembered_addons(name) != fingerprint():
        say(
            "The addons have changed since this database was made: bringing it up to date."
        )
        odoo_command.run(
            f"Updating the database {name}",
            "-d",
            name,
            "-u",
            places.ADDONS[0],
            "-i",
            ",".join(places.ADDONS[1:]),
            "--no-http",
            "--stop-after-init",
        )
        remember_addons(name)


def remember_addons(name):
    """Note on the database which state of our addons it was made by."""
    database_server.query(f"COMMENT ON DATABASE {name} IS 'addons {fingerprint()}'")


def fingerprint():
    """Return a short key of all that the addons bring into a database."""
    key = hashlib.sha256()
    for addon in places.ADDONS:
        for file in sorted((places.REPOSITORY / addon).rglob("*")):
            inside = file.relative_to(places.REPOSITORY)
            if file.is_file() and not OUTSIDE_THE_DATABASE.intersection(inside.parts):
                key.update(str(inside).encode() + b"\0" + file.read_bytes() + b"\0")
    return key.hexdigest()[:12]


def _remembered_addons(name):
    comment = database_server.query(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        f"WHERE datname = '{name}'"
    )
    return comment.removeprefix("addons ")


def base():
    """Return the name of the base with Odoo's own addons on the French chart, made if need be."""
    release = (odoo_tree.path() / "odoo" / "release.py").read_text()
    key = hashlib.sha256(json.dumps([release, ODOO_ADDONS]).encode()).hexdigest()[:8]
    name = f"volunteer_base_{key}"
    if not exists(name):
        places.need_free_space(GIGABYTES)
        with _named_at_the_end(name) as unfinished:
            odoo_command.run(
                "Creating an empty Odoo database",
                "db",
                "init",
                unfinished,
                "--country",
                "FR",
            )
            install(unfinished, ODOO_ADDONS, demo=False)
    return name


def _allow_demonstration_data(name):
    """Let addons bring their demonstration data although Odoo's own are absent.

    Those would make the association a furniture dealer in San Francisco, on another chart.
    """
    database_server.query("UPDATE ir_module_module SET demo = TRUE", name)


@contextlib.contextmanager
def _named_at_the_end(name):
    """Make a database under another name and give it its own when the block ends well."""
    unfinished = f"{name}_unfinished"
    if exists(unfinished):
        drop(unfinished)
    yield unfinished
    odoo_command.run(f"Naming the database {name}", "db", "rename", unfinished, name)


def install(name, addons, demo):
    """Install addons, and make sure of it: Odoo may end well without having installed any."""
    odoo_command.run(
        f"Installing {', '.join(addons)}{' with demonstration data' if demo else ''}",
        "-d",
        name,
        "-i",
        ",".join(addons),
        f"--load-language={LANGUAGE}",
        *(["--with-demo"] if demo else []),
        "--no-http",
        "--stop-after-init",
    )
    wanted = ", ".join(f"'{addon}'" for addon in addons)
    rows = database_server.query(
        "SELECT name FROM ir_module_module "
        f"WHERE state = 'installed' AND demo = {demo} AND name IN ({wanted})",
        name,
    )
    if missing := sorted(set(addons) - set(rows.split())):
        raise Trouble(
            f"Odoo did not install {', '.join(missing)}"
            f"{' with demonstration data' if demo else ''}: "
            f"the logs in {places.logs()} tell why."
        )
