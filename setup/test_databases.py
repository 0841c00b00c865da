"""Databases for one run of the tests: copies of templates, dropped at its end.

The templates are keyed by what they were made from, so a second run starts in seconds.
"""

import contextlib
import os
import re
import socket

import databases
import places

TEMPLATE = "volunteer_test_template_"
# A run that was killed leaves its copy behind; the next one on this machine removes it.
COPIES = (
    f"volunteer_test_{re.sub(r'[^a-z0-9]', '', socket.gethostname().lower())[:20]}_"
)


@contextlib.contextmanager
def copy_of_template(*, demo):
    """Yield the name of a database of this run's own, with our addons installed."""
    with _copy("demo" if demo else "plain", lambda: _template(demo)) as name:
        yield name


@contextlib.contextmanager
def copy_of_base(kind="base"):
    """Yield the name of a database of this run's own, where our addons are not installed.

    `kind` tells several of one run apart.
    """
    with _copy(kind, databases.base) as name:
        yield name


@contextlib.contextmanager
def _copy(kind, find_source):
    name = f"{COPIES}{os.getpid()}_{kind}"
    with places.one_at_a_time():
        _drop_leftovers()
        databases.copy(find_source(), name)
    try:
        yield name
    finally:
        databases.drop(name)


def _template(demo):
    kind = f"{TEMPLATE}{'demo' if demo else 'plain'}_"
    name = f"{kind}{databases.fingerprint()}"
    for outdated in databases.names(kind):
        if outdated != name:
            databases.drop(outdated)
    databases.make(name, demo=demo)
    return name


def _drop_leftovers():
    for name in databases.names(COPIES):
        if not _is_running(int(name.removeprefix(COPIES).split("_")[0])):
            databases.drop(name)


def _is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
