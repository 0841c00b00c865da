"""Journey 6: the year ends.

Statement with the year before beside it, annex, grant table with the form's own numbers, FEC of two
years, trial balance: one set of figures, to the cent, and nobody's name in any of it.
"""

import base64
import io
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

import conftest
from client import Client
from logs import complaints
from pdf_pages import read_text
from treasurer_journeys import (
    PEOPLE,
    click_and_confirm,
    open_action,
    read_number,
    read_record_id,
    sign_in,
)

YEAR = date.today().year - 1
YEARS = (YEAR - 1, YEAR)
SECRET = "Tagliaferri"
# What Cerfa 12156 prints on each side (CRC 99-01), by our accounts (ANC 2018-06).
ON_THE_FORM = {"864": "870", "862": "871", "861": "871", "860": "875"}
SET_UP = (
    PEOPLE
    + """
import random
from datetime import date, timedelta
chance = random.Random(6)
YEAR = date.today().year - 1
company = env.ref("base.main_company")
company.name = "Les Ateliers du Canal"
company.company_registry = "44229377500023"
company.partner_id.lang = "fr_FR"
def ours(name):
    return env.ref(f"volunteer_valuation.{name}")
decision = {
    "decision_date": date(YEAR - 2, 12, 4), "decision_text": "Le conseil retient ces taux.",
}
env["volunteer.valuation.rule"].create([
    {
        "name": "Expertise", "sequence": 1, "company_id": company.id, "method": "fixed",
        "amount": 25, "level_id": ours("level_expert").id, **decision,
    },
    {
        "name": "SMIC chargé", "sequence": 2, "company_id": company.id, "method": "reference",
        "reference_id": ours("smic").id, "coefficient": 1.5, "charge_rate": 0.42, **decision,
    },
])
projects = env["project.project"].create([
    {
        "name": name, "company_id": company.id,
        "account_id": env["account.analytic.account"].create({
            "name": name, "company_id": company.id,
            "plan_id": env.ref("analytic.analytic_plan_projects").id,
        }).id,
    }
    for name in ("Repair café", "Festival du Canal")
])
people = env["res.partner"].create([
    {"name": f"{first} Tagliaferri"} for first in ("Anna", "Bruno", "Carla", "Dario")
])
activities = [
    ours(f"activity_{name}") for name in ("reception", "events", "fundraising", "governance")
]
def day(year):
    return date(year, 1, 1) + timedelta(days=chance.randrange(365))
def approve(records):
    records.action_submit()
    records.action_approve()
approve(env["volunteer.time.entry"].create([
    {
        "name": "Permanence", "date": day(year), "hours": chance.randrange(10, 500) / 100,
        "partner_id": chance.choice(people).id, "activity_id": chance.choice(activities).id,
        "project_id": chance.choice([False, *projects.ids]),
        "level_id": ours(chance.choice(["level_common", "level_expert"])).id,
        "company_id": company.id,
    }
    for year in (YEAR - 1, YEAR)
    for _number in range(150)
]))
lender = env["res.partner"].create({"name": "Menuiserie Tagliaferri", "is_company": True})
approve(env["volunteer.inkind.contribution"].create([
    {
        "name": "Ce que la menuiserie donne", "date": date(year, 6, 2), "partner_id": lender.id,
        "nature_id": ours(f"nature_{nature}").id, "company_id": company.id,
        "amount": worth + year % 10 / 100, "hours": hours, "origin": origin,
        "is_certified": bool(hours), "project_id": projects[0].id,
        "evidence_ids": [Command.create({"name": "attestation.txt", "raw": b"atteste"})],
    }
    for year in (YEAR - 1, YEAR)
    for nature, worth, hours, origin in (
        ("services", 756.3, 21, "private"),
        ("use_of_goods", 960.0, 0, "government"),
        ("goods", 182.4, 0, "public"),
    )
]))
def find_account(code):
    accounts = env["account.account"].with_company(company)
    return accounts.search([("code", "=like", f"{code}%")], limit=1)
journal = env["account.journal"].search(
    [("type", "=", "general"), ("company_id", "=", company.id)], limit=1)
for year, subsidy, fees in ((YEAR - 1, 4000, 2100.5), (YEAR, 5000, 2400.25)):
    env["account.move"].create({
        "journal_id": journal.id, "date": date(year, 9, 30), "line_ids": [
            Command.create({"account_id": find_account("512").id, "debit": subsidy + fees}),
            Command.create({"account_id": find_account("74").id, "credit": subsidy}),
            Command.create({"account_id": find_account("706").id, "credit": fees}),
        ],
    }).action_post()
user("tresorier", "treasurer")
user("gestionnaire", "manager")
env.cr.commit()
"""
)
FEC = """
import base64
wizard = env["l10n_fr.fec.export.wizard"].create({
    "date_from": "%(year)s-01-01", "date_to": "%(year)s-12-31", "test_file": True,
})
content = wizard.generate_fec()["file_content"]
if not content.startswith(b"JournalCode"):
    content = base64.b64decode(content)
print(base64.b64encode(content).decode())
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """An association whose treasurer has booked two years."""
    with conftest.running_server(tmp_path_factory.mktemp("six"), False) as server:
        server.shell(SET_UP)
        treasurer = Client(server.address, server.database, "tresorier")
        for year in YEARS:
            booking = treasurer.call(
                "volunteer.valuation",
                "create",
                {"date_from": f"{year}-01-01", "date_to": f"{year}-12-31"},
            )
            treasurer.call("volunteer.valuation", "action_post", [booking])
        yield server


@pytest.fixture(scope="module")
def client(server):
    return Client(server.address, server.database, "tresorier")


@pytest.fixture(scope="module")
def figures(client):
    """What everything else has to tell; ``previous`` is the year before."""
    return compute(client, YEAR)


@pytest.fixture
def page(server, visit):
    return sign_in(visit("about:blank"), server, "tresorier")


@pytest.fixture
def statement(page):
    """The number of a statement of last year, drawn up on the screen that ``page`` shows."""
    open_action(page, "action_volunteer_yearly_statement", "new")
    page.wait_for_selector("div[name=screen] table")
    page.click(".o_form_button_save")
    return read_record_id(page)


def compute(client, year):
    return client.call(
        "volunteer.statement",
        "compute_statement",
        client.call("res.company", "search", []),
        f"{year}-01-01",
        f"{year}-12-31",
    )


def squeeze(text):
    """Text without the spaces that stand between thousands, or between lines."""
    return re.sub(r"\s", "", text)


def french(number):
    return f"{number:.2f}".replace(".", ",")


def download(page, button):
    with page.expect_download() as file:
        page.click(button)
    return Path(file.value.path()).read_bytes()


def read_cells(content):
    """All that a workbook's cells hold."""
    return [
        cell
        for sheet in load_workbook(io.BytesIO(content))
        for row in sheet.values
        for cell in row
        if cell is not None
    ]


