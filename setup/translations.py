"""`make translations`: the template and the languages of the addons, up to the code."""

import database_server
import odoo_command
import places
import test_databases

SCRIPT = places.REPOSITORY / "setup" / "update_translations.py"


def update():
    """Export the template from a fresh database, and add what is new to each language."""
    odoo_command.prepare()
    database_server.use("tests")
    with (
        test_databases.copy_of_template(demo=False) as database,
        SCRIPT.open() as script,
    ):
        odoo_command.run(
            "Updating the translations",
            "shell",
            "-d",
            database,
            "--no-http",
            stdin=script,
        )
