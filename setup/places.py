"""Where things lie on this machine, and how a folder says that it is finished.

~/.cache/volunteer-valuation/
    odoo-19/                 the Odoo tree           } the cache: costs a download,
    python-3.11-<key>/       the Python environment  } and goes with `make clean CACHE=1`
    benevalibre-3.11-<key>/  the one of a peer that `make bench` measures, likewise
    axe-core-<version>/      what tells the accessibility faults of a page
    oca-addons-<key>/        a trial balance that one test compares ours with
    logs/                    what the long steps printed
    state/                   databases and attached files: goes with `make clean`
"""

import contextlib
import fcntl
import os
import shutil
from pathlib import Path

from messages import Trouble, say

REPOSITORY = Path(__file__).resolve().parent.parent
ADDONS = (
    "volunteer_valuation",
    "volunteer_valuation_portal",
    "volunteer_valuation_cec",
)

# The closed home of root keeps out the user that the embedded database runs as.
CACHE_OF_ROOT = Path("/var/cache/volunteer-valuation")
FINISHED = ".finished"
GIGABYTE = 10**9


def cache():
    """Return the cache folder: `VOLUNTEER_CACHE`, else the user's usual one."""
    if chosen := os.environ.get("VOLUNTEER_CACHE"):
        return Path(chosen).absolute()
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base).absolute() / "volunteer-valuation"
    if os.geteuid() == 0:
        return CACHE_OF_ROOT
    return Path.home() / ".cache" / "volunteer-valuation"


def state():
    """Return the folder of what the running system wrote: databases and attached files."""
    return cache() / "state"


def logs():
    """Return the folder of the long steps' logs, made on first use."""
    folder = cache() / "logs"
    make_folder(folder)
    return folder


def make_folder(folder):
    """Make a folder, or say why that is impossible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            f"The folder {folder} cannot be made ({error.strerror}): "
            "set VOLUNTEER_CACHE to a folder that you may write to."
        ) from error


def need_free_space(gigabytes):
    """Refuse to begin what the disk cannot hold."""
    make_folder(cache())
    free = shutil.disk_usage(cache()).free / GIGABYTE
    if free < gigabytes:
        raise Trouble(
            f"This needs {gigabytes:.1f} GB in {cache()}, and {free:.1f} GB are free there: "
            "make room, or set VOLUNTEER_CACHE to a folder on a larger disk."
        )


def is_disk_full():
    """Tell whether next to nothing is left of the disk."""
    return shutil.disk_usage(cache()).free < GIGABYTE / 50


def is_finished(folder):
    """Tell whether the folder was made to its end, and not left half-way by an earlier run."""
    return (folder / FINISHED).exists()


@contextlib.contextmanager
def made_to_its_end(folder):
    """Make `folder` anew; only when the block ends well is it marked as finished.

    It is not made under another name and renamed, because a Python environment cannot be moved.
    """
    shutil.rmtree(folder, ignore_errors=True)
    make_folder(folder)
    yield
    (folder / FINISHED).touch()


@contextlib.contextmanager
def one_at_a_time():
    """Let only one run prepare things; a second one says so, waits, and finds them ready."""
    make_folder(cache())
    with (cache() / "preparing.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(
                "Another run is preparing the same things: waiting for it (Ctrl-C to give up)."
            )
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
