"""Every page of the portal, in French: no fault that axe-core knows, nothing to scroll sideways."""

import pytest

import accessibility
import axe_core
import portal_pages

PHONE, DESK = 390, 1280
PAGES = pytest.mark.parametrize(
    "page", portal_pages.PAGES, ids=[page.name for page in portal_pages.PAGES]
)
# How far the page, or our part of it, reaches beyond what is seen.
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
OUR_OVERFLOW = """
(wrap => wrap.scrollWidth - wrap.clientWidth)(document.querySelector('#wrap'))
"""

# Files; and further pages of the list.
NOT_LOOKED_AT = [
    "/my/volunteering/certificate/<int:certificate_id>/pdf",
    "/my/volunteering/export/<any(csv, xlsx, json):file_format>",
    "/my/volunteering/page/<int:page>",
]


@pytest.fixture(scope="session", autouse=True)
def axe():
    axe_core.prepare()


@pytest.fixture(scope="session")
def found(demo_server):
    return portal_pages.find(demo_server)


@pytest.fixture(scope="session")
def show(demo_server, found, sessions):
    """Return a function that shows a page to its role: ``show(page, width=390)``."""

    def show(page, width, height=900):
        browser_page = sessions(page.role)
        browser_page.set_viewport_size({"width": width, "height": height})
        portal_pages.open_page(browser_page, demo_server, page, found)
        return browser_page

    return show


@PAGES
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_fault_is_ours(show, page, width):
    faults = accessibility.find_faults(show(page, width))
    ours = [fault for fault in faults if fault.ours]
    assert not ours, accessibility.describe(ours)
    unknown = [
        fault
        for fault in faults
        if not fault.ours and fault.rule not in accessibility.KNOWN_IN_FRAME
    ]
    assert not unknown, accessibility.describe(unknown)


@PAGES
def test_nothing_scrolls_sideways(show, page):
    shown = show(page, 320)
    assert shown.evaluate("document.documentElement.lang").startswith("fr")
    assert shown.evaluate(OVERFLOW) <= 0


@PAGES
def test_twice_the_size_fits(show, page):
    # A window of 1280 has room for 640 when it shows all twice as large.
    assert show(page, DESK // 2).evaluate(OVERFLOW) <= 0


@PAGES
@pytest.mark.parametrize("width, size", [(PHONE, "130%"), (DESK, "200%")])
def test_larger_text_fits(show, page, width, size):
    shown = show(page, width)
    shown.evaluate("size => document.documentElement.style.fontSize = size", size)
    assert shown.evaluate(OUR_OVERFLOW) <= 0


def test_every_page_is_looked_at(demo_server, found):
    looked_at = [
        page.address.format(**found).split("?")[0] for page in portal_pages.PAGES
    ]
    assert portal_pages.find_others(demo_server, looked_at) == NOT_LOOKED_AT
