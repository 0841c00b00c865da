"""What the treasurer's journeys share: people in roles, and ways to use the backend's screens."""

import re

ACTION = "/odoo/action-volunteer_valuation."
# Put before the set-up of an association: makes somebody whose password is their login.
PEOPLE = """
from odoo.fields import Command
def user(login, *groups, companies=None):
    companies = companies or env.ref("base.main_company")
    return env["res.users"].create({
        "name": login.capitalize(), "login": login, "password": login,
        "lang": "fr_FR", "tz": "Europe/Paris",
        "company_id": companies[0].id, "company_ids": [Command.set(companies.ids)],
        "group_ids": [Command.set([
            env.ref(f"volunteer_valuation.group_volunteer_{group}").id for group in groups
        ])],
    })
"""


def sign_in(page, server, login):
    """Sign somebody of the backend in, and wait for their first screen; return the page."""
    page.goto(f"{server.address}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click(".oe_login_form button[type=submit]")
    page.wait_for_selector(".o_main_navbar")
    return page


def open_action(page, name, record=""):
    """Open a screen by the name of its action, or one record of it."""
    address = page.evaluate("location.origin")
    page.goto(f"{address}{ACTION}{name}/{record}".rstrip("/"))
    page.wait_for_selector(".o_view_controller, .modal .o_form_view")


def read_number(text):
    """The number that a French screen shows: “3 175,00 €”."""
    return float(re.sub(r"[^\d,-]", "", text).replace(",", "."))


def read_field(page, name):
    """What a form shows of a field."""
    return page.locator(f".o_form_view div[name={name}]").first.inner_text().strip()


def fill_date(page, name, day):
    """Type a day, as people of France do, into a date that may be shown as a button."""
    # What Odoo tells about the field under the pointer would cover the next one.
    page.mouse.move(0, 0)
    page.locator(f"div[name={name}]").locator("button, input").first.click()
    page.fill(f"div[name={name}] input", f"{day:%d/%m/%Y}")
    page.press(f"div[name={name}] input", "Tab")


def choose(page, field, name):
    """Choose the record of that name."""
    page.fill(f"div[name={field}] input", name)
    page.locator(".o-autocomplete--dropdown-item", has_text=name).first.click()


def click_and_confirm(page, button):
    page.click(f"button[name={button}]")
    page.click(".modal-footer .btn-primary")


def read_record_id(page):
    """The number of the record that a form shows."""
    page.wait_for_url(re.compile(r"/\d+$"))
    return int(page.url.rsplit("/", 1)[1])
