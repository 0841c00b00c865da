"""A treasurer's year, through the real screens, in French, on a real export.

Import, approve, value, book, book again, and compare the totals to the cent wherever they
are shown: screen, workbook, journal entry, entries.
"""

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

import conftest
from client import Client
from logs import complaints

EXPORT = (
    Path(__file__).parent.parent
    / "volunteer_valuation/tests/data/benevalibre-2.0.1-export.csv"
)
SET_UP = """
from odoo.fields import Command
env.company.partner_id.lang = "fr_FR"
for login, group in (
    ("gestionnaire", "group_volunteer_manager"),
    ("tresorier", "group_volunteer_treasurer"),
):
    env["res.users"].create({
        "name": login.capitalize(), "login": login, "password": login,
        "lang": "fr_FR", "tz": "Europe/Paris",
        "group_ids": [Command.set(env.ref(f"volunteer_valuation.{group}").ids)],
    })
env.cr.commit()
"""
ACTION = "/odoo/action-volunteer_valuation."


@pytest.fixture(scope="module")
def association(tmp_path_factory):
    """A server on an association that has just installed the addons."""
    with conftest.running_server(tmp_path_factory.mktemp("year"), False) as server:
        server.shell(SET_UP)
        yield server


@pytest.fixture
def sign_in(association, visit):
    """Return a function that signs somebody in: ``sign_in("tresorier")`` is a page."""

    def sign_in(login):
        page = visit(f"{association.address}/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", login)
        page.click(".oe_login_form button[type=submit]")
        page.wait_for_selector(".o_main_navbar")
        page.address = association.address
        return page

    return sign_in


def open_action(page, name):
    page.goto(f"{page.address}{ACTION}{name}")


def read_number(text):
    """The number that a French screen shows: “3 175,00 €”."""
    return float(re.sub(r"[^\d,-]", "", text).replace(",", "."))


def read_field(page, name):
    return page.locator(f".o_form_view div[name={name}]").first.inner_text().strip()


def click_and_confirm(page, button):
    page.click(f"button[name={button}]")
    page.click(".modal-footer .btn-primary")


def import_export(page):
    open_action(page, "action_volunteer_time_import")
    page.set_input_files("[name=data_file] input[type=file]", EXPORT)
    page.click("button[name=action_check] >> nth=0")
    page.wait_for_selector("div[name=line_count]:has-text('480')")
    assert page.locator("div[name=create_count]").inner_text() == "480"
    # The first ten of the names that are not known yet: all will be created.
    assert page.locator("div[name=match_ids] .o_data_row").count() == 10
    assert page.locator("div[name=match_ids] .o_data_row .text-bg-info").count() == 10
    assert not page.locator(".modal .alert-danger:visible").count()
    page.click("button[name=action_import]")
    page.wait_for_selector(".o_list_view .o_pager_limit:has-text('480')")


def approve_all_that_waits(page):
    open_action(page, "action_volunteer_time_entry_to_approve")
    page.wait_for_selector(".o_list_view .o_pager_limit:has-text('56')")
    page.click("thead .o_list_record_selector input")
    page.click(".o_control_panel button[name=action_approve]")
    page.wait_for_selector(".o_view_nocontent")


def value_at_minimum_wage(page):
    open_action(page, "action_volunteer_valuation_rule")
    page.click(".o_control_panel button[name=action_value_at_minimum_wage]")
    page.wait_for_url(re.compile(r"/\d+$"))
    assert page.input_value(".o_form_view div[name=reference_id] input") == "SMIC"


def draft_booking(page, year):
    page.goto(f"{page.address}{ACTION}action_volunteer_valuation/new")
    for name, day in (("date_from", f"01/01/{year}"), ("date_to", f"31/12/{year}")):
        page.locator(f"div[name={name}]").locator("button, input").first.click()
        page.fill(f"div[name={name}] input", day)
        page.press(f"div[name={name}] input", "Tab")
    page.wait_for_selector("div[name=preview] table")


def book(page):
    click_and_confirm(page, "action_post")
    page.wait_for_selector("button[name=action_open_move]")


