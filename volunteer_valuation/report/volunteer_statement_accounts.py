"""What a year's contributions are in the accounts, and beside them."""

from collections import defaultdict

from .volunteer_statement_cells import Cell, Row, Table
from .volunteer_statement_table_maker import TableMaker


class Accounts(TableMaker):
    """The foot of the income statement, and the resources with and without what was given."""

    def get_tables(self):
        return [self._get_foot_of_income_statement(), self._get_resources()]

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
            total = [
                self.currency.round(
                    sum(amounts[period] for amounts in accounts.values())
                )
                for period in (0, 1)
            ]
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
        """{(code, name): [this period's amount, that of the one before]} by code.

        A nature that nothing was given of, and that has no account, is no line.
        """
        sums = defaultdict(lambda: [0.0, 0.0])
        for number, period in enumerate((self.now, self.before)):
            for line in period["by_nature"]:
                code = line[f"{side}_code"] or ""
                account = code, line[f"{side}_name"] or line["name"]
                sums[account][number] = self.currency.round(
                    sums[account][number] + line["amount"]
                )
        return {
            (code, name): amounts
            for (code, name), amounts in sorted(sums.items())
            if code or any(amounts)
        }

    def _describe_booking(self):
        """Why these amounts are not, or not all, in the accounts."""
        env = self.env
        companies = self.statement._get_companies().sudo()
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
            notes=[self._describe_source(), self._describe_points()],
        )

    def _describe_source(self):
        if self.statement.resources or self.statement.previous_resources:
            return self.env._("Typed in from books that are kept elsewhere.")
        return self.env._("Posted income of the books.")
