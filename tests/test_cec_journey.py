"""Journey 8: a board member reaches 200 h across two associations, asks; the valideur attests.

A late one is told the date that has passed. People are on a phone, valideurs at a desk, in French.
What an association is asked is all that it learns: never where else somebody gave time.
"""

import re
from datetime import date

import pytest

import conftest
from client import Client, Refused
from logs import complaints
from portal_journeys import SET_UP, Association
from treasurer_journeys import sign_in

PHONE, DESK = 390, 1280
LAST_YEAR = date.today().year - 1
ATTESTATIONS = "/odoo/action-volunteer_valuation_cec.action_volunteer_cec_attestation"
NOTICE, PROBLEM = "#wrap [role=status]", "#wrap [role=alert]"
YES = re.compile(r"100 h[^.]*: oui")
# People may ask all this year: which day a test runs on makes no difference. The year before
# keeps the dates of the law, which have passed.
SET_UP_BOARDS = (
    SET_UP
    + f"""
from datetime import date, timedelta
LAST_YEAR = {LAST_YEAR}
"""
    + """
law = env["volunteer.cec.rule"]._get_rule(LAST_YEAR)
law.copy({"year_from": LAST_YEAR, "declaration_month": 12, "declaration_day": 31})
garden = env["res.company"].create({"name": "Le Jardin partagé"})
for association, login, name, rna, siret in (
    (company, "hortense", "Hortense", "W351000123", "44229377500023"),
    (garden, "basile", "Basile", "W352000456", "73282932000074"),
):
    president = user(login, name, "volunteer_valuation_cec.group_cec_validator")
    president.user_ids.write({
        "company_id": association.id, "company_ids": [Command.set(association.ids)],
    })
    association.write({
        "cec_legal_form": "association", "cec_declared_on": date(2001, 9, 1),
        "cec_is_of_general_interest": True, "volunteer_rna": rna, "company_registry": siret,
        "cec_validator_id": president.user_ids.id,
    })
board = env.ref("volunteer_valuation.activity_governance")
def sit(login, association, office):
    partner = env["res.users"].search([("login", "=", login)]).partner_id
    engagement = env["volunteer.engagement"].search([
        ("partner_id", "=", partner.id), ("company_id", "=", association.id),
    ]) or env["volunteer.engagement"].create({
        "partner_id": partner.id, "company_id": association.id,
    })
    engagement.mandate_ids = [Command.create({
        "office": office, "date_start": date(2020, 1, 1),
    })]
    return partner
def give(login, association, hours, year=LAST_YEAR):
    partner = sit(login, association, "Trésorerie")
    days = [date(year, 3, 1) + timedelta(days=day) for day in range(-(-hours // 10))]
    entries = env["volunteer.time.entry"].create([
        {
            "name": "Conseil d’administration", "partner_id": partner.id, "date": day,
            "company_id": association.id, "activity_id": board.id,
            "hours": min(10, hours - 10 * rank),
        }
        for rank, day in enumerate(days)
    ])
    entries.action_submit()
    entries.action_approve()
    return partner
for login, association in (("hortense", company), ("basile", garden)):
    sit(login, association, "Présidence")
give("josette", company, 128)
give("marcel", company, 110)
give("marcel", garden, 90)
give("odile", company, 120)
late = give("rene", company, 200, LAST_YEAR - 1)
give("hortense", company, 200)
declarations = env["volunteer.cec.declaration"]
declarations.create({"partner_id": late.id, "year": LAST_YEAR - 1})
never_answered = give("lucien", company, 200, LAST_YEAR - 1)
declarations.create({
    "partner_id": never_answered.id, "year": LAST_YEAR - 1,
}).line_ids._ask()
env.cr.commit()
"""
)


@pytest.fixture(scope="module")
def association(tmp_path_factory, browser):
    with conftest.running_server(tmp_path_factory.mktemp("eight"), False) as server:
        server.shell(SET_UP_BOARDS)
        yield Association(server, browser)


@pytest.fixture
def desk(association, visit):
    """Return a function that shows a valideur what was asked of them: ``desk("hortense")``."""

    def show(login):
        page = visit("about:blank", width=DESK)
        page.set_default_timeout(120_000)
        sign_in(page, association, login)
        page.goto(association.address + ATTESTATIONS)
        page.wait_for_selector(".o_list_view")
        return page

    return show


def start(association, person, year=LAST_YEAR):
    """From one's own list to where one stands in a year; nothing is sent to anybody."""
    person.page.goto(f"{association.address}/my/volunteering")
    person.open("nav a[href='/my/cec']")
    person.open(f"#wrap button[name=year][value='{year}']")
    return person.page


def tell_elsewhere(person, name, hours):
    person.press("#wrap details:has(#association_name) summary")
    person.write("#association_name", name)
    person.write("#hours", hours)
    person.open("#wrap form[action$='/elsewhere'] button")
    assert person.page.locator(NOTICE).count() == 1


def ask(person):
    person.open("#wrap form[action$='/ask'] button")
    assert not person.page.locator(PROBLEM).count()
    assert person.page.locator(NOTICE).count() == 1


def standing(page):
    return page.inner_text("#wrap section[aria-labelledby=cec_standing]")


def attest(page, person):
    """Open what this person asked, vouch for it, and confirm."""
    page.locator(".o_data_row", has_text=person).first.click()
    page.click(".o_form_statusbar button[name=action_attest]")
    page.click(".modal-footer .btn-primary")


