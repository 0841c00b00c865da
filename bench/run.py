"""What `make bench` runs inside Odoo's environment: all the works, then their table.

run.py DATABASE SMALL_DATABASE ROWS PYTHON_OF_BENEVALIBRE
"""

import sys

import association
import work_benevalibre
import work_book
import work_create
import work_export
import work_import
import work_own_list
import work_pivot
import work_statement
from comparison import write_table

FEW_ROWS = 1_000
# Each figure is a median; half a minute is not repeated as often as half a second.
ROUNDS, ROUNDS_OF_LONG_WORK = 5, 3


def run(database, small_database, rows, python_of_benevalibre):
    """Prepare both databases, measure, and print the table."""
    association.start_odoo()
    full, nearly_empty = (
        association.Association(name) for name in (database, small_database)
    )
    for prepared, count in ((nearly_empty, FEW_ROWS), (full, rows)):
        _say(f"Preparing {count:,} entries …")
        prepared.prepare()
        prepared.fill(count)
    lines = []
    for line in _measure(full, nearly_empty, rows, python_of_benevalibre):
        lines.append(line)
        _say(write_table(lines).splitlines()[-1])
    print(write_table(lines))


def _measure(full, nearly_empty, rows, python_of_benevalibre):
    yield work_create.measure(nearly_empty, ROUNDS)
    yield work_import.measure(nearly_empty, ROUNDS_OF_LONG_WORK)
    yield from work_export.measure(full, rows, ROUNDS_OF_LONG_WORK)
    yield work_book.measure(full, rows, ROUNDS_OF_LONG_WORK)
    yield from work_own_list.measure(full, nearly_empty, rows, 10 * ROUNDS)
    yield work_pivot.measure(full, rows, ROUNDS)
    yield work_statement.measure(full, rows, ROUNDS_OF_LONG_WORK)
    yield from work_benevalibre.measure(full, python_of_benevalibre, ROUNDS)


def _say(sentence):
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
