"""The block 86/87 of a grant form: amounts by the form's own numbers, zero lines included."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple


class FormLine(NamedTuple):
    """A line as the form prints it; a code of "" is no number of the form's."""

    code: str
    name: str
    amount: Decimal = Decimal()


class Contribution(NamedTuple):
    """What was given of one nature; a code of "" is none on the form."""

    code: str
    name: str
    amount: Decimal


def fill_side(
    printed: Mapping[str, str], contributions: Iterable[Contribution]
) -> list[FormLine]:
    """Lines of one side, in the order of the form.

    What has no line on the form comes after them, under its own name: left out, it would
    make the two sides differ.

    :param printed: names of the form's lines by their numbers
    """
    sums = dict.fromkeys(printed, Decimal())
    others = defaultdict(Decimal)
    for contribution in contributions:
        if contribution.code in printed:
            sums[contribution.code] += contribution.amount
        elif contribution.amount:
            others[contribution.code, contribution.name] += contribution.amount
    return [
        *(FormLine(code, printed[code], amount) for code, amount in sums.items()),
        *(FormLine(code, name, amount) for (code, name), amount in others.items()),
    ]
