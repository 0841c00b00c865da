"""What a yearly sheet tells: the same on paper and in a workbook."""

from dataclasses import dataclass

from odoo.models import BaseModel

from .volunteer_yearly_sheet_pages import estimate_row, paginate

# Widths of the columns on paper, in CSS pixels; what was done takes what is left.
PAPER_WIDTH = 880
COLUMN_WIDTHS = {
    "date": 90,
    "activity": 160,
    "project": 150,
    "hours": 70,
    "rate": 85,
    "amount": 100,
}
VALUE_COLUMNS = frozenset({"rate", "amount"})


@dataclass(frozen=True)
class YearlySheet:
    """The approved time that one person gave an association in a period.

    ``entries`` are in the order of their days; ``waiting_hours`` are those of the same
    period that are submitted and not yet approved.
    """

    person: BaseModel
    entries: BaseModel
    waiting_hours: float
    shows_value: bool

    @property
    def hours(self) -> float:
        """Approved hours, those of everybody where an entry is a group's."""
        return sum(self.entries.mapped("total_hours"))

    @property
    def amount(self) -> float:
        """What they are worth, as far as they are valued."""
        return self.entries.currency_id.round(sum(self.entries.mapped("amount")))

    @property
    def widths(self) -> dict[str, int]:
        """Widths of the columns on paper."""
        widths = {
            name: width
            for name, width in COLUMN_WIDTHS.items()
            if self.shows_value or name not in VALUE_COLUMNS
        }
        return widths | {"name": PAPER_WIDTH - sum(widths.values())}

    @property
    def pages(self) -> list[BaseModel]:
        """The entries of each page on paper."""
        widths = self.widths
        heights = [
            estimate_row(
                (
                    (entry.name or "", widths["name"]),
                    (entry.activity_id.name or "", widths["activity"]),
                    (entry.project_id.name or "", widths["project"]),
                ),
                more_lines=entry.is_estimate or entry.headcount > 1,
            )
            for entry in self.entries
        ]
        return [self.entries[page] for page in paginate(heights)]
