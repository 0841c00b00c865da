"""What a log of Odoo complains about."""

import re

COMPLAINT = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) ", re.MULTILINE)
# Odoo's Debian package lacks this file of Odoo itself: a line whenever pages are first built.
KNOWN = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def complaints(log):
    """Return the warnings and errors of a log, one line each, but for the known one."""
    lines = [line for line in log.splitlines() if COMPLAINT.match(line)]
    return [line for line in lines if KNOWN not in line]