def find_line(association, login, person, year=LAST_YEAR):
    [line] = Client(association.address, association.server.database, login).call(
        "volunteer.cec.declaration.line",
        "search_read",
        [("partner_id.name", "=", person), ("year", "=", year)],
        ["state", "hours", "shown_total", "refusal_reason"],
    )
    return line


def test_a_board_member_reaches_200_hours_and_is_attested(association, desk):
    """128 h here, and 72 h in an association that is not on this server."""
    with association.signed_in("josette", PHONE) as person:
        page = start(association, person)
        assert "128 h" in standing(page) and "200 h" in standing(page)
        assert YES.search(standing(page))
        tell_elsewhere(person, "Le Hangar", "72")
        assert "128 h" not in standing(page)
        assert "Vous avez les heures" in standing(page)
        ask(person)

        valideur = desk("hortense")
        rows = valideur.locator(".o_data_row", has_text="Josette")
        assert "128:00" in rows.inner_text()
        attest(valideur, "Josette")
        valideur.wait_for_selector("button[name=action_attest]", state="detached")
        seen = valideur.inner_text(".o_form_view")
        assert "Hangar" not in seen and "200" not in seen

        page.reload()
        told = page.inner_text("#wrap section[aria-labelledby=cec_associations]")
        assert "Attesté" in told
        assert str(date.today().year) in told
        # What was attested is kept.
        assert not page.locator("#wrap form[action$='/delete']").count()
    assert find_line(association, "hortense", "Josette")["hours"] == 128


def test_each_valideur_attests_for_their_association(association, desk):
    """110 h here and 90 h in another association of this server."""
    with association.signed_in("marcel", PHONE) as person:
        page = start(association, person)
        assert "Vous avez les heures" in standing(page)
        ask(person)
        for login, hours, others in (
            ("hortense", "110:00", "90"),
            ("basile", "90:00", "110"),
        ):
            valideur = desk(login)
            row = valideur.locator(".o_data_row", has_text="Marcel")
            assert row.count() == 1 and hours in row.inner_text()
            attest(valideur, "Marcel")
            valideur.wait_for_selector("button[name=action_attest]", state="detached")
            assert f"{others}:00" not in valideur.inner_text(".o_form_view")
        page.reload()
        assert page.inner_text("#cec_associations >> xpath=..").count("Attesté") == 2


def test_a_refusal_tells_why_and_is_asked_again(association, desk):
    with association.signed_in("odile", PHONE) as person:
        page = start(association, person)
        # What is missing may have been given elsewhere: asking is never refused for it.
        assert "80" in standing(page)
        ask(person)
        valideur = desk("hortense")
        valideur.locator(".o_data_row", has_text="Odile").click()
        valideur.click("button[name=action_open_refuse_wizard]")
        valideur.fill(
            ".modal [name=reason] textarea", "Le conseil du 3 mars n’a pas eu lieu."
        )
        valideur.click(".modal button[name=action_refuse]")
        valideur.wait_for_selector(".modal", state="detached")

        page.reload()
        assert "Le conseil du 3 mars n’a pas eu lieu." in page.inner_text("#wrap")
        ask(person)
    assert find_line(association, "hortense", "Odile")["state"] == "asked"


def test_nobody_attests_for_themselves(association, desk):
    president = association.client("hortense")
    [own] = president.call("volunteer.cec.declaration", "create", [{"year": LAST_YEAR}])
    president.call("volunteer.cec.declaration", "action_ask", [own])
    valideur = desk("hortense")
    attest(valideur, "Hortense")
    valideur.locator(".modal-body", has_text="Les Ateliers du Canal").wait_for()
    assert find_line(association, "hortense", "Hortense")["state"] == "asked"


def test_who_asks_late_is_told_the_date_that_has_passed(association):
    passed = f"30 juin {LAST_YEAR}"
    with association.signed_in("rene", PHONE) as person:
        page = person.page
        page.goto(f"{association.address}/my/cec/{LAST_YEAR - 1}")
        assert "Vous avez les heures" in standing(page)
        assert passed in standing(page)
        assert not page.locator("#wrap form[action$='/ask']").count()
        # The button of a page that stayed open since then.
        page.evaluate(
            """document.querySelector("#wrap form[action$='/refresh']").action =
                location.pathname + '/ask'"""
        )
        person.open("#wrap form[action$='/ask'] button")
        assert f"30/06/{LAST_YEAR}" in page.inner_text(PROBLEM)


def test_a_late_valideur_is_told_the_date_that_has_passed(association, desk):
    valideur = desk("hortense")
    attest(valideur, "Lucien")
    valideur.locator(".modal-body", has_text=f"31/12/{LAST_YEAR}").wait_for()
    line = find_line(association, "hortense", "Lucien", LAST_YEAR - 1)
    assert line["state"] == "asked"
    with pytest.raises(Refused, match=f"31/12/{LAST_YEAR}"):
        association.client("hortense").call(
            "volunteer.cec.declaration.line", "action_attest", [line["id"]]
        )


def test_the_log_holds_no_complaint_of_ours(association):
    """Last in this file: nothing in it made our code complain or fail."""
    log = association.server.log.replace(association.server.database, "")
    assert [line for line in complaints(log) if "volunteer" in line] == []
    assert "Traceback" not in log
