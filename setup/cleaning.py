"""`make stop` and `make clean`: end what runs, remove what was written."""

import shutil

import database_server
import databases
import embedded_server
import places
import python_environment
from messages import say

# Every database that these commands make begins with one of these.
PREFIXES = ("volunteer_base_", "volunteer_demo", "volunteer_test_")


def stop():
    """Stop the embedded database servers."""
    if python_environment.is_ready():
        embedded_server.stop_all()


def clean(everything):
    """Remove databases and attached files; with `everything` the cache folder too."""
    stop()
    if database_server.is_chosen() and python_environment.is_ready():
        database_server.use()
        for prefix in PREFIXES:
            for name in databases.names(prefix):
                databases.drop(name)
    folder = places.cache() if everything else places.state()
    shutil.rmtree(folder, ignore_errors=True)
    say(f"Removed {folder}.")
