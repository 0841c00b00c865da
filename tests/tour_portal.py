"""`make tour`: the pictures in the readmes of portal and CEC, of pages as a phone shows them.

Before those of docs/tour.md, which approve what waits in the demonstration.
"""

import pytest

import portal_pages
from conftest import REPOSITORY
from tour import PHONE, save_picture

KILOBYTES_AT_MOST = 60
# What lies below is only more of the same.
HEIGHT_AT_MOST = 1600
PORTAL = (
    "home",
    "new",
    "new-for-a-group",
    "series",
    "list",
    "entry-refused",
    "edit-refused",
    "entry-approved",
    "associations",
    "association",
    "certificates-issued",
    "verify-genuine",
    "privacy",
    "erase",
    "erased",
    "link-stall",
    "link-personal",
    "link-joining",
    "link-no-reminders",
    "link-of-nothing",
)
CEC = (
    "cec-not-started",
    "cec-draft",
    "cec-asked",
    "cec-attested",
    "cec-refused",
    "cec-sheet",
)
PICTURES = [
    (addon, name)
    for addon, names in (
        ("volunteer_valuation_portal", PORTAL),
        ("volunteer_valuation_cec", CEC),
    )
    for name in names
]
PAGES = {page.name: page for page in portal_pages.PAGES}


@pytest.fixture(scope="module")
def found(demo_server):
    return portal_pages.find(demo_server)


@pytest.mark.parametrize("addon, name", PICTURES)
def test_picture(demo_server, found, sessions, addon, name):
    page = PAGES[name]
    shown = sessions(page.role)
    shown.set_viewport_size(PHONE)
    portal_pages.go(shown, demo_server, page, found)
    height = shown.evaluate("document.querySelector('#wrapwrap').scrollHeight")
    shown.set_viewport_size(
        {"width": PHONE["width"], "height": min(height, HEIGHT_AT_MOST)}
    )
    picture = REPOSITORY / addon / "readme" / "pictures" / f"{name}.png"
    save_picture(shown, picture, KILOBYTES_AT_MOST)
