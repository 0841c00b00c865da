"""What a yearly sheet tells: the same on paper and in a workbook."""

from dataclasses import dataclass
from functools import cached_property
from math import fsum

from odoo.models import BaseModel

from .volunteer_yearly_sheet_pages import estimate_row, paginate, share_width

# Widths on paper, in CSS pixels; the columns of text share what is left.
PAPER_WIDTH = 880
COLUMN_WIDTHS = {"date": 90, "hours": 70}
VALUE_COLUMN_WIDTHS = {"rate": 85, "amount": 100}


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
        return fsum(self.entries.mapped("total_hours"))

    @property
    def amount(self) -> float:
        """What they are worth, as far as they are valued."""
        return self.entries.currency_id.round(fsum(self.entries.mapped("amount")))

    @cached_property
    def widths(self) -> dict[str, int]:
        """Widths of the columns on paper."""
        widths = COLUMN_WIDTHS | (VALUE_COLUMN_WIDTHS if self.shows_value else {})
        texts = {
            "name": self.entries.mapped(lambda entry: entry.name or ""),
            "activity": self.entries.activity_id.mapped("name"),
            "project": self.entries.project_id.mapped("name"),
        }
        return widths | share_width(PAPER_WIDTH - sum(widths.values()), texts)

    @cached_property
    def pages(self) -> list[BaseModel]:
        """The entries of each page on paper."""
        heights = [
            estimate_row(
                (
                    (entry.name or "", self.widths["name"]),
                    (entry.activity_id.name or "", self.widths["activity"]),
                    (entry.project_id.name or "", self.widths["project"]),
                ),
                more_lines=entry.is_estimate + (entry.headcount > 1),
            )
            for entry in self.entries
        ]
        return [self.entries[page] for page in paginate(heights)]
