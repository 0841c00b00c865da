"""`make tour`: the pictures in the portal's readme, of each of its pages as a phone shows it.

Before those of docs/tour.md, which approve what waits in the demonstration.
"""

import pytest

import portal_pages
from conftest import REPOSITORY
from tour import PHONE, save_picture

FOLDER = REPOSITORY / "volunteer_valuation_portal" / "readme" / "pictures"
KILOBYTES_AT_MOST = 60
# What lies below is only more of the same.
HEIGHT_AT_MOST = 1600
PICTURES = (
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
PAGES = {page.name: page for page in portal_pages.PAGES}


@pytest.fixture(scope="module")
def found(demo_server):
    return portal_pages.find(demo_server)


@pytest.mark.parametrize("name", PICTURES)
def test_picture(demo_server, found, sessions, name):
    page = PAGES[name]
    shown = sessions(page.role)
    shown.set_viewport_size(PHONE)
    portal_pages.go(shown, demo_server, page, found)
    height = shown.evaluate("document.querySelector('#wrapwrap').scrollHeight")
    shown.set_viewport_size(
        {"width": PHONE["width"], "height": min(height, HEIGHT_AT_MOST)}
    )
    save_picture(shown, FOLDER / f"{name}.png", KILOBYTES_AT_MOST)
