"""The Python environment that Odoo, the tests and the checks run in."""

import os

import places
import virtual_environment

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
    """Return the environment's folder."""
    return virtual_environment.folder("python", REQUIREMENTS)


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
        virtual_environment.make_empty(folder())
        virtual_environment.install(
            folder(), "Installing Python packages", REQUIREMENTS
        )
        script = program("odoo")
        script.write_text(ODOO_SCRIPT.format(python=program("python")))
        script.chmod(0o755)


def prepare_for_developers():
    """Add the tools of `make test` and `make lint` to it, unless they are there."""
    prepare()
    mark = folder() / f".tools-{virtual_environment.key(FOR_DEVELOPERS)}"
    if not mark.exists():
        virtual_environment.install(
            folder(), "Installing test and lint tools", FOR_DEVELOPERS
        )
        mark.touch()
