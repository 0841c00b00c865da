"""Journey 5: a treasurer's year, through the real screens, in French, on a real export.

Import, record what was given in kind, approve, value, book, book again, reverse, book in other
software instead; and compare the totals to the cent wherever they are shown: screen, workbook,
journal entry, entries, files for other software.
"""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

import conftest
import treasurer_journeys
from client import Client
from logs import complaints
from treasurer_journeys import (
    PEOPLE,
    choose,
    click_and_confirm,
    fill_date,
    open_action,
    read_field,
    read_number,
    read_record_id,
)

EXPORT = (
    Path(__file__).parent.parent
    / "volunteer_valuation/tests/data/benevalibre-2.0.1-export.csv"
)
SET_UP = (
    PEOPLE
    + """
env.company.partner_id.lang = "fr_FR"
user("gestionnaire", "manager")
user("tresorier", "treasurer")
for name in ("Mairie du Canal", "Épicerie La Chouette", "Cabinet Arnaud"):
    env["res.partner"].create({"name": name, "is_company": True})
env.cr.commit()
"""
)
# What, from whom, nature, worth, hours lent and what certifies it, accounts.
GIFTS = (
    ("Salle prêtée", "Mairie", "locaux", "960", None, ("861", "871")),
    ("Denrées de la buvette", "Épicerie", "Dons", "182,40", None, ("860", "870")),
    (
        "Un comptable pour deux jours",
        "Cabinet",
        "Prestations",
        "700",
        "14:00",
        ("862", "871"),
    ),
)


@pytest.fixture(scope="module")
def association(tmp_path_factory):
    """A server on an association that has just installed the addons."""
    with conftest.running_server(tmp_path_factory.mktemp("year"), False) as server:
        server.shell(SET_UP)
        yield server


@pytest.fixture
def sign_in(association, visit):
    """Return a function that signs somebody in: ``sign_in("tresorier")`` is a page."""
    return lambda login: treasurer_journeys.sign_in(
        visit("about:blank"), association, login
    )


@pytest.fixture
def client(association):
    return Client(association.address, association.database, "tresorier")


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


def record_gift(page, name, donor, nature, worth, hours, day):
    """What lends people is certified, with the certificate attached; return its number."""
    open_action(page, "action_volunteer_inkind_contribution", "new")
    page.fill("div[name=name] textarea", name)
    fill_date(page, "date", day)
    choose(page, "partner_id", donor)
    choose(page, "nature_id", nature)
    page.fill("div[name=amount] input", worth)
    if hours:
        page.fill("div[name=hours] input", hours)
        page.check("div[name=is_certified] input")
        page.set_input_files(
            "div[name=evidence_ids] input[type=file]",
            {"name": "attestation.txt", "mimeType": "text/plain", "buffer": b"14 h"},
        )
        page.wait_for_selector("div[name=evidence_ids] .o_attachment")
    page.click("button[name=action_submit]")
    page.wait_for_selector("button[name=action_submit]", state="hidden")
    return read_record_id(page)


def approve_gift(page, gift):
    open_action(page, "action_volunteer_inkind_contribution", gift)
    page.click("button[name=action_approve]")
    page.wait_for_selector("button[name=action_approve]", state="hidden")


def value_at_minimum_wage(page):
    open_action(page, "action_volunteer_valuation_rule")
    page.click(".o_control_panel button[name=action_value_at_minimum_wage]")
    read_record_id(page)
    assert page.input_value(".o_form_view div[name=reference_id] input") == "SMIC"


def draft_booking(page, year):
    open_action(page, "action_volunteer_valuation", "new")
    fill_date(page, "date_from", date(year, 1, 1))
    fill_date(page, "date_to", date(year, 12, 31))
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


def test_a_year_from_import_to_booking(sign_in, client):
    manager = sign_in("gestionnaire")
    import_export(manager)
    approve_all_that_waits(manager)

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
    for name, donor, nature, worth, hours, _accounts in GIFTS:
        approve_gift(
            manager,
            record_gift(treasurer, name, donor, nature, worth, hours, date(2025, 6, 2)),
        )

    for year, given in ((2025, GIFTS), (2026, ())):
        draft_booking(treasurer, year)
        previewed = read_number(read_field(treasurer, "total_amount"))
        assert previewed > 0
        book(treasurer)
        shown = read_number(read_field(treasurer, "total_amount"))
        assert shown == previewed
        check_booked(treasurer, client, year, shown, given)

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


