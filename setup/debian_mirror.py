"""Packages from the machine's own Debian mirror, unpacked into a folder: no root, no installation.

apt works here with lists and caches of its own, so that nothing of the machine's changes.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import long_step
from messages import Trouble

KEYRINGS = [
    Path("/usr/share/keyrings/debian-archive-keyring").with_suffix(suffix)
    for suffix in (".pgp", ".gpg")
]
OWN_ODOO = "or set ODOO_HOME to an Odoo 19 that you already have"


def unpack(wanted, folder):
    """Unpack `wanted`, pairs of (package, Debian suite), into `folder`."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Trouble(
            "Odoo comes from Debian's packages and this system has no apt-get: "
            "set ODOO_HOME to an Odoo 19 that you already have."
        )
    with tempfile.TemporaryDirectory(dir=folder, prefix=".apt-") as workplace:
        workplace = Path(workplace)
        apt = _apt_with_state_of_its_own(
            workplace, sorted({suite for _, suite in wanted})
        )
        long_step.run(
            "Reading the Debian mirror's list of packages",
            [*apt, "update", "--error-on=any"],
            otherwise=f"The Debian mirror did not answer: look at the network, {OWN_ODOO}.",
            explain=_explain,
        )
        long_step.run(
            "Fetching Odoo 19 from the Debian mirror (125 MB)",
            [*apt, "download", *(f"{package}/{suite}" for package, suite in wanted)],
            otherwise=f"The Debian mirror did not deliver: run the same again, {OWN_ODOO}.",
            explain=_explain,
            cwd=workplace,
        )
        packages = sorted(workplace.glob("*.deb"))
        long_step.run(
            "Unpacking Odoo 19",
            [
                "sh",
                "-ec",
                'for deb; do dpkg-deb -x "$deb" "$0"; done',
                folder,
                *packages,
            ],
            otherwise="A package could not be unpacked: run the same again.",
        )


def _apt_with_state_of_its_own(workplace, suites):
    sources = workplace / "sources.list"
    mirror, keyring = _address(), _keyring()
    sources.write_text(
        "".join(
            f"deb [signed-by={keyring}] {mirror} {suite} main\n" for suite in suites
        )
    )
    for folder in ("lists/partial", "archives/partial"):
        (workplace / folder).mkdir(parents=True)
    settings = {
        "Dir::Etc::SourceList": sources,
        "Dir::Etc::SourceParts": "-",
        "Dir::State::Lists": workplace / "lists",
        "Dir::Cache": workplace,
        "Acquire::Languages": "none",
        "Acquire::Retries": 3,
        # A mirror that stands still, like a snapshot, will do: signatures are checked all the same.
        "Acquire::Check-Valid-Until": "false",
        # apt would hand downloads to a user of its own, who may not enter this folder.
        "APT::Sandbox::User": "",
        # A machine's own pins must not hide the suites that are named here.
        "Dir::Etc::Preferences": "-",
        "Dir::Etc::PreferencesParts": "-",
    }
    return ["apt-get", "-q", *(f"-o{name}={value}" for name, value in settings.items())]


def _address():
    """Return the address of the machine's Debian mirror, read from its apt configuration."""
    listed = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--no-release-info",
            "--format",
            "$(RELEASE) $(COMPONENT) $(REPO_URI)",
        ],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    address = choose_address(listed, _codename())
    if not address:
        raise Trouble(
            "No Debian mirror is named in this machine's apt configuration: add one "
            f"to /etc/apt/sources.list.d, {OWN_ODOO}."
        )
    return address


def choose_address(listed, codename):
    """Choose, among lines of `release component address`, the mirror of Debian's main component.

    Other vendors' repositories have a component `main` too, but not for the release's bare name.
    """
    rows = [line.split(maxsplit=2) for line in listed.splitlines()]
    for release, component, address in (row for row in rows if len(row) == 3):
        if component == "main" and release in (
            codename,
            "stable",
            "testing",
            "sid",
            "unstable",
        ):
            return address
    return None


def _codename():
    try:
        release = Path("/etc/os-release").read_text()
    except OSError:
        return None
    found = re.search(r'^VERSION_CODENAME="?(\w+)', release, re.M)
    return found and found[1]


def _keyring():
    for keyring in KEYRINGS:
        if keyring.exists():
            return keyring
    raise Trouble(
        "Debian's keys are missing, so its packages cannot be trusted: "
        f"install the package debian-archive-keyring, {OWN_ODOO}."
    )


def _explain(printed):
    """Return the sentence for what apt says most often."""
    if re.search(r"NO_PUBKEY|is not signed|not verified|Missing key", printed):
        return (
            "The mirror's signature cannot be checked with this machine's keys: "
            f"upgrade the package debian-archive-keyring, {OWN_ODOO}."
        )
    if re.search(r"Unable to locate package|was not found|404 +Not Found", printed):
        return (
            "This machine's mirror has no package odoo-19: "
            f"choose a full Debian mirror, {OWN_ODOO}."
        )
    return None
