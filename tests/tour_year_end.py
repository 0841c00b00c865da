"""`make tour`: the pictures of the end of the year in docs/tour.md, as those of tour.py.

Before them, which book the year that runs.
"""

import pytest

from tour import DESK, PHONE, open_action, pick, take_picture

# More of a page than a desk shows at once.
TALL = {"width": 1280, "height": 1400}


@pytest.fixture
def statement(login):
    """The treasurer's screen of last year's statement, without branches."""
    page = login("treasurer", **TALL)
    open_action(page, "action_volunteer_yearly_statement")
    page.locator(".o_data_row").first.click()
    page.wait_for_selector("div[name=screen] table")
    return page


def test_inkind(login):
    page = login("treasurer", **DESK)
    open_action(page, "action_volunteer_inkind_contribution")
    page.locator(".o_data_row", has_text="salle de réunion").first.wait_for()
    take_picture(page, "9-in-kind")


def test_statement(statement):
    take_picture(statement, "10-statement")


def test_annex(statement):
    statement.click(".o_notebook [name=annex]")
    statement.click("button[name=action_generate_annex]")
    statement.locator("div[name=annex_text]", has_text="SMIC").wait_for()
    take_picture(statement, "11-annex")


def test_grant_table(login):
    page = login("treasurer", **DESK)
    open_action(page, "action_volunteer_grant_table")
    page.locator(".modal div[name=table] td", has_text="864").wait_for()
    take_picture(page, "12-grant")


def test_branches(login):
    page = login("federation", **TALL)
    open_action(page, "action_volunteer_yearly_statement")
    page.locator(".o_data_row").last.click()
    missing = page.locator("div[name=screen]", has_text="Antenne de Redon")
    missing.get_by_text("Antenne de Redon").last.scroll_into_view_if_needed()
    take_picture(page, "13-branches")


def test_certificate(login, visit):
    page = login("manager", **DESK)
    open_action(page, "action_volunteer_certificate_issue")
    page.fill(".modal [name=partner_ids] input", "Maëlle")
    pick(page, "Maëlle")
    page.click(".modal button[name=action_issue]")
    verify = page.locator("div[name=verification_address] a").first
    verify.wait_for()
    code = verify.get_attribute("href").rsplit("/", 1)[1]
    certificate = page.url.rsplit("/", 1)[1]
    origin = page.evaluate("location.origin")
    report = "/report/html/volunteer_valuation.report_certificate"
    # The paper itself, as the browser shows what is printed.
    page.set_viewport_size({"width": 1070, "height": 1000})
    page.goto(f"{origin}{report}/{certificate}")
    page.wait_for_selector(".o_volunteer_certificate")
    take_picture(page, "14-certificate")

    stranger = visit(f"{origin}/volunteering/verify/{code}", **PHONE)
    stranger.wait_for_selector("#wrap .alert-success")
    take_picture(stranger, "15-verify")
