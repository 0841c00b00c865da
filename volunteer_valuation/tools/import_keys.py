"""Keys by which an imported row is recognised when it comes again. Pure."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from .time_rows import Row


def compute_import_keys(rows: Iterable[Row]) -> list[str]:
    """One key per row, the same in every later file that holds the same time.

    A row's reference, where it has one. Otherwise the digest of all it tells except its
    moderation, plus its rank among equal rows. Approved rows come first among equals, so
    that the order of the file does not decide which of them is approved.
    """
    rows = list(rows)
    seen = Counter()
    keys = {}
    for index in sorted(
        range(len(rows)), key=lambda index: rows[index].state != "approved"
    ):
        row = rows[index]
        if row.reference:
            keys[index] = row.reference
            continue
        content = json.dumps([*row.identity, seen[row.identity]], ensure_ascii=False)
        keys[index] = hashlib.sha256(content.encode()).hexdigest()
        seen[row.identity] += 1
    return [keys[index] for index in range(len(rows))]
