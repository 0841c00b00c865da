from collections.abc import Hashable
from dataclasses import dataclass, field

from ..tools.time_rows import Line


@dataclass(slots=True)
class Step:
    """What importing one line of a file does: an outcome of the import's lines."""

    line: Line
    import_key: str = ""
    outcome: str = ""
    problem: str = ""
    # Lines whose problems are of the same kind are reported together.
    kind: Hashable = None
    # The entry that the row made, now or before.
    entry_id: int | None = None
    # Ids of the records that the row names, by field of the entry.
    named_ids: dict[str, int] = field(default_factory=dict)

    @property
    def row(self):
        """What the line tells, None where it is not understood."""
        return self.line.row

    def refuse(self, problem: str, kind: Hashable = None) -> None:
        """Make an error of this line; the first problem found is the one that is told."""
        if self.outcome != "error":
            self.outcome = "error"
            self.problem = problem
            self.kind = kind or problem
