"""The journeys of volunteers, through the pages they see, on a phone and at a desk.

What they say is French or English, whichever the translations have: the tests look at what people
do, and at numbers and words that they wrote themselves.
"""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

import conftest
from client import Refused
from logs import complaints
from portal_journeys import (
    SEND,
    SET_UP,
    Association,
    ByKeyboard,
    ByPointer,
)

PHONE, DESK = 390, 1280
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])
NOTICE = "#wrap [role=status]"
PROBLEM = "#wrap [role=alert]"
# What a company keeps unless it chooses another term.
YEARS_OF_EVIDENCE = 10


@pytest.fixture(scope="module")
def association(tmp_path_factory, browser):
    """An association on a server where anybody may open an account."""
    with conftest.running_server(tmp_path_factory.mktemp("portal"), False) as server:
        server.shell(SET_UP)
        yield Association(server, browser)


# ----- 1: a newcomer -----


@pytest.mark.parametrize(
    "name, width, way, context",
    [
        ("Zoé", PHONE, ByPointer, {"has_touch": True}),
        ("Yvette", DESK, ByPointer, {}),
        ("Xavier", PHONE, ByPointer, {"java_script_enabled": False}),
        ("Wanda", DESK, ByKeyboard, {}),
    ],
    ids=["phone", "desk", "without JavaScript", "keyboard alone"],
)
def test_a_newcomer_joins_and_declares(association, name, width, way, context):
    login = f"{name.lower()}@example.com"
    with association.visitor(width, way, **context) as newcomer:
        sign_up(association, newcomer, name, login)
        ask_to_join(newcomer)
        accept(association, name)
        [welcome] = association.mails_to(login, "/my/volunteering/new")
        association.follow_link(newcomer, welcome, "/my/volunteering/new")
        entry = declare(newcomer, f"Accueil avec {name}", "2h30")

        engagement = find_engagement(association, name)
        assert len(find_messages(association, engagement)) == 1
        approve(association, f"Accueil avec {name}")

        newcomer.open("nav a[href='/my/volunteering']")
        totals = newcomer.page.locator(".o_volunteering_totals tbody tr").first
        assert totals.locator("td").first.inner_text() == "2 h 30"
    check_value(association, entry)


def sign_up(association, newcomer, name, login):
    newcomer.page.goto(f"{association.address}/web/signup")
    newcomer.write("input[name=name]", name)
    newcomer.write("input[name=login]", login)
    newcomer.write("input[name=password]", "un mot de passe")
    newcomer.write("input[name=confirm_password]", "un mot de passe")
    newcomer.open(".oe_signup_form button[type=submit]")


def ask_to_join(newcomer):
    """One tap from /my; who is in no association yet is led to where they ask."""
    page = newcomer.page
    newcomer.open("#wrap a[href='/my/volunteering/new']")
    newcomer.open("#wrap a.btn[href='/my/volunteering/associations']")
    newcomer.open("#wrap a[href^='/my/volunteering/associations/']")
    assert "montrer à la mairie" in page.inner_text("#wrap")
    newcomer.write("#wrap textarea[name=word]", "Bonjour, je sais réparer les vélos.")
    newcomer.open(SEND)
    assert page.locator(NOTICE).count() == 1


def accept(association, name):
    """The manager finds the request, with its word, and accepts it."""
    engagement = find_engagement(association, name)
    assert engagement["state"] == "requested"
    assert len(find_messages(association, engagement)) == 1
    page = association.open_action("action_volunteer_engagement", engagement["id"])
    page.get_by_text("je sais réparer les vélos").first.wait_for()
    page.click(".o_form_statusbar button.btn-primary >> nth=0")
    page.click(".modal button[name=action_answer]:visible")
    page.wait_for_selector(".modal", state="detached")
    assert find_engagement(association, name)["state"] == "active"


def declare(person, what, how_long, **more):
    """Three answers; the day is today unless told. Return the id of the entry."""
    page = person.page
    assert page.input_value("#entry_date") == date.today().isoformat()
    person.write("#entry_name", what)
    person.write("#entry_hours", how_long)
    for field, text in more.items():
        person.write(f"#entry_{field}", text)
    person.open(SEND)
    assert not page.locator(PROBLEM).count(), page.inner_text("#wrap")
    assert page.locator(NOTICE).count() == 1
    return int(page.url.split("?")[0].rsplit("/", 1)[1])


def approve(association, what):
    page = open_waiting(association, what)
    page.click(".o_form_statusbar button[name=action_approve]")
    page.wait_for_selector("button[name=action_approve]", state="detached")


def open_waiting(association, what):
    """Show the manager the one entry of that name, among those to approve."""
    [entry] = association.client("gestionnaire").call(
        "volunteer.time.entry", "search", [("name", "=", what)]
    )
    return association.open_action("action_volunteer_time_entry_to_approve", entry)


