"""Finding records by the names that people and other software write for them.

Pure: no database.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable
from difflib import SequenceMatcher

# How alike two folded names are, from 0 to 1, to be proposed for one another.
ALIKE = 0.7
# Beyond this number of names, only those that share a word with the wanted one are compared.
COMPARED_AT_MOST = 500
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
        self._by_word = defaultdict(set)
        self._records = set()

    def __contains__(self, record: Hashable) -> bool:
        return record in self._records

    def add(self, record: Hashable, names: Iterable[str], *likely: bool) -> None:
        """Enter ``record`` under its ``names``.

        :param likely: what speaks for it against others of the same name, weightiest first
        """
        self._records.add(record)
        exact = {tidy(name) for name in names}
        for key in {fold(name) for name in exact if name}:
            self._known[key][record] = (exact, likely)
            for word in key.split():
                self._by_word[word].add(key)

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

    def find_similar(self, name: str, limit: int = 3) -> list:
        """What is called nearly like ``name``, the most alike first: proposals, no more."""
        wanted = fold(name)
        matcher = SequenceMatcher(b=wanted)
        likeness = {
            key: _compute_likeness(matcher, key)
            for key in self._get_comparable(wanted)
            if key != wanted and wanted
        }
        alike = sorted(
            (key for key in likeness if likeness[key] >= ALIKE),
            key=lambda key: (-likeness[key], key),
        )
        records = dict.fromkeys(record for key in alike for record in self._known[key])
        return list(records)[:limit]

    def _get_comparable(self, wanted):
        """All names where they are few, else those that share a word, rare words first."""
        if len(self._known) <= COMPARED_AT_MOST:
            return set(self._known)
        comparable = set()
        for keys in sorted(
            (self._by_word.get(word, set()) for word in wanted.split()), key=len
        ):
            if len(comparable) + len(keys) > COMPARED_AT_MOST:
                break
            comparable |= keys
        return comparable


def _compute_likeness(matcher: SequenceMatcher, key: str) -> float:
    """Ratio of equal characters; 1 where one name holds all words, or the start, of another."""
    wanted = matcher.b
    words, wanted_words = set(key.split()), set(wanted.split())
    if words <= wanted_words or wanted_words <= words:
        return 1.0
    if len(wanted) > 2 and key.startswith(wanted):
        return 1.0
    matcher.set_seq1(key)
    # Cheaper upper bounds first: nearly all names end here.
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
