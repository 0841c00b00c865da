"""OCA's trial balance, which one test compares our figures with: fetched once.

It lies beside the Python environment, where Odoo would find it in every database.
"""

import contextlib
import os

import odoo_command
import places
import python_environment
import virtual_environment

REQUIREMENTS = places.REPOSITORY / "setup" / "requirements-oca.txt"
ADDON = "account_financial_report"


def prepare():
    """Fetch it unless it is there. Raises `Trouble` where that is impossible."""
    if not places.is_finished(_folder()):
        with places.made_to_its_end(_folder()):
            fetch(_folder())


def fetch(folder):
    """Unpack the addon and those it depends on into this folder."""
    virtual_environment.install(
        python_environment.folder(),
        f"Fetching {ADDON} from the Python package index",
        REQUIREMENTS,
        # They ask for Odoo itself, which that index does not have.
        "--no-deps",
        f"--target={folder}",
    )


@contextlib.contextmanager
def on_addons_path():
    """Let whatever Odoo is started in this block find it."""
    before = dict(os.environ)
    ours = odoo_command.settings()["ODOO_ADDONS_PATH"]
    os.environ["ODOO_ADDONS_PATH"] = f"{ours},{_folder() / 'odoo' / 'addons'}"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _folder():
    return places.cache() / f"oca-addons-{virtual_environment.key(REQUIREMENTS)}"