def find_engagement(association, name):
    [engagement] = association.client("gestionnaire").call(
        "volunteer.engagement",
        "search_read",
        [("partner_id.name", "=", name)],
        ["state"],
    )
    return engagement


def find_messages(association, engagement):
    """What asks the manager to do something about one person."""
    return association.client("gestionnaire").call(
        "mail.activity",
        "search_read",
        [
            ("user_id.login", "=", "gestionnaire"),
            ("res_model", "=", "volunteer.engagement"),
            ("res_id", "=", engagement["id"]),
        ],
        ["summary"],
    )


def check_value(association, entry_id):
    """The value is 2.5 times the rate of that day."""
    treasurer = association.client("tresorier")
    [entry] = treasurer.call(
        "volunteer.time.entry", "read", [entry_id], ["amount", "date", "state"]
    )
    [rate] = treasurer.call(
        "volunteer.reference.rate.value",
        "search_read",
        [("valid_from", "<=", entry["date"]), ("reference_id.name", "=", "SMIC")],
        ["amount"],
        order="valid_from desc",
        limit=1,
    )
    assert entry["state"] == "approved"
    assert entry["amount"] == pytest.approx(2.5 * rate["amount"], abs=0.005)


def test_signing_in_without_javascript(association):
    with association.signed_in("odile", PHONE, java_script_enabled=False) as person:
        assert person.page.locator("a[href='/my/volunteering/new']").is_visible()


# ----- 3: a refusal -----


@WIDTHS
def test_a_refusal_carries_its_reason_and_is_corrected(association, width):
    what, login = f"Atelier de {width}", {PHONE: "josette", DESK: "marcel"}[width]
    with association.signed_in(login, width) as volunteer:
        page = volunteer.page
        volunteer.open("#wrap a[href='/my/volunteering/new']")
        declare(volunteer, what, "23 h")
        refuse(association, what, "Était-ce deux heures et demie ?")

        [mail] = association.mails_to(f"{login}@example.com", what)
        assert "Était-ce deux heures et demie ?" in mail
        association.follow_link(volunteer, mail, r"/my/volunteering/\d+")
        assert "Était-ce deux heures et demie ?" in page.inner_text("#wrap")
        volunteer.open("#wrap a.btn-primary[href$='/edit']")
        assert page.input_value("#entry_name") == what
        volunteer.write("#entry_hours", "2,5")
        volunteer.open("#wrap button[name=send]")
        assert page.locator(NOTICE).count() == 1
        assert "2 h 30" in page.inner_text("#wrap")
        approve(association, what)
        page.reload()
        assert page.locator(".o_volunteering_approved").count()


def refuse(association, what, reason):
    page = open_waiting(association, what)
    page.click(".o_form_statusbar button[name=action_open_refuse_wizard]")
    page.fill(".modal [name=reason] textarea, .modal [name=reason] input", reason)
    page.click(".modal button[name=action_refuse]")
    page.wait_for_selector(".modal", state="detached")


# ----- 4: a member organisation -----


@WIDTHS
def test_a_member_organisation_declares_for_its_group(association, width):
    what = f"Fête d’été vue à {width}"
    with association.signed_in("lucien", width) as representative:
        page = representative.page
        representative.open("#wrap a[href='/my/volunteering/new']")
        representative.tick("#entry_is_estimate")
        entry_id = declare(representative, what, "4 h", headcount="30")
        representative.open("nav a[href='/my/volunteering']")
        entry = page.locator(f"#entry_{entry_id}")
        assert "Amicale du Quai" in entry.inner_text()
        assert "30" in entry.inner_text()
    [entry] = association.client("gestionnaire").call(
        "volunteer.time.entry",
        "read",
        [entry_id],
        ["total_hours", "headcount", "is_estimate", "partner_id", "structure_id"],
    )
    assert (entry["headcount"], entry["total_hours"]) == (30, 120)
    assert entry["is_estimate"]
    assert entry["partner_id"][1] == entry["structure_id"][1] == "Amicale du Quai"


# ----- 9: taking one's data away, and being forgotten -----