def list_sums(figures):
    """Sums of both years that statements tell: in all, and by what they share them out."""
    for period in (figures, figures["previous"]):
        yield from (period["hours"], period["amount"], period["resources"])
        for partition in ("by_nature", "by_project", "by_activity", "by_destination"):
            for row in period[partition]:
                yield from (row["hours"], row["amount"])


# ----- the statement -----


def test_screen_and_workbook_tell_the_same(page, statement, figures):
    sums = set(filter(None, list_sums(figures)))
    assert len(sums) > 30
    shown = squeeze(page.inner_text("div[name=screen]"))
    assert [number for number in sums if french(number) not in shown] == []

    cells = read_cells(download(page, "button[name=action_download]"))
    numbers = {round(cell, 2) for cell in cells if isinstance(cell, int | float)}
    assert {round(number, 2) for number in sums} <= numbers
    assert SECRET not in " ".join(map(str, cells))
    assert SECRET not in shown


@pytest.mark.skipif(not shutil.which("wkhtmltopdf"), reason="no wkhtmltopdf: no paper")
def test_the_paper_tells_the_same(page, statement, figures):
    printed = read_text(download(page, "button[name=action_print]"))
    sums = set(filter(None, list_sums(figures)))
    assert [n for n in sums if french(n) not in squeeze(printed)] == []
    assert SECRET not in printed
    assert "Les Ateliers du Canal" in printed


