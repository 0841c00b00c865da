"""The whole of a year, shared out in several ways."""

from math import fsum

from .volunteer_statement_cells import Bar, Cell, Picture, Row, Table
from .volunteer_statement_table_maker import TableMaker

BARS = 10


class Partitions(TableMaker):
    """Hours and value by nature, project, activity…: each table adds up to the whole."""

    def get_tables(self):
        env = self.env
        kinds = [
            ("by_nature", env._("By Nature"), "amount"),
            ("by_project", env._("By Project"), "hours"),
            ("by_activity", env._("By Activity"), "hours"),
            ("by_destination", env._("By Destination"), None),
            ("by_level", env._("By Level"), None),
            ("by_origin", env._("By Origin"), None),
            ("by_status", env._("By Status"), None),
            ("by_branch", env._("By Branch"), None),
        ]
        return [
            self._get_partition(key, title, pictured) for key, title, pictured in kinds
        ]

    def _get_partition(self, key, title, pictured):
        env = self.env
        lines = self._put_side_by_side(key)
        if key == "by_branch" and len(lines) == 1:
            return None
        rows = [
            Row(
                [
                    Cell(now["name"]),
                    *self._compare("hours", now["hours"], before["hours"]),
                    *self._compare("money", now["amount"], before["amount"]),
                ]
            )
            for now, before in lines
        ]
        total = [
            Cell(env._("Total")),
            *self._compare("hours", self.now["hours"], self.before["hours"]),
            *self._compare("money", self.now["amount"], self.before["amount"]),
        ]
        return Table(
            title,
            [
                "",
                *self._get_headings(env._("Hours")),
                *self._get_headings(self.currency.symbol),
            ],
            [*rows, Row(total, is_total=True)] if rows else [],
            notes=self._describe_missing_branches() if key == "by_branch" else (),
            picture=pictured and self._get_picture(title, lines, pictured),
        )

    def _put_side_by_side(self, key):
        """Lines of both periods: those of this one first, then those that are no more."""
        nothing = {"hours": 0.0, "amount": 0.0}
        now, before = (
            {
                (line.get("model"), line["id"], line["name"]): line
                for line in period[key]
            }
            for period in (self.now, self.before)
        )
        return [
            (now.get(line) or before[line] | nothing, before.get(line, nothing))
            for line in now | before
        ]

    def _describe_missing_branches(self):
        missing = [line["name"] for line in self.now["by_branch"] if line["is_missing"]]
        if not missing:
            return ()
        return (
            self.env._("No time came from: %(branches)s.", branches=", ".join(missing)),
        )

    def _get_picture(self, title, lines, measure):
        """The largest lines as bars, the others added up; none where there is nothing."""
        bars = [
            Bar(now["name"], now[measure], before[measure]) for now, before in lines
        ]
        bars = [bar for bar in bars if bar.now or bar.before]
        if not bars:
            return None
        if len(bars) > BARS:
            bars.sort(key=lambda bar: max(bar.now, bar.before), reverse=True)
            bars, others = bars[: BARS - 1], bars[BARS - 1 :]
            bars.append(
                Bar(
                    self.env._("%(count)s others", count=len(others)),
                    fsum(bar.now for bar in others),
                    fsum(bar.before for bar in others),
                )
            )
        unit = self.env._("Hours") if measure == "hours" else self.currency.symbol
        kind = "hours" if measure == "hours" else "money"
        return Picture(f"{title} ({unit})", bars, kind)
