from pathlib import Path

from odoo.tools.misc import file_path
from odoo.tools.translate import code_translations

from ..tools.exchange import COLUMNS, NO, STATES, TOTAL, YES, Vocabulary
from ..tools.names import fold

MODULE = "volunteer_valuation"
# How spreadsheets and hasty people write yes and no in any language.
TRUTHS = {"true": True, "false": False, "1": True, "0": False, "x": True}


def read_vocabulary() -> Vocabulary:
    """What our own files call things in English and in every language of the addon.

    Installed or not: a file may come from elsewhere.
    """
    folder = Path(file_path(f"{MODULE}/i18n"))
    languages = [
        code_translations.get_python_translations(MODULE, path.stem)
        for path in sorted(folder.glob("*.po"))
    ]

    def translate(meanings):
        """English words first, lest a translation of another word take their place."""
        folded = {}
        for translations in [{}, *languages]:
            for word, meaning in meanings.items():
                folded.setdefault(fold(translations.get(word, word)), meaning)
        return folded

    return Vocabulary(
        headings=translate({column.heading: column.key for column in COLUMNS}),
        states=translate({label: state for state, label in STATES.items()}),
        truths=TRUTHS | translate({YES: True, NO: False}),
        totals=frozenset(translate({TOTAL: TOTAL})),
    )