def test_every_partition_is_the_whole(figures):
    for period in (figures, figures["previous"]):
        for partition in (name for name in period if name.startswith("by_")):
            rows = period[partition]
            assert round(sum(row["amount"] for row in rows), 2) == period["amount"]
            hours = sum(row["hours"] for row in rows)
            assert hours == pytest.approx(period["hours"], abs=0.001)


# ----- the annex -----


def test_the_annex_tells_the_rates_that_were_used(page, statement, client):
    page.click(".o_notebook [name=annex]")
    page.click("button[name=action_generate_annex]")
    annex = page.locator("div[name=annex_text]", has_text="SMIC")
    annex.wait_for()
    text = annex.inner_text()
    rates = client.call(
        "volunteer.reference.rate.value",
        "search_read",
        [("valid_from", "<=", f"{YEAR}-12-31"), ("reference_id.name", "=", "SMIC")],
        ["amount"],
        order="valid_from desc",
        limit=1,
    )
    for words in (french(rates[0]["amount"]), "25,00", "conseil retient", "864", "875"):
        assert words in text
    assert SECRET not in text

    # A text that somebody changed is not written anew unasked.
    page.click("div[name=annex_text] .odoo-editor-editable h3 >> nth=0")
    page.keyboard.press("Home")
    page.keyboard.type("Relu par le bureau. ")
    page.click(".o_form_button_save")
    page.wait_for_selector("button[name=action_generate_annex_anew]")
    assert "Relu par le bureau" in annex.inner_text()
    click_and_confirm(page, "action_generate_annex_anew")
    page.locator("div[name=annex_text]", has_not_text="Relu par le bureau").wait_for()

    for language in ("fr_FR", "en_US"):
        [kept] = client.call(
            "volunteer.yearly.statement",
            "read",
            [statement],
            ["annex_text"],
            context={"lang": language},
        )
        assert "SMIC" in kept["annex_text"]


# ----- the grant table -----


def test_the_grant_table_bears_the_form_s_numbers(page, figures):
    open_action(page, "action_volunteer_grant_table")
    page.wait_for_selector(".modal div[name=table] table")
    uses, sources = (
        read_table(page.locator(".modal div[name=table] table").nth(number))
        for number in (0, 1)
    )
    by_account = {row["debit_code"][:3]: row["amount"] for row in figures["by_nature"]}
    for account, amount in by_account.items():
        assert uses[account] == amount
    for credit in set(ON_THE_FORM.values()):
        expected = sum(
            amount
            for account, amount in by_account.items()
            if ON_THE_FORM[account] == credit
        )
        assert sources[credit] == pytest.approx(expected, abs=0.001)
    assert sum(uses.values()) == pytest.approx(figures["amount"], abs=0.001)
    assert sum(sources.values()) == pytest.approx(figures["amount"], abs=0.001)

    cells = read_cells(download(page, ".modal button[name=action_download]"))
    assert {"864", "870", *ON_THE_FORM.values()} <= set(map(str, cells))
    numbers = {round(cell, 2) for cell in cells if isinstance(cell, int | float)}
    assert set(filter(None, by_account.values())) <= numbers
    assert SECRET not in " ".join(map(str, cells))


def read_table(table):
    """Amounts of the rows of a table by the number in their first cell."""
    return {
        cells[0].strip(): read_number(cells[-1])
        for cells in (
            row.locator("td").all_inner_texts()
            for row in table.locator("tbody tr").all()
        )
        if cells[0].strip()
    }


# ----- the ledger -----


@pytest.mark.parametrize("year", YEARS)
def test_the_fec_of_each_year_holds_its_contributions_alone(server, figures, year):
    printed = server.shell(FEC % {"year": year}).splitlines()[-1]
    heading, *rows = base64.b64decode(printed).decode().splitlines()
    separator = "\t" if "\t" in heading else "|"
    columns = heading.split(separator)
    assert len(columns) == 18
    lines = [
        dict(zip(columns, row.split(separator), strict=True)) for row in rows if row
    ]
    for line in lines:
        assert re.fullmatch(r"\d{8}", line["EcritureDate"])
        assert line["EcritureDate"].startswith(str(year))
    class_8 = [line for line in lines if line["CompteNum"].startswith("8")]
    assert {line["JournalCode"] for line in class_8} == {"CVN"}
    # The bank is carried over; what is outside the result is not.
    opening = {line["CompteNum"] for line in lines if line["JournalCode"] == "OUV"}
    assert bool(opening) == (year == YEAR)
    check_sides(
        figures if year == YEAR else figures["previous"],
        lambda side, code: sum(
            read_number(line[side])
            for line in class_8
            if line["CompteNum"].startswith(code)
        ),
    )