def read_workbook(page):
    """Rows of the workbook that the screen lets one download, by French heading."""
    with page.expect_download() as download:
        page.click("button[name=action_download_detail]")
    content = Path(download.value.path()).read_bytes()
    sheet = load_workbook(io.BytesIO(content)).active
    heading, *rows = sheet.iter_rows(values_only=True)
    return heading, rows


def read_move(client, booking):
    [values] = client.call("volunteer.valuation", "read", [booking], ["move_id"])
    move = values["move_id"][0]
    lines = client.call(
        "account.move.line",
        "search_read",
        [("move_id", "=", move)],
        ["debit", "credit", "account_id", "date"],
    )
    [evidence] = client.call(
        "ir.attachment",
        "search_read",
        [("res_model", "=", "account.move"), ("res_id", "=", move)],
        ["name"],
    )
    return lines, evidence["name"]


def test_a_year_from_import_to_booking(association, sign_in):
    manager = sign_in("gestionnaire")
    import_export(manager)
    approve_all_that_waits(manager)

    client = Client(association.address, association.database, "tresorier")
    entries = client.call(
        "volunteer.time.entry",
        "search_read",
        [],
        ["hours", "distance", "state", "amount", "rule_id"],
    )
    assert len(entries) == 480
    assert round(sum(entry["hours"] for entry in entries), 2) == 1151.67
    assert round(sum(entry["distance"] for entry in entries), 2) == 3194.94
    # A fresh installation values nothing.
    assert not any(entry["rule_id"] for entry in entries)

    treasurer = sign_in("tresorier")
    value_at_minimum_wage(treasurer)

    for year in (2025, 2026):
        draft_booking(treasurer, year)
        previewed = read_number(read_field(treasurer, "total_amount"))
        assert previewed > 0
        book(treasurer)
        shown = read_number(read_field(treasurer, "total_amount"))
        assert shown == previewed

        heading, [*rows, sums] = read_workbook(treasurer)
        amount = heading.index("Montant")
        assert round(sum(row[amount] for row in rows), 2) == sums[amount] == shown

        booking = int(re.search(r"/(\d+)$", treasurer.url).group(1))
        lines, evidence = read_move(client, booking)
        assert round(sum(line["debit"] for line in lines), 2) == shown
        assert round(sum(line["credit"] for line in lines), 2) == shown
        assert {line["date"] for line in lines} == {f"{year}-12-31"}
        assert {line["account_id"][1][:3] for line in lines} == {"864", "875"}
        assert evidence.endswith(".xlsx")

        booked = client.call(
            "volunteer.time.entry",
            "search_read",
            [("valuation_id", "=", booking)],
            ["amount"],
        )
        assert len(booked) == len(rows)
        assert round(sum(entry["amount"] for entry in booked), 2) == shown

        # The journal entry opens, with its evidence beside it.
        treasurer.click("button[name=action_open_move]")
        treasurer.get_by_text(f"CVN/{year}/12/").first.wait_for()

        # Booking the year again books nothing, and says so.
        draft_booking(treasurer, year)
        click_and_confirm(treasurer, "action_post")
        refusal = treasurer.locator(".modal-body", has_text=f"31/12/{year}")
        refusal.wait_for()
        assert "Traceback" not in refusal.inner_text()

    left = client.call(
        "volunteer.time.entry",
        "search_read",
        [("valuation_id", "=", False)],
        ["unvalued_reason", "rule_id"],
    )
    # What is left is what the association does not value: its board's time.
    assert left
    assert not any(entry["rule_id"] for entry in left)
    assert all(entry["unvalued_reason"] for entry in left)


def test_the_log_holds_no_complaint_of_ours(association):
    """Last in this file: nothing in it made our code complain or fail."""
    database = association.database
    ours = [
        line
        for line in complaints(association.log)
        if "volunteer" in line.replace(database, "")
    ]
    assert ours == []
    # Every frame of a traceback through our code would name its file.
    assert "volunteer_valuation/models" not in association.log
