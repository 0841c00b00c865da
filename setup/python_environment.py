"""The Python environment that Odoo, the tests and the checks run in."""

import hashlib
import os
import re
import subprocess
import sys

import long_step
import odoo_tree
import places
from messages import Trouble

REQUIREMENTS = places.REPOSITORY / "requirements.txt"
FOR_DEVELOPERS = places.REPOSITORY / "requirements-dev.txt"
GIGABYTES = 0.8

# Odoo starts itself again for several workers, by the path of the script it was started with.
ODOO_SCRIPT = """\
#!{python}
import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
"""


def folder():
    """Return the environment's folder: another Python or other requirements make another one."""
    return (
        places.cache()
        / f"python-{sys.version_info[0]}.{sys.version_info[1]}-{_key(REQUIREMENTS)}"
    )


def program(name):
    """Return the path of a program of the environment."""
    return folder() / "bin" / name


def search_path():
    """Return a PATH on which the environment's programs come first."""
    return f"{folder() / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def is_ready():
    """Tell whether Odoo can run in it."""
    return places.is_finished(folder())


def prepare():
    """Make the environment that Odoo runs in, unless it is there."""
    if is_ready():
        return
    places.need_free_space(GIGABYTES)
    # Where root forbids others to read, the database server's own user could not run it.
    os.umask(0o022)
    with places.made_to_its_end(folder()):
        _make_empty_one()
        _install("Installing Python packages", REQUIREMENTS)
        script = program("odoo")
        script.write_text(ODOO_SCRIPT.format(python=program("python")))
        script.chmod(0o755)


def prepare_for_developers():
    """Add the tools of `make test` and `make lint` to it, unless they are there."""
    prepare()
    mark = folder() / f".tools-{_key(FOR_DEVELOPERS)}"
    if not mark.exists():
        _install("Installing test and lint tools", FOR_DEVELOPERS)
        mark.touch()


def _key(requirements):
    return hashlib.sha256(requirements.read_bytes()).hexdigest()[:8]


def _make_empty_one():
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", folder()],
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


def _install(what, requirements):
    long_step.run(
        what,
        [
            *_pip(),
            "install",
            "--no-input",
            "--disable-pip-version-check",
            "-r",
            requirements,
        ],
        otherwise=(
            "The Python packages could not be installed: run the same again, "
            "and if it ends here again, look at the log."
        ),
        explain=_explain,
        env={**os.environ, "PIP_REQUIRE_VIRTUALENV": "0"},
    )


def _pip():
    """Return the command of a pip that installs into the environment.

    Debian's Python comes without one, so pip's own wheel, which Odoo brings, runs as it is.
    """
    python = program("python")
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
    return None