def check_sides(period, read_side):
    """What ``read_side`` finds of an account is what the statement has of its natures."""
    for side in ("Debit", "Credit"):
        key = f"{side.lower()}_code"
        amounts = {}
        for nature in period["by_nature"]:
            code = nature[key][:3]
            amounts[code] = amounts.get(code, 0) + nature["amount"]
        assert sum(amounts.values()) == pytest.approx(period["amount"], abs=0.001)
        for code, amount in amounts.items():
            assert read_side(side, code) == pytest.approx(amount, abs=0.001)


@pytest.mark.parametrize("year", YEARS)
def test_the_trial_balance_agrees(client, figures, year):
    """Class 8 begins the year at zero, and ends it with what the statement tells."""
    groups = client.call(
        "account.move.line",
        "formatted_read_group",
        [
            ("parent_state", "=", "posted"),
            ("account_id.code", "=like", "8%"),
            ("date", ">=", f"{year}-01-01"),
            ("date", "<=", f"{year}-12-31"),
        ],
        ["account_id"],
        ["debit:sum", "credit:sum"],
    )
    balance = {group["account_id"][1][:3]: group for group in groups}
    check_sides(
        figures if year == YEAR else figures["previous"],
        lambda side, code: balance[code][f"{side.lower()}:sum"],
    )
    carried_over = client.call(
        "account.account",
        "search_count",
        [("code", "=like", "8%"), ("include_initial_balance", "=", True)],
    )
    assert carried_over == 0


def test_subsidies_are_put_in_proportion(figures):
    assert figures["resources"] == 7400.25
    assert figures["subsidies"] == 5000
    assert figures["subsidy_share"] == pytest.approx(5000 / 7400.25)
    with_time = 5000 / (7400.25 + figures["amount"])
    assert figures["subsidy_share_with_volunteering"] == pytest.approx(with_time)


# ----- late time -----


def test_late_time_is_told_in_both_years_and_moves_no_booked_figure(
    server, client, figures
):
    """After all others: it books late time in the year that runs."""
    manager = Client(server.address, server.database, "gestionnaire")
    [person] = manager.call(
        "res.partner", "search", [("name", "=", "Anna Tagliaferri")]
    )
    entry = manager.call(
        "volunteer.time.entry",
        "create",
        {
            "name": "Retrouvé dans un carnet",
            "date": f"{YEAR}-06-15",
            "hours": 2,
            "partner_id": person,
            "late_reason": "Carnet retrouvé",
        },
    )
    for transition in ("action_submit", "action_approve"):
        manager.call("volunteer.time.entry", transition, [entry])

    [late] = compute(client, YEAR)["late_given"]
    assert (late["hours"], late["is_booked"]) == (2, False)
    assert compute(client, YEAR)["amount"] == figures["amount"]

    booking = client.call(
        "volunteer.valuation",
        "create",
        {
            "date_from": f"{YEAR + 1}-01-01",
            "date_to": f"{YEAR + 1}-12-31",
            "books_late": True,
            "late_reason": "Carnet retrouvé après la clôture",
        },
    )
    client.call("volunteer.valuation", "action_post", [booking])
    [given] = compute(client, YEAR)["late_given"]
    [booked] = compute(client, YEAR + 1)["late_booked"]
    assert given["is_booked"]
    assert booked["hours"] == given["hours"] == 2
    assert booked["amount"] == given["amount"] > 0
    assert compute(client, YEAR)["amount"] == figures["amount"]
    assert compute(client, YEAR + 1)["amount"] == booked["amount"]


def test_the_log_holds_no_complaint_of_ours(server):
    """Last in this file: nothing in it made our code complain or fail."""
    log = server.log.replace(server.database, "")
    assert [line for line in complaints(log) if "volunteer" in line] == []
    assert "volunteer_valuation/models" not in log
