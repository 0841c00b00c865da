"""What a year's statement tells, table by table: read by screen, paper and workbook."""

from collections import defaultdict
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ..tools.variance import compute_variance
from .volunteer_statement_cells import Bar, Cell, Picture, Row, Table

BARS = 10


def describe_period(env, first, last) -> str:
    """“2025” for a calendar year, “2024/2025” for another, both days for what is none."""
    if first == last - relativedelta(years=1) + timedelta(days=1):
        years = sorted({first.year, last.year})
        return "/".join(map(str, years))
    return f"{format_date(env, first)} – {format_date(env, last)}"


class StatementTables:
    """Lays the figures of a ``volunteer.yearly.statement`` out in tables.

    Nothing is computed here but changes and shares: the figures are those of
    ``volunteer.statement``.
    """

    def __init__(self, statement, figures):
        self.statement = statement
        self.env = statement.env
        self.now, self.before = figures, figures["previous"]
        self.currency = self.env["res.currency"].browse(self.now["currency_id"])
        self.periods = [
            self._describe_period(period) for period in (self.now, self.before)
        ]

    def get_tables(self) -> list[Table]:
        """All tables that have something to tell, in the order they are read."""
        tables = [
            self._get_key_figures(),
            *self._get_partitions(),
            self._get_foot_of_income_statement(),
            self._get_resources(),
            self._get_unvalued(),
            self._get_late_given(),
            self._get_late_booked(),
        ]
        return [table for table in tables if table and table.rows]

    # ------------------------------------------------------------------
    # Key figures
    # ------------------------------------------------------------------
    def _get_key_figures(self):
        env, money = self.env, self.currency.symbol
        rows = [
            (env._("Hours given"), "hours", "hours", False),
            (env._("of which valued"), "valued_hours", "hours", True),
            (env._("of which estimated"), "estimated_hours", "hours", True),
            (
                env._("Hours waiting for approval, not counted above"),
                "waiting_hours",
                "hours",
                False,
            ),
            (env._("People"), "people", "count", False),
            (env._("of whom volunteers"), "volunteers", "count", True),
            (env._("of whom under another status"), "volontaires", "count", True),
            (
                env._("Members of groups, of whom some may be counted several times"),
                "group_headcount",
                "count",
                False,
            ),
            (self._describe_fte(), "fte", "number", False),
            (env._("Value (%s)", money), "amount", "money", False),
            (env._("of which volunteer time"), "time_amount", "money", True),
            (env._("of which contributions in kind"), "inkind_amount", "money", True),
            (env._("Hours of seconded people"), "lent_hours", "hours", False),
            (env._("Booked (%s)", money), "booked_amount", "money", False),
            (env._("Not booked (%s)", money), "unbooked_amount", "money", False),
        ]
        return Table(
            env._("Key Figures"),
            ["", *self._get_headings()],
            [
                Row(
                    [
                        Cell(label),
                        *self._compare(kind, self.now[key], self.before[key]),
                    ],
                    is_part=is_part,
                )
                for label, key, kind, is_part in rows
            ],
        )

    def _describe_fte(self):
        bases = set(self.statement._get_companies().mapped("volunteer_fte_hours"))
        if len(bases) > 1:
            return self.env._("Full-time equivalents")
        hours = formatLang(self.env, bases.pop(), digits=0)
        return self.env._("Full-time equivalents of %(hours)s h", hours=hours)

    # ------------------------------------------------------------------
    # The whole, shared out in several ways
    # ------------------------------------------------------------------
    def _get_partitions(self):
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
            {(line["id"], line["name"]): line for line in period[key]}
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
        largest = sorted(bars, key=lambda bar: max(bar.now, bar.before), reverse=True)
        shown = bars if len(bars) <= BARS else largest[: BARS - 1]
        others = [bar for bar in bars if bar not in shown]
        if others:
            shown = [
                *shown,
                Bar(
                    self.env._("%(count)s others", count=len(others)),
                    sum(bar.now for bar in others),
                    sum(bar.before for bar in others),
                ),
            ]
        unit = self.env._("Hours") if measure == "hours" else self.currency.symbol
        kind = "hours" if measure == "hours" else "money"
        return Picture(f"{title} ({unit})", shown, kind)

    # ------------------------------------------------------------------
    # The accounts
    # ------------------------------------------------------------------
    def _get_foot_of_income_statement(self):
        env = self.env
        rows = []
        for side, title in (
            ("credit", env._("Contributions in kind, by source")),
            ("debit", env._("Use of contributions in kind")),
        ):
            accounts = self._sum_by_account(side)
            rows += [
                Row([Cell(code), Cell(name), *self._compare("money", *amounts)])
                for (code, name), amounts in accounts.items()
            ]
            total = [sum(column) for column in zip(*accounts.values(), strict=True)]
            total = [self.currency.round(amount) for amount in total] or [0.0, 0.0]
            rows.append(
                Row(
                    [Cell(""), Cell(title), *self._compare("money", *total)],
                    is_total=True,
                )
            )
        return Table(
            env._("Foot of the Income Statement (%s)", self.currency.symbol),
            [env._("Account"), env._("Name"), *self._get_headings()],
            rows,
            notes=self._describe_booking(),
            text_columns=2,
        )

    def _sum_by_account(self, side):
        """{(code, name): [this period's amount, that of the one before]} by code."""
        sums = defaultdict(lambda: [0.0, 0.0])
        for number, period in enumerate((self.now, self.before)):
            for line in period["by_nature"]:
                code = line[f"{side}_code"] or ""
                account = code, line[f"{side}_name"] or line["name"]
                sums[account][number] = self.currency.round(
                    sums[account][number] + line["amount"]
                )
        return dict(sorted(sums.items()))

    def _describe_booking(self):
        """Why these amounts are not, or not all, in the accounts."""
        env = self.env
        companies = self.statement._get_companies()
        disclosing = companies.filtered(
            lambda company: company.volunteer_booking == "disclose"
        )
        notes = []
        if disclosing:
            notes.append(
                env._(
                    "Only disclosed in the annex, not booked, by: %(associations)s.",
                    associations=", ".join(disclosing.mapped("name")),
                )
            )
        if companies - disclosing and self.now["unbooked_amount"]:
            notes.append(env._("Not all of it is booked yet."))
        return notes

    def _get_resources(self):
        env, now, before = self.env, self.now, self.before
        if not (now["resources"] or before["resources"]):
            return None
        sums = [
            (env._("Resources"), "resources", False),
            (env._("of which subsidies"), "subsidies", True),
        ]
        rows = [
            Row(
                [Cell(label), *self._compare("money", now[key], before[key])],
                is_part=is_part,
            )
            for label, key, is_part in sums
        ]
        with_gifts = [
            period["resources"] + period["amount"] for period in (now, before)
        ]
        rows += [
            self._get_share_row(env._("Share of subsidies"), "subsidy_share"),
            Row(
                [
                    Cell(env._("Resources with contributions in kind")),
                    *self._compare("money", *map(self.currency.round, with_gifts)),
                ]
            ),
            self._get_share_row(
                env._("Share of subsidies in them"), "subsidy_share_with_volunteering"
            ),
        ]
        return Table(
            env._("Resources and Subsidies (%s)", self.currency.symbol),
            ["", *self._get_headings()],
            rows,
            notes=[env._("The change of a share is in points.")],
        )

    def _get_share_row(self, label, key):
        """A share of both periods; its change is in points, which have no percentage."""
        now, before = self.now[key], self.before[key]
        return Row(
            [
                Cell(label),
                Cell(now, "share"),
                Cell(before, "share"),
                Cell(compute_variance(now, before, 4).units, "share", is_change=True),
                Cell(None),
            ],
            is_part=True,
        )

    # ------------------------------------------------------------------
    # What is apart
    # ------------------------------------------------------------------
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

    def _describe_period(self, period):
        return describe_period(self.env, period["date_from"], period["date_to"])

    def _get_sum_headings(self):
        return [self.env._("Hours"), self.currency.symbol]

    # ------------------------------------------------------------------
    # What all of them are made of
    # ------------------------------------------------------------------
    def _get_headings(self, measure=""):
        now, before = (f"{measure} {period}".strip() for period in self.periods)
        return [now, before, self.env._("Change"), self.env._("in %")]

    def _compare(self, kind, now, before):
        """Four cells: now, before, the change in units and in percent."""
        digits = self.currency.decimal_places if kind == "money" else 6
        change = compute_variance(now, before, digits)
        return [
            Cell(now, kind),
            Cell(before, kind),
            Cell(change.units, kind, is_change=True),
            Cell(change.share, "share", is_change=True),
        ]
