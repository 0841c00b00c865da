"""The `odoo` command of the prepared environment: its settings, and how it is run.

Settings travel as the environment variables that Odoo knows, so that its own options and
configuration files (`-c`) still have the last word.
"""

import os
import re

import long_step
import odoo_tree
import places
import python_environment


def prepare():
    """Fetch and make whatever is missing; a run beside this one waits or finds it ready."""
    if not (odoo_tree.is_ready() and python_environment.is_ready()):
        with places.one_at_a_time():
            odoo_tree.prepare()
            python_environment.prepare()
    odoo_tree.prepare()


def settings():
    """Return the environment in which a program of the Python environment finds Odoo."""
    return {
        # Neither another user's configuration nor an old one of this user's leaks in.
        "ODOO_RC": os.devnull,
        "ODOO_ADDONS_PATH": str(places.REPOSITORY),
        "ODOO_DATA_DIR": str(_data_folder()),
        # Passwords of a demonstration are no secret: nobody else on the network reaches it.
        "ODOO_HTTP_INTERFACE": os.environ.get("HTTP_INTERFACE", "127.0.0.1"),
        "ODOO_HTTP_PORT": os.environ.get("HTTP_PORT", "8069"),
        **os.environ,
        "PATH": python_environment.search_path(),
        "PYTHONPATH": str(odoo_tree.path()),
    }


def execute(arguments):
    """Become Odoo: what is sent to this process from now on reaches Odoo itself."""
    odoo = str(python_environment.program("odoo"))
    os.execve(odoo, [odoo, *arguments], settings())


def run(what, *arguments, **popen):
    """Run Odoo to its end, showing `what` and for how long; raise `Trouble` when it fails."""
    long_step.run(
        what,
        [python_environment.program("odoo"), *arguments],
        otherwise=f"{what} failed: run the same again, and if it ends here again, look at the log.",
        env=settings(),
        **popen,
    )


def _data_folder():
    """Return the folder of attached files and sessions: one for each database server."""
    server = f"{os.environ.get('PGHOST', '')}-{os.environ.get('PGPORT', '')}"
    folder = places.state() / "files" / re.sub(r"\W+", "-", server).strip("-")
    places.make_folder(folder)
    return folder
