"""Durations as people write them, and as they like to read them. Pure."""

import re

from .names import fold

HOURS_PER_DAY = 7.0
NUMBER = r"\d{1,6}(?:[.,]\d{1,6})?"
DAY = r"(?:jours?|journees?|days?|j|d)"
HOUR = r"(?:heures?|hours?|hrs?|h)"
MINUTE = r"(?:minutes?|mins?|mn|m)"
# Spaces that separate no two numbers.
BETWEEN = re.compile(r"(?<=\d) (?=[a-z:])|(?<=[a-z:]) (?=\d)", re.ASCII)
# Minutes that follow hours have two digits, lest 2h5 be taken for 2h50 or two and a half.
WRITTEN = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?P<hours>{NUMBER}){HOUR}?",
        rf"(?P<whole>\d{{1,4}})(?:{HOUR}|:)(?P<minutes>[0-5]\d){MINUTE}?(?::00)?",
        rf"(?P<whole>\d{{1,4}}){HOUR}(?P<minutes>[0-5]?\d){MINUTE}",
        rf"(?P<minutes>{NUMBER}){MINUTE}",
        rf"(?P<days>{NUMBER}){DAY}",
    )
]


def parse_duration(text: str, hours_per_day: float = HOURS_PER_DAY) -> float:
    """Hours, from text such as ``2h30``, ``2:30``, ``2,5``, ``150 min`` or ``1 day``.

    :raises ValueError: where the text is none of these, such as ``2h75``
    """
    bare = BETWEEN.sub("", fold(text))
    for pattern in WRITTEN:
        if match := pattern.fullmatch(bare):
            numbers = {
                unit: float(number.replace(",", "."))
                for unit, number in match.groupdict().items()
            }
            hours = numbers.get("hours", 0) or numbers.get("whole", 0)
            minutes = numbers.get("minutes", 0)
            return numbers.get("days", 0) * hours_per_day + hours + minutes / 60
    raise ValueError(text)


def format_duration(hours: float) -> str:
    """Hours to the minute, as people write them: ``2 h 30``, ``2 h``, ``45 min``."""
    whole, minutes = divmod(round(abs(hours) * 60), 60)
    sign = "-" if hours < 0 and (whole or minutes) else ""
    if not whole and minutes:
        return f"{sign}{minutes} min"
    return f"{sign}{whole} h {minutes:02}" if minutes else f"{sign}{whole} h"
