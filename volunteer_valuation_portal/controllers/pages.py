"""What the pages of volunteers have in common: how they are shown, and how they refuse."""

import re
import unicodedata
from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.volunteer_valuation.tools.cells import UNSTORABLE

# Signs that change the direction of what follows them.
MISLEADING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Letters, marks, numbers, punctuation and symbols: what can be seen.
VISIBLE = "LMNPS"


def show_page(template, status=200, **values):
    """Answer with a page.

    :param str template: name of the template, with its addon where it is not of this one
    :param values: what it shows; ``problem`` is a sentence told at its top
    """
    if "." not in template:
        template = f"volunteer_valuation_portal.{template}"
    response = request.render(
        template,
        {"page_name": "volunteering", **values},
        status=status,
    )
    # What is shown is somebody's own: nothing else keeps it, or frames it.
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


class Attempt:
    """What came of something tried: ``problem`` is the sentence that refused it, if any."""

    problem = None


@contextmanager
def attempt():
    """Try what may be refused: a refusal undoes all of it, and is told as one sentence.

    ::

        with attempt() as tried:
            entry._do_something()
        if tried.problem:
            return show_page("form", problem=tried.problem)
    """
    tried = Attempt()
    try:
        with request.env.cr.savepoint():
            yield tried
    except UserError as refusal:
        tried.problem = str(refusal)
        request.env.invalidate_all(flush=False)


def read_text(form, name, limit=200):
    """The text that a form holds under this name, without surrounding spaces, never too long.

    Nor does it hold what no database can, line breaks of another kind than elsewhere, or
    signs that let text look like another one. What nobody can see is no text.
    """
    value = form.get(name)
    if not isinstance(value, str):
        return ""
    text = MISLEADING.sub("", UNSTORABLE.sub("", value)).replace("\r\n", "\n")
    is_seen = any(unicodedata.category(sign)[0] in VISIBLE for sign in text)
    return text.strip()[:limit] if is_seen else ""


def read_id(form, name):
    """The positive id that a form holds under this name, or None."""
    text = read_text(form, name, limit=9)
    return int(text) if text.isascii() and text.isdigit() else None
