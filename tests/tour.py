"""`make tour`: the pictures of docs/tour.md, taken from the demonstration's own screens.

Not collected with the tests, though it is one: a picture is only taken of what it shows.
The demonstration that it runs on is a copy, gone at the end.
"""

import io
import re
from datetime import date

from PIL import Image

from conftest import REPOSITORY

FOLDER = REPOSITORY / "docs" / "tour"
KILOBYTES_AT_MOST = 150
COLOURS = 128
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
EXPORT = REPOSITORY / "volunteer_valuation/tests/data/benevalibre-2.0.1-export.csv"
ADDON = "volunteer_valuation"
# What appears last on a screen: avatars and the lines of a list fade in.
MILLISECONDS_TO_SETTLE = 800


def test_declare(login):
    page = login("volunteer", **PHONE)
    open_action(page, "action_volunteer_time_entry_own", record="new")
    page.fill("div[name=name] textarea", "Accueil au repair café")
    page.fill("div[name=hours] input", "2:30")
    choose(page, "project_id", "Repair")
    take_picture(page, "1-declare")
    page.click("button[name=action_submit]")
    page.wait_for_selector("button[name=action_submit]", state="hidden")


def test_approve(login):
    page = login("manager", **DESK)
    open_action(page, "action_volunteer_time_entry_to_approve")
    page.locator(".o_data_row", has_text="Accueil au repair café").wait_for()
    page.click("thead .o_list_record_selector input")
    page.wait_for_selector(".o_control_panel button[name=action_approve]")
    take_picture(page, "2-approve")
    page.click(".o_control_panel button[name=action_approve]")
    page.wait_for_selector(".o_view_nocontent")


def test_import(login):
    page = login("manager", **DESK)
    open_action(page, "action_volunteer_time_import")
    page.set_input_files("[name=data_file] input[type=file]", EXPORT)
    # A quarter of the demonstration is booked already.
    page.fill("div[name=late_reason] input", "Reprise de l’année en cours")
    page.click("button[name=action_check] >> nth=0")
    page.wait_for_selector("div[name=line_count]:has-text('480')")
    take_picture(page, "3-import")


def test_value(login):
    page = login("treasurer", **DESK)
    open_action(page, "action_volunteer_time_entry_approved")
    page.wait_for_selector("td[name=amount]")
    take_picture(page, "4-value")


def test_book(login):
    page = login("treasurer", **DESK)
    open_action(page, "action_volunteer_valuation", record="new")
    year = date.today().year
    for name, day in (("date_from", f"01/01/{year}"), ("date_to", f"31/12/{year}")):
        page.locator(f"div[name={name}]").locator("button, input").first.click()
        page.fill(f"div[name={name}] input", day)
        page.press(f"div[name={name}] input", "Tab")
    page.click(".o_form_button_save")
    page.wait_for_url(re.compile(r"/\d+$"))
    # Odoo goes on showing the dates that were there before these were typed.
    page.reload()
    page.wait_for_selector("div[name=preview] table")
    take_picture(page, "5-book")
    page.click("button[name=action_post]")
    page.click(".modal-footer .btn-primary")
    page.click("button[name=action_open_move]")
    page.get_by_text(re.compile(r"CVN/")).first.wait_for()
    take_picture(page, "6-booked")


def test_export(login):
    page = login("manager", **DESK)
    open_action(page, "action_volunteer_time_export")
    page.wait_for_selector(".modal div[name=entry_count]")
    take_picture(page, "7-export")


def test_invite(login):
    page = login("manager", **DESK)
    open_action(page, "action_volunteer_invitation", addon=f"{ADDON}_portal")
    for name in ("Amina", "Bruno", "Maison", "Yann"):
        page.fill(".modal [name=partner_ids] input", name)
        pick(page, name)
    page.locator(".modal .o_data_row", has_text="Yann").wait_for()
    take_picture(page, "8-invite")


def open_action(page, action, record="", addon=ADDON):
    """Open a screen by the name of its action, or one record of it."""
    address = page.evaluate("location.origin")
    page.goto(f"{address}/odoo/action-{addon}.{action}/{record}".rstrip("/"))
    page.wait_for_selector(".o_view_controller, .modal .o_form_view")


def choose(page, field, name):
    """Choose a record by name, on a phone in the window that opens."""
    page.click(f"div[name={field}] input")
    page.locator(
        ".o-autocomplete--dropdown-item, .modal .o_kanban_record", has_text=name
    ).first.click()


def pick(page, name):
    page.locator(".o-autocomplete--dropdown-item", has_text=name).first.click()


def take_picture(page, name):
    """Save what the page shows, in few colours: nothing on these screens needs more."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(MILLISECONDS_TO_SETTLE)
    save_picture(page, FOLDER / f"{name}.png", KILOBYTES_AT_MOST)


def save_picture(page, path, kilobytes_at_most):
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size <= kilobytes_at_most * 1024
