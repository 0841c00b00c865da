"""The Python environment of Bénévalibre, a peer that `make bench` measures."""

import places
import virtual_environment

REQUIREMENTS = places.REPOSITORY / "bench" / "requirements-benevalibre.txt"
GIGABYTES = 0.3


def program(name):
    """Return the path of a program of the environment."""
    return _folder() / "bin" / name


def is_ready():
    """Tell whether Bénévalibre can run in it."""
    return places.is_finished(_folder())


def prepare():
    """Make the environment that Bénévalibre runs in, unless it is there."""
    if is_ready():
        return
    with places.one_at_a_time():
        # A run beside this one may have made it meanwhile.
        if not is_ready():
            _make()


def _make():
    places.need_free_space(GIGABYTES)
    with places.made_to_its_end(_folder()):
        virtual_environment.make_empty(_folder())
        virtual_environment.install(_folder(), "Installing Bénévalibre", REQUIREMENTS)


def _folder():
    return virtual_environment.folder("benevalibre", REQUIREMENTS)
