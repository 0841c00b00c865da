"""What the annex is made of: sections of sentences, tables and lists."""

from dataclasses import dataclass, field


@dataclass
class Table:
    """A table whose first column names the rows; the last row may be their total."""

    headings: list[str]
    rows: list[list[str]]
    total: list[str] | None = None


@dataclass
class Section:
    """A titled part of the annex: sentences, then a table, then a list."""

    title: str
    sentences: list[str] = field(default_factory=list)
    table: Table | None = None
    items: list[str] = field(default_factory=list)
