"""Refuse a Python that Odoo 19 does not know, before anything else is imported.

Written so that any Python from 2.7 on can read it far enough to say its sentence.
"""

import sys

OLDEST = (3, 10)
NEWEST = (3, 13)


def refusal(version):
    """Return the sentence for a (major, minor) that will not do, or None."""
    if OLDEST <= version <= NEWEST:
        return None
    return (
        "Odoo 19 runs on Python %d.%d to %d.%d, and this is Python %d.%d: "  # noqa: UP031
        "name another one, as in `make demo PYTHON=python3.12` or `python3.12 setup/odoo`."
        % (OLDEST + NEWEST + version)
    )


if refusal(sys.version_info[:2]):
    sys.exit(refusal(sys.version_info[:2]))