@WIDTHS
def test_a_volunteer_takes_all_away_and_is_forgotten(association, width):
    login, name = {PHONE: ("odile", "Odile"), DESK: ("rene", "René")}[width]
    day = date.today() - timedelta(days=width)
    with association.signed_in(login, width) as volunteer:
        page = volunteer.page
        volunteer.open("#wrap a[href='/my/volunteering/new']")
        waiting = declare(volunteer, f"Rangement par {name}", "1h30")
        volunteer.open("nav a[href='/my/volunteering/new']")
        booked = declare(
            volunteer, f"Stand tenu par {name}", "3 h", date=day.isoformat()
        )
        approve(association, f"Stand tenu par {name}")
        booking = book(association, day)
        sums = read_sums(association, booking)

        volunteer.open("nav a[href='/my/volunteering/privacy']")
        with page.expect_download() as download:
            volunteer.press("#wrap a[href='/my/volunteering/export/json']")
        taken = json.loads(Path(download.value.path()).read_bytes())["entries"]
        assert {entry["name"] for entry in taken} == {
            f"Rangement par {name}",
            f"Stand tenu par {name}",
        }

        volunteer.open("#wrap a[href='/my/volunteering/privacy/erase']")
        assert f"31/12/{day.year + YEARS_OF_EVIDENCE}" in page.inner_text("#wrap")
        volunteer.tick("#confirmed")
        assert page.is_checked("#close_account")
        volunteer.open("#wrap button.btn-danger")
        assert page.url.endswith("/volunteering/erased")
        page.goto(f"{association.address}/my/volunteering")
        assert "/web/login" in page.url

    assert read_sums(association, booking) == sums
    check_forgotten(association, name, waiting, booked)


def book(association, day):
    """Book what was approved of one day; return the booking's id."""
    treasurer = association.client("tresorier")
    [booking] = treasurer.call(
        "volunteer.valuation",
        "create",
        [{"date_from": day.isoformat(), "date_to": day.isoformat()}],
    )
    treasurer.call("volunteer.valuation", "action_post", [booking])
    return booking


def read_sums(association, booking):
    """What the association has counted, and what it has booked."""
    treasurer = association.client("tresorier")
    counted = association.client("gestionnaire").call(
        "volunteer.time.entry",
        "search_read",
        [],
        ["total_hours"],
    )
    [booked] = treasurer.call(
        "volunteer.valuation", "read", [booking], ["total_hours", "total_amount"]
    )
    assert booked["total_amount"] > 0
    return sum(entry["total_hours"] for entry in counted), booked


def check_forgotten(association, name, waiting, booked):
    """Nobody is told who it was, but the treasurer of what is booked."""
    manager, treasurer = (
        association.client(login) for login in ("gestionnaire", "tresorier")
    )
    fields = ["name", "hours", "partner_id", "engagement_id"]
    lost, kept = manager.call("volunteer.time.entry", "read", [waiting, booked], fields)
    assert (lost["hours"], kept["hours"]) == (1.5, 3.0)
    assert name not in lost["name"]
    for entry in (lost, kept):
        assert not entry["partner_id"] and not entry["engagement_id"]
    with pytest.raises(Refused):
        manager.call("volunteer.time.entry", "read", [booked], ["evidence_name"])
    [evidence] = treasurer.call(
        "volunteer.time.entry", "read", [booked], ["evidence_name"]
    )
    assert evidence["evidence_name"] == name
    assert not manager.call(
        "volunteer.engagement", "search_count", [("partner_id.name", "=", name)]
    )


# ----- somebody who writes script -----


def test_script_in_what_people_write_runs_nowhere(association):
    """On the portal, in the list, form and chatter of those who approve."""
    script = "<img src=x onerror=\"alert('ran')\">"
    ran = []
    association.desk.on("dialog", lambda dialog: (ran.append(1), dialog.dismiss()))
    with association.signed_in("marcel", PHONE) as volunteer:
        page = volunteer.page
        page.on("dialog", lambda dialog: (ran.append(1), dialog.dismiss()))
        volunteer.open("#wrap a[href='/my/volunteering/new']")
        entry_id = declare(volunteer, f"{script} titre", "1 h")
        page.fill("#wrap textarea[name=body]", f"{script} message")
        volunteer.open("#wrap form[action$='/comment'] button[type=submit]")
        assert page.locator("#wrap", has_text=f"{script} message").count()
        page.goto(f"{association.address}/my/volunteering")
        assert page.locator("#wrap", has_text=f"{script} titre").count()
    screen = association.open_action("action_volunteer_time_entry")
    screen.locator(".o_data_row", has_text=f"{script} titre").first.wait_for()
    screen = association.open_action("action_volunteer_time_entry", entry_id)
    screen.locator(".o-mail-Message", has_text=f"{script} message").first.wait_for()
    name = screen.locator(".o_field_widget[name=name] :is(input, textarea)")
    assert name.input_value() == f"{script} titre"
    assert not ran


def test_the_log_holds_no_complaint_of_ours(association):
    """Last in this file: nothing in it made a page fail, but for the field that is refused."""
    database, log = association.server.database, association.server.log
    ours = [
        line
        for line in complaints(log)
        if "volunteer" in line.replace(database, "") and "evidence_name" not in line
    ]
    assert ours == []
    assert "Traceback" not in log
