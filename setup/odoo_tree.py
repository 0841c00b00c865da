"""Where Odoo 19 itself comes from: `ODOO_HOME`, else Debian's package in the cache folder."""

import os
import re
from pathlib import Path

import debian_mirror
import places
from messages import Trouble

ODOO = "odoo-19"
# Debian replaces some of Odoo's files by links into these; without them pages answer 500.
# Font Awesome is Debian 12's, because later ones lie elsewhere.
PACKAGES = [
    *(
        (package, "sid")
        for package in (
            ODOO,
            "libjs-jquery",
            "libjs-jquery-form",
            "libjs-underscore",
            "fonts-roboto-unhinted",
            "fonts-montserrat",
            "fonts-inconsolata",
            "fonts-ocr-b",
            "python3-pip-whl",
        )
    ),
    ("fonts-font-awesome", "bookworm"),
]
INSIDE_PACKAGE = Path("usr/lib/python3/dist-packages")
GIGABYTES = 1.8


def path():
    """Return the folder to import `odoo` from; it exists once `prepare` has run."""
    if chosen := os.environ.get("ODOO_HOME"):
        return Path(chosen).expanduser().absolute()
    return _unpacked() / INSIDE_PACKAGE


def is_ready():
    """Tell whether there is nothing left to fetch."""
    return bool(os.environ.get("ODOO_HOME")) or places.is_finished(_unpacked())


def prepare():
    """Fetch Odoo unless it is there. Raises `Trouble` when `ODOO_HOME` holds no Odoo 19."""
    if os.environ.get("ODOO_HOME"):
        _check_chosen_tree()
    elif not is_ready():
        places.need_free_space(GIGABYTES)
        with places.made_to_its_end(_unpacked()):
            debian_mirror.unpack(PACKAGES, _unpacked())


def pip_wheel():
    """Return the pip that came along, for a Python without one (Debian's), or None."""
    return next(_unpacked().glob("usr/share/python-wheels/pip-*.whl"), None)


def _unpacked():
    return places.cache() / ODOO


def _check_chosen_tree():
    release = path() / "odoo" / "release.py"
    found = release.exists() and re.search(
        r"version_info = \((\d+),", release.read_text()
    )
    if not found or found[1] != "19":
        raise Trouble(
            f"ODOO_HOME is {path()}, where no Odoo 19 is: "
            "name the folder that holds odoo/release.py, or unset ODOO_HOME to have one fetched."
        )
