"""The sums that stand under the rows of our files. Pure: no database, no language."""

from collections.abc import Iterable, Iterator, Sequence

from .exchange import ExchangeColumn

# Amounts are rounded already, hours are not: beyond this the sum of floats is noise.
DECIMALS = 6


class Totals:
    """Sums of the columns that have one, over the rows that pass through.

    Money of several currencies has no sum.
    """

    def __init__(self, columns: Sequence[ExchangeColumn]):
        self._columns = columns
        self._sums = {
            index: 0.0 for index, column in enumerate(columns) if column.is_total
        }
        self._currencies = set()

    def follow(self, rows: Iterable[Sequence]) -> Iterator[Sequence]:
        """The same rows, counted as they pass."""
        keys = [column.key for column in self._columns]
        currency = keys.index("currency") if "currency" in keys else None
        for row in rows:
            for index in self._sums:
                self._sums[index] += row[index] or 0.0
            if currency is not None and row[currency]:
                self._currencies.add(row[currency])
            yield row

    def by_key(self) -> dict[str, float | None]:
        """The sum of each column that has one."""
        return {
            self._columns[index].key: self._round(index, total)
            for index, total in self._sums.items()
        }

    def as_row(self, label: str) -> list:
        """The last row of a sheet: ``label`` first, then the sums below their columns."""
        totals = self.by_key()
        return [label, *(totals.get(column.key) for column in self._columns[1:])]

    def _round(self, index, total):
        if self._columns[index].kind == "money" and len(self._currencies) > 1:
            return None
        return round(total, DECIMALS)
