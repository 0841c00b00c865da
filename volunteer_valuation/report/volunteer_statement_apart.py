"""What a year's statement tells apart from its sums."""

from .volunteer_statement_cells import Cell, Row, Table
from .volunteer_statement_table_maker import TableMaker


class SetApart(TableMaker):
    """Time without value and why, time that came after its booking."""

    def get_tables(self):
        return [
            self._get_unvalued(),
            self._get_late_given(),
            self._get_late_booked(),
        ]

    def _get_unvalued(self):
        env = self.env
        return Table(
            env._("Hours That Are Not Valued, and Why"),
            [env._("Why"), env._("Entries"), env._("Hours")],
            [
                Row(
                    [
                        Cell(line["reason"]),
                        Cell(line["count"], "count"),
                        Cell(line["hours"], "hours"),
                    ]
                )
                for line in self.now["unvalued"]
            ],
        )

    def _get_late_given(self):
        """Time of this period that came after its booking."""
        env = self.env
        return Table(
            env._("Given in This Period, Late: Not Counted Above"),
            [env._("Booked Period"), env._("Why So Late"), *self._get_sum_headings()],
            [
                Row(
                    [
                        Cell(self._describe_period(line)),
                        Cell(self._describe_late(line)),
                        Cell(line["hours"], "hours"),
                        Cell(line["amount"], "money"),
                    ]
                )
                for line in self.now["late_given"]
            ],
            text_columns=2,
        )

    def _get_late_booked(self):
        """Time of earlier periods that the bookings of this one took in."""
        env = self.env
        return Table(
            env._("Given in Earlier Periods, Booked in This One: Counted Above"),
            [env._("Given In"), env._("Why So Late"), *self._get_sum_headings()],
            [
                Row(
                    [
                        Cell(self._describe_period(line)),
                        Cell(line["reason"]),
                        Cell(line["hours"], "hours"),
                        Cell(line["amount"], "money"),
                    ]
                )
                for line in self.now["late_booked"]
            ],
            text_columns=2,
        )

    def _describe_late(self, line):
        if line["is_booked"]:
            return self.env._("Booked in a later period. %s", line["reason"]).strip()
        return self.env._("Not booked. %s", line["reason"]).strip()

    def _get_sum_headings(self):
        return [self.env._("Hours"), self.currency.symbol]
