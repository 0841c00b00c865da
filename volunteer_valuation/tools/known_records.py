"""What a row of a file names, and the records that bear such a name.

Pure: no database; records are ids.
"""

from collections import defaultdict
from typing import NamedTuple

from .names import Directory, fold


class Named(NamedTuple):
    """A name in a file: that of a person with an address, of a task in a project, …

    ``kind`` is the field of a time entry that it stands for. ``project_id`` is that of a
    task's project, where one is told.
    """

    kind: str
    name: str
    detail: str = ""
    project_id: int | bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """The same for every spelling."""
        return self.kind, fold(self.name), fold(self.detail)


class Records:
    """Activities, projects, levels… known by their names."""

    def __init__(self):
        self.names = Directory()
        self.new = set()

    def __contains__(self, record_id):
        return record_id in self.names

    def add(self, record_id, names, *likely):
        self.names.add(record_id, names, *likely)

    def add_new(self, record_id: int, named: Named) -> None:
        """Enter what was created for ``named``."""
        self.new.add(record_id)
        self._add_named(record_id, named)

    def _add_named(self, record_id, named):
        self.names.add(record_id, [named.name], True, True)

    def find(self, named: Named) -> tuple[str, list]:
        """The situation, empty where there is no doubt, and the ids of what may be meant."""
        return describe_found(self._choose_directory(named).find(named.name))

    def find_similar(self, named: Named) -> list:
        """The ids of what is called nearly so, but for what was created since."""
        similar = self._choose_directory(named).find_similar(named.name)
        return [record_id for record_id in similar if record_id not in self.new]

    def _choose_directory(self, named):
        return self.names


class People(Records):
    """People, by name and by e-mail address: the address decides where one is told."""

    def __init__(self):
        super().__init__()
        self.emails = Directory()
        self.both = Directory()
        self.with_email = set()

    def add(self, record_id, names, *likely, email=None):
        self.names.add(record_id, names, *likely)
        if email:
            self.with_email.add(record_id)
            self.emails.add(record_id, [email], *likely)
            self.both.add(record_id, [f"{email} {name}" for name in names], *likely)

    def _add_named(self, record_id, named):
        email = named.detail.strip().lower()
        self.add(record_id, [named.name], True, True, email=email)

    def find(self, named):
        named_so = self.names.find(named.name)
        email = named.detail.strip().lower()
        if not email:
            return describe_found(named_so)
        if both := self.both.find(f"{email} {named.name}"):
            return describe_found(both)
        if owners := self.emails.find(email):
            situation, found = describe_found(owners)
            # Families share addresses: whoever imports sees whose time this becomes.
            return situation or ("email" if named.name != named.detail else ""), found
        if len(named_so) == 1 and named_so[0] in self.with_email:
            return "ambiguous", named_so
        return describe_found(named_so)


class Tasks(Records):
    """Tasks, each by its name in its project, or in any where none is told."""

    def __init__(self):
        super().__init__()
        self.by_project = defaultdict(Directory)

    def add(self, record_id, names, *likely, project_id=False):
        self.names.add(record_id, names, *likely)
        self.by_project[project_id].add(record_id, names, *likely)

    def _add_named(self, record_id, named):
        self.add(record_id, [named.name], True, project_id=named.project_id)

    def _choose_directory(self, named):
        return self.by_project[named.project_id] if named.project_id else self.names


def describe_found(found: list) -> tuple[str, list]:
    """The situation that ``found`` ids make, and they."""
    return {0: "unknown", 1: ""}.get(len(found), "ambiguous"), found
