"""axe-core, which tells the accessibility faults of a page: fetched once from the npm registry."""

import base64
import hashlib
import shutil
import tarfile

import long_step
import places
from messages import Trouble

PACKAGE = "axe-core"
VERSION = "4.14.1"
# As `npm view axe-core@VERSION dist.integrity` tells it: no mirror can slip in another.
INTEGRITY = (
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASy"
    "FNNtuFooJpZe37OgudVGtQ=="
)
SCRIPT = "axe.min.js"


def script():
    """Return the path of the script that a page is checked with; it exists after `prepare`."""
    return _folder() / SCRIPT


def is_ready():
    """Tell whether it was fetched."""
    return places.is_finished(_folder())


def prepare():
    """Fetch it unless it is there. Raises `Trouble` where that is impossible."""
    if is_ready():
        return
    if not shutil.which("npm"):
        raise Trouble(
            "The tests of accessibility fetch axe-core with npm, which is missing: run "
            "`apt-get install npm` as root, or choose tests that do without, "
            'as in `make test ARGS="volunteer_valuation"`.'
        )
    with places.made_to_its_end(_folder()):
        long_step.run(
            "Fetching axe-core from the npm registry",
            ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent"],
            otherwise=(
                "The npm registry did not deliver axe-core: look at the network and at npm's "
                "configuration, then run the same again."
            ),
            cwd=_folder(),
        )
        package = _folder() / f"{PACKAGE}-{VERSION}.tgz"
        check(package.read_bytes())
        _unpack(package)


def check(content):
    """Raise `Trouble` unless this is the package that was looked at when it was chosen."""
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if f"sha512-{digest}" != INTEGRITY:
        raise Trouble(
            f"The npm registry delivered another {PACKAGE} {VERSION} than the one that was "
            "chosen here: look at npm's configuration, which may name a registry of its own."
        )


def _unpack(package):
    """Take the one file out that is needed."""
    with tarfile.open(package) as archive:
        script().write_bytes(archive.extractfile(f"package/{SCRIPT}").read())
    package.unlink()


def _folder():
    return places.cache() / f"{PACKAGE}-{VERSION}"
