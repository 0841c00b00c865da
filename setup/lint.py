"""`make lint`: the checks of .pre-commit-config.yaml; `make format`: what ruff can mend itself."""

import os
import subprocess

import places
import python_environment
from messages import Trouble


def run():
    """Run every check on every file that git knows."""
    _prepare()
    if _tool("pre-commit", "run", "--all-files", "--color=auto"):
        raise Trouble(
            "Some checks failed: see above; `make format` mends layout and imports."
        )


def mend():
    """Let ruff sort imports, rewrite old idioms and lay the code out."""
    _prepare()
    _tool("ruff", "check", "--fix", "--quiet", places.REPOSITORY)
    _tool("ruff", "format", places.REPOSITORY)


def _prepare():
    if not (places.REPOSITORY / ".git").exists():
        raise Trouble(
            "The checks ask git for the list of files: run them in a git clone."
        )
    with places.one_at_a_time():
        python_environment.prepare_for_developers()


def _tool(name, *arguments):
    environment = {
        **os.environ,
        "PATH": python_environment.search_path(),
        "PRE_COMMIT_HOME": str(places.cache() / "pre-commit"),
    }
    return subprocess.run(
        [python_environment.program(name), *arguments],
        cwd=places.REPOSITORY,
        env=environment,
        check=False,
    ).returncode
