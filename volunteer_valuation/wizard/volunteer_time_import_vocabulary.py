from pathlib import Path

from odoo.tools.misc import file_path
from odoo.tools.translate import code_translations

from ..tools.exchange import COLUMNS, NO, TOTAL, YES, Vocabulary
from ..tools.names import fold

MODULE = "volunteer_valuation"
# How spreadsheets and hasty people write yes and no in any language.
TRUTHS = {"true": True, "false": False, "1": True, "0": False, "x": True}


def read_vocabulary(columns=COLUMNS) -> Vocabulary:
    """What our own files call things in English and in every language of the addons.

    Installed or not: a file may come from elsewhere.
    """
    headings = {}
    for module in dict.fromkeys(column.module for column in columns):
        its_own = [column for column in columns if column.module == module]
        words = {column.heading: column.key for column in its_own}
        headings = _translate(words, module) | headings
    return Vocabulary(
        columns=columns,
        headings=headings,
        choices={
            column.key: _translate(
                {word: choice for choice, word in column.choices.items()},
                column.module,
            )
            for column in columns
            if column.choices
        },
        truths=TRUTHS | _translate({YES: True, NO: False}),
        totals=frozenset(_translate({TOTAL: TOTAL})),
    )


def _translate(meanings, module=MODULE):
    """What words mean, in every language that ``module`` knows.

    English words first, lest a translation of another word take their place.
    """
    folded = {}
    for translations in [{}, *_read_languages(module)]:
        for word, meaning in meanings.items():
            folded.setdefault(fold(translations.get(word, word)), meaning)
    return folded


def _read_languages(module):
    folder = Path(file_path(module)) / "i18n"
    return [
        code_translations.get_python_translations(module, path.stem)
        for path in sorted(folder.glob("*.po"))
    ]
