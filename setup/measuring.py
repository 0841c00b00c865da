"""`make bench`: our work beside its peers' and limits, all in one run.

`BENCH_ROWS` tells how many entries the association has (100,000 unless told).
"""

import os
import subprocess

import benevalibre_environment
import database_server
import databases
import odoo_command
import places
import python_environment
import test_databases
from messages import Trouble

# Odoo's own timesheets are the peer of our entries.
ADDONS = (*places.ADDONS, "hr_timesheet")
DEFAULT_ROWS, MOST_ROWS = 100_000, 10_000_000
# Room for each entry on the disk, with what is taken back after each run.
GIGABYTES_PER_ROW = 3e-6


def run():
    """Prepare what is missing, measure on databases of this run's own, print the table."""
    rows = find_rows()
    places.need_free_space(1 + rows * GIGABYTES_PER_ROW)
    odoo_command.prepare()
    benevalibre_environment.prepare()
    database_server.use("tests")
    with (
        test_databases.copy_of_base("bench") as full,
        test_databases.copy_of_base("few") as nearly_empty,
    ):
        for database in (full, nearly_empty):
            databases.install(database, ADDONS, demo=False)
        measured = subprocess.run(
            [
                python_environment.program("python"),
                places.REPOSITORY / "bench" / "run.py",
                full,
                nearly_empty,
                str(rows),
                benevalibre_environment.program("python"),
            ],
            env=odoo_command.settings(),
            check=False,
        )
    if measured.returncode:
        raise Trouble("The measuring broke off: what it printed above tells why.")


def find_rows():
    """Return how many entries the association shall have.

    :raises Trouble: where `BENCH_ROWS` tells no such number
    """
    chosen = os.environ.get("BENCH_ROWS", str(DEFAULT_ROWS)).replace("_", "")
    if not chosen.isdecimal() or not 5000 <= int(chosen) <= MOST_ROWS:
        raise Trouble(
            f"BENCH_ROWS is {chosen}: choose a number from 5000 to {MOST_ROWS}, "
            "like 100000."
        )
    return int(chosen)
