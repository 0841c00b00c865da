"""Finding records by the names that people and other software write for them.

Pure: no database.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable

APOSTROPHES = str.maketrans("’‘ʼ", "'''")


def tidy(name: str) -> str:
    """The name without spare spaces."""
    return " ".join(name.split())


def fold(name: str) -> str:
    """The name as people compare it: without case, accents or spare spaces.

    Only European accents go: in other scripts such marks make another word.
    """
    decomposed = unicodedata.normalize("NFKD", name.translate(APOSTROPHES).casefold())
    bare = "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")
    return tidy(bare) or tidy(name)


class Directory:
    """What is known under which names, and which of several is most likely meant."""

    def __init__(self):
        self._known = defaultdict(dict)

    def add(self, record: Hashable, names: Iterable[str], *likely: bool) -> None:
        """Enter ``record`` under its ``names``.

        :param likely: what speaks for it against others of the same name, weightiest first
        """
        exact = {tidy(name) for name in names}
        for key in {fold(name) for name in exact if name}:
            self._known[key][record] = (exact, likely)

    def find(self, name: str) -> list:
        """What ``name`` may mean: nothing, one, or several that nothing tells apart.

        The very same spelling comes first, then what is likely.
        """
        wanted = tidy(name)
        ranks = {
            record: (wanted in exact, *likely)
            for record, (exact, likely) in self._known.get(fold(name), {}).items()
        }
        best = max(ranks.values(), default=None)
        return [record for record, rank in ranks.items() if rank == best]