def check_booked(page, client, year, shown, given):
    """Screen, workbook, journal entry, entries and contributions tell the same sum."""
    worth = round(sum(read_number(gift[3]) for gift in given), 2)
    heading, [*rows, sums] = read_workbook(page)
    amount = heading.index("Montant")
    valued = round(sum(row[amount] for row in rows), 2)
    assert valued == sums[amount] == round(shown - worth, 2)

    booking = read_record_id(page)
    lines, evidence = read_move(client, booking)
    assert round(sum(line["debit"] for line in lines), 2) == shown
    assert round(sum(line["credit"] for line in lines), 2) == shown
    assert {line["date"] for line in lines} == {f"{year}-12-31"}
    accounts = {"864", "875"}.union(*(gift[5] for gift in given))
    assert {line["account_id"][1][:3] for line in lines} == accounts
    assert evidence.endswith(".xlsx")

    booked = client.call(
        "volunteer.time.entry",
        "search_read",
        [("valuation_id", "=", booking)],
        ["amount"],
    )
    assert len(booked) == len(rows)
    assert round(sum(entry["amount"] for entry in booked), 2) == valued
    contributions = client.call(
        "volunteer.inkind.contribution",
        "search_read",
        [("valuation_id", "=", booking)],
        ["name", "amount"],
    )
    assert {c["name"] for c in contributions} == {gift[0] for gift in given}
    assert round(sum(c["amount"] for c in contributions), 2) == worth


def test_a_year_reversed_is_booked_in_other_software(sign_in, client):
    treasurer = sign_in("tresorier")
    [booking] = client.call(
        "volunteer.valuation",
        "search_read",
        [("date_from", "=", "2025-01-01"), ("state", "=", "posted")],
        ["total_amount", "total_hours"],
    )
    open_action(treasurer, "action_volunteer_valuation", booking["id"])
    click_and_confirm(treasurer, "action_reverse")
    treasurer.wait_for_selector("button[name=action_reverse]", state="hidden")
    for model in ("volunteer.time.entry", "volunteer.inkind.contribution"):
        domain = [("valuation_id", "=", booking["id"])]
        assert client.call(model, "search_count", domain) == 0

    draft_booking(treasurer, 2025)
    click_and_confirm(treasurer, "action_book_elsewhere")
    treasurer.wait_for_selector("button[name=action_export_booking]")
    assert read_number(read_field(treasurer, "total_amount")) == booking["total_amount"]
    check_files(download_exports(treasurer), booking["total_amount"])

    # Its time is taken: it cannot be booked a second time, here or elsewhere.
    for button in ("action_post", "action_book_elsewhere"):
        draft_booking(treasurer, 2025)
        click_and_confirm(treasurer, button)
        treasurer.locator(".modal-body", has_text="31/12/2025").wait_for()


def download_exports(page):
    """The files for other software, by the end of their name."""
    files = {}
    for button in page.locator("button[name=action_export_booking]").all():
        with page.expect_download() as download:
            button.click()
        suffix = Path(download.value.suggested_filename).suffix
        files[suffix] = Path(download.value.path()).read_bytes()
    return files


def check_files(files, booked):
    """FEC, Paheko and spreadsheet tell the same transfers, which add up to what is booked."""
    assert files.keys() == {".txt", ".csv", ".xlsx"}
    fec = read_rows(files[".txt"], "\t")
    for side in ("Debit", "Credit"):
        assert round(sum(read_number(line[side]) for line in fec), 2) == booked
    paheko = read_rows(files[".csv"], ",")
    assert round(sum(read_number(line["Montant"]) for line in paheko), 2) == booked
    heading, *rows = load_workbook(io.BytesIO(files[".xlsx"])).active.values
    amount = heading.index("Montant")
    assert sorted(row[amount] for row in rows if row[0]) == sorted(
        read_number(line["Montant"]) for line in paheko
    )
    assert {line["CompteNum"][:3] for line in fec} == {
        "864",
        "875",
        *(account for gift in GIFTS for account in gift[5]),
    }


def read_rows(content, delimiter):
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


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
