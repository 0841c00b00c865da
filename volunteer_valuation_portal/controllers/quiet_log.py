"""Keep the tokens of links out of the log, whoever writes it.

The address of a request is logged by the HTTP server, by Odoo where a form is refused, by
the dump of what threads are doing… A token there would let whoever reads a log file
declare time. The log of a proxy in front of Odoo is its administrator's to silence.
"""

import logging
import re
from contextlib import suppress

PATH = "/volunteering"
# What follows in an address of a link, but for pages that bear a name or a number there:
# also where a slash is doubled, or written otherwise.
TOKEN = re.compile(
    r"(?<!/my)/volunteering(?:/|%2F)(?:[ ./]|%2[0EF])*"
    r"(?!verify/)[^\s./%?#\"'<>][^\s/?#\"'<>]*",
    re.IGNORECASE,
)
MASKED = "/volunteering/***"


def mask(text):
    """``text`` without the tokens of links."""
    return TOKEN.sub(MASKED, text) if PATH in text.lower() else text


def make_quiet(make_record):
    """Let what makes the records of the log make them without tokens."""

    def make_quiet_record(*args, **kwargs):
        record = make_record(*args, **kwargs)
        # A message that does not fit its arguments is its handler's to report.
        with suppress(Exception):
            message = record.getMessage()
            if (masked := mask(message)) != message:
                record.msg, record.args = masked, ()
            if record.exc_info:
                trace = logging.Formatter().formatException(record.exc_info)
                if (masked := mask(trace)) != trace:
                    record.exc_text = masked
        return record

    make_quiet_record.is_quiet = True
    return make_quiet_record


def keep_tokens_out_of_the_log():
    """For all loggers of this process, once."""
    make_record = logging.getLogRecordFactory()
    if not getattr(make_record, "is_quiet", False):
        logging.setLogRecordFactory(make_quiet(make_record))


keep_tokens_out_of_the_log()
