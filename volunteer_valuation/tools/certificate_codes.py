"""Codes that certificates are verified by. Pure.

Nobody finds one by trying: 20 letters out of 32 are 100 random bits. They are read aloud and
typed from paper: letters and digits that look alike are one (Crockford's base 32).
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
GROUP = 4
# Whatever is longer is no code, with all that people put between letters.
LONGEST = 100
LOOKS_ALIKE = str.maketrans("OIL", "011", "-–—_.·")


def make_code() -> str:
    """A new code, such as ``7QK2-M0ZD-XR4V-9TB1-HC8W``."""
    return _group("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def read_code(text: str) -> str | None:
    """The code that somebody typed, as it was made; None where it cannot be one."""
    if len(text) > LONGEST:
        return None
    letters = "".join(text.upper().split()).translate(LOOKS_ALIKE)
    if len(letters) != LENGTH or set(letters) - set(ALPHABET):
        return None
    return _group(letters)


def _group(letters):
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))
