"""The programs that tests of pages and PDF need from the system itself."""

import os
import shutil
import subprocess

import long_step
from messages import Trouble, say

# npm only fetches axe-core.
PROGRAMS = ("chromium", "wkhtmltopdf", "npm")


def need_programs():
    """Install what is missing as root; otherwise say whom to ask for what.

    Debian 13 has no wkhtmltopdf any more: there the tests that print are skipped.
    """
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install(missing)
    elif missing != ["wkhtmltopdf"]:
        raise Trouble(
            f"The tests of pages and PDF need {_enumerate(missing)}: "
            f"run `apt-get install {' '.join(missing)}` as root, or choose tests that do without, "
            'as in `make test ARGS="volunteer_valuation"`.'
        )
    else:
        say("Without wkhtmltopdf the tests that print are skipped.")


def _install(missing):
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    otherwise = (
        f"{_enumerate(missing)} could not be installed: run `apt-get update` and "
        f"`apt-get install {' '.join(missing)}`, then this again."
    )
    long_step.run(
        "Reading the list of system packages",
        ["apt-get", "update"],
        otherwise=otherwise,
        **quiet,
    )
    offered = [name for name in missing if _is_offered(name)]
    if set(missing) - set(offered) == {"wkhtmltopdf"}:
        say("This system offers no wkhtmltopdf: the tests that print are skipped.")
    long_step.run(
        f"Installing {_enumerate(offered)}",
        ["apt-get", "install", "--yes", "--no-install-recommends", *offered],
        otherwise=otherwise,
        **quiet,
    )


def _enumerate(names):
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _is_offered(package):
    shown = subprocess.run(
        ["apt-cache", "show", "--no-all-versions", package],
        capture_output=True,
        check=False,
    )
    return shown.returncode == 0 and bool(shown.stdout)
