"""One row of a file of time, whatever software and format it came from.

Pure: no database, no language. A problem is a code with its details; the import turns it
into a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


class FileProblem(Exception):
    """The file as a whole cannot be read: ``code``, and ``detail`` where there is one."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class CellProblem(Exception):
    """One cell cannot be understood: what it should be, its column and its text.

    ``column`` is what the file calls it, once that is known; ``key`` what we do.
    """

    def __init__(self, code: str, column: str, text: str, key: str = ""):
        super().__init__(code, column, text, key)
        self.code = code
        self.column = column
        self.text = text
        self.key = key or column


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """What one row tells. Empty text where it tells nothing.

    ``hours`` are per person. ``state`` is the state that the time had where it came from.
    ``reference`` identifies the time for the software that exported it. ``identity`` is
    all that the row tells except its moderation, alike in every format.
    ``is_handwritten``: no software exported it, so that nobody has approved it yet but
    whoever wrote it. ``choices``: what it tells in columns that other addons add, by key.
    """

    date: date
    hours: float
    date_end: date | None = None
    headcount: int = 1
    is_estimate: bool = False
    distance: float = 0.0
    title: str = ""
    description: str = ""
    person: str = ""
    email: str = ""
    association: str = ""
    structure: str = ""
    project: str = ""
    task: str = ""
    activity: str = ""
    level: str = ""
    status: str = ""
    state: str = "submitted"
    refusal_reason: str = ""
    late_reason: str = ""
    reference: str = ""
    identity: tuple = ()
    is_handwritten: bool = False
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file as a spreadsheet numbers it: its row, or what is wrong with it."""

    number: int
    row: Row | None = None
    problem: CellProblem | None = None
