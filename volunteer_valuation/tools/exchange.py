"""The columns of our own files of time: what is exported, and what is read again.

Pure: no database, no language. The headings people see are translations of ``heading``;
JSON names the columns by their ``key``, which never changes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

# The English words of our files: their translations are written and recognised.
STATES = {
    "draft": "Draft",
    "submitted": "Submitted",
    "approved": "Approved",
    "refused": "Refused",
}
YES, NO, TOTAL = "yes", "no", "Total"
# Where a spreadsheet sees the start of a formula: as a cell begins, and also further on,
# since a French one takes semicolons for the commas between cells, and quotes for text.
FORMULA = re.compile(r"""(^|[;\t\r\n])(?=["' ]*[=+\-@\t\r])""")
SIGNS = re.compile(r"[=+\-@\t\r]")
GUARDED = re.compile(FORMULA.pattern.replace("(?=", "'(?=", 1))


@dataclass(frozen=True)
class ExchangeColumn:
    """One column: key, English heading, kind and width of its cells, and its use.

    ``is_read``: an import takes it; what is not read follows from approval and rules.
    ``is_total``: its sum stands in the last row.
    ``in_template``: people fill it in a spreadsheet of their own.
    ``choices``: the English word of each value, where it holds one of a few.
    ``module``: the addon whose translations know its words.
    """

    key: str
    heading: str
    kind: str = "text"
    width: int = 16
    is_read: bool = True
    is_total: bool = False
    in_template: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    module: str = "volunteer_valuation"


def _template(key, heading, kind="text", width=16, **options):
    return ExchangeColumn(key, heading, kind, width, in_template=True, **options)


def _derived(key, heading, kind="text", width=16, **options):
    return ExchangeColumn(key, heading, kind, width, is_read=False, **options)


COLUMNS = (
    _template("date", "Date", "date", 12),
    _template("date_end", "Last Day", "date", 12),
    _template("person", "Person", width=26),
    _template("email", "Email", width=26),
    _template("name", "What Was Done", width=40),
    _template("description", "Description", width=40),
    _template("hours", "Hours per Person", "hours", 10),
    _template("headcount", "People", "integer", 8),
    _derived("total_hours", "Total Hours", "hours", 10, is_total=True),
    _template("is_estimate", "Estimated", "truth", 10),
    _template("distance", "Distance (km)", "hours", 12, is_total=True),
    _template("activity", "Activity", width=30),
    _template("project", "Project", width=26),
    _template("task", "Task", width=26),
    _template("level", "Level"),
    _template("status", "Status"),
    _template("structure", "Structure", width=26),
    ExchangeColumn("association", "Association", width=26),
    _template("state", "State", "choice", 14, choices=STATES),
    ExchangeColumn("refusal_reason", "Refusal Reason", width=30),
    ExchangeColumn("late_reason", "Why So Late", width=30),
    _derived("approved_by", "Approved By", width=26),
    _derived("approved_on", "Approved On", "datetime", 18),
    _derived("rule", "Rule", width=26),
    _derived("hourly_rate", "Hourly Rate", "rate", 12),
    _derived("amount", "Amount", "money", 14, is_total=True),
    _derived("currency", "Currency", width=10),
    _derived("booking", "Booking", width=26),
    ExchangeColumn("reference", "Reference", width=30),
)


@dataclass(frozen=True)
class Vocabulary:
    """What our files call things in any language: folded text (`names.fold`) → meaning.

    ``choices`` are those of each column, by its key.
    """

    columns: Sequence[ExchangeColumn] = COLUMNS
    headings: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    truths: Mapping[str, bool] = field(default_factory=dict)
    totals: frozenset[str] = frozenset()

    @cached_property
    def read_columns(self) -> Mapping[str, ExchangeColumn]:
        """The columns that an import takes, by key."""
        return {column.key: column for column in self.columns if column.is_read}


@dataclass(frozen=True)
class Words:
    """What our files call things in the language of one reader, to write them.

    ``choices`` are those of each column, by its key: value → word.
    """

    headings: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    yes: str
    no: str
    total: str
    sheet: str


def guard_formula(text: str) -> str:
    """Text as a CSV holds it: apostrophes keep a spreadsheet from running a formula."""
    return FORMULA.sub(r"\1'", text) if SIGNS.search(text) else text


def read_guarded(text: str) -> str:
    """The text that ``guard_formula`` was given. Other apostrophes stay: 's Gravenhage."""
    return GUARDED.sub(r"\1", text)
