"""The two programs that tests of pages and PDF need from the system itself."""

import os
import shutil

import long_step
from messages import Trouble

PROGRAMS = ("chromium", "wkhtmltopdf")


def need_programs():
    """Install what is missing as root; otherwise say whom to ask for what."""
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if not missing:
        return
    install = f"apt-get install {' '.join(missing)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Trouble(
            f"The tests of pages and PDF need {' and '.join(missing)}: run `{install}` as root, "
            'or choose tests that do without, as in `make test ARGS="volunteer_valuation"`.'
        )
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    sentence = f"They could not be installed: run `apt-get update && {install}`, then this again."
    long_step.run(
        "Reading the list of system packages",
        ["apt-get", "update"],
        otherwise=sentence,
        **quiet,
    )
    long_step.run(
        f"Installing {' and '.join(missing)}",
        ["apt-get", "install", "--yes", "--no-install-recommends", *missing],
        otherwise=sentence,
        **quiet,
    )
