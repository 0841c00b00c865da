"""A virtual environment of this Python with the packages that a list of requirements names."""

import hashlib
import os
import re
import subprocess
import sys

import long_step
import odoo_tree
import places
from messages import Trouble


def folder(name, requirements):
    """Return where it lies: another Python or other requirements make another one."""
    return (
        places.cache()
        / f"{name}-{sys.version_info[0]}.{sys.version_info[1]}-{key(requirements)}"
    )


def key(requirements):
    """Return a short word that changes with the requirements."""
    return hashlib.sha256(requirements.read_bytes()).hexdigest()[:8]


def make_empty(environment):
    """Make the environment in this folder, without any package, even pip."""
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", environment],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise Trouble(
            "This Python cannot make environments: install its module venv "
            f"(Debian: python3-venv), or name another, as in `make demo PYTHON=python3.12`.\n"
            f"({made.stderr.strip()})"
        )


def install(environment, what, requirements, *options):
    """Install the packages into the environment in this folder, showing `what`.

    The options are those of `pip install`, which may name another folder.
    """
    long_step.run(
        what,
        [
            *_pip(environment / "bin" / "python"),
            "install",
            "--no-input",
            "--disable-pip-version-check",
            "-r",
            requirements,
            *options,
        ],
        otherwise=(
            "The Python packages could not be installed: run the same again, "
            "and if it ends here again, look at the log."
        ),
        explain=_explain,
        env={**os.environ, "PIP_REQUIRE_VIRTUALENV": "0"},
    )


def _pip(python):
    """Return the command of a pip that installs into the environment of this Python.

    Debian's Python comes without one, so pip's own wheel, which Odoo brings, runs as it is.
    """
    bundled = subprocess.run(
        [sys.executable, "-c", "import ensurepip; print(ensurepip.version())"],
        capture_output=True,
        check=False,
    )
    if bundled.returncode == 0:
        subprocess.run([python, "-m", "ensurepip"], capture_output=True, check=True)
        return [python, "-m", "pip"]
    odoo_tree.prepare()
    if not odoo_tree.pip_wheel():
        raise Trouble(
            "This Python comes without pip: install its module venv (Debian: python3-venv), "
            "or name another Python, as in `make demo PYTHON=python3.12`."
        )
    return [python, odoo_tree.pip_wheel() / "pip"]


def _explain(printed):
    """Return the sentence for what pip says most often."""
    if re.search(
        r"NewConnectionError|Max retries|resolution|ProxyError|timed out", printed
    ):
        return (
            "The Python package index did not answer: look at the network (and at pip's "
            "own configuration if you use a mirror), then run the same again."
        )
    if missing := re.search(r"No matching distribution found for (\S+)", printed):
        return (
            f"The Python package index does not offer {missing[1]} to this machine: "
            "look at the network and at pip's configuration, then run the same again."
        )
    if other := re.search(r"DO NOT MATCH THE HASHES.*\n\s+(\S+)", printed):
        return (
            f"The Python package index delivered another {other[1]} than the one that was "
            "chosen here: look at pip's configuration, which may name an index of its own."
        )
    return None
