"""Journey 7: a volunteer downloads a certificate, and a third party verifies it.

Genuine, forged, replaced, revoked, erased: whoever scans the code is told which, and sees nothing
that is not on the paper.
"""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

import conftest
from client import Refused
from logs import complaints
from pdf_pages import count_pages, has_qr_code, read_text
from portal_journeys import SET_UP, Association

PHONE = 390
CERTIFICATES = "/my/volunteering/certificate"
ASK = "#wrap button[name=period][value={year}_year]"
GENUINE, REPLACED, WORTHLESS = ".alert-success", ".alert-warning", ".alert-danger"
HOURS = re.compile(r"(\d+) h(?: (\d\d))?")
# In French or English, whichever the translations have.
REVOKE = re.compile("r[eé]vo", re.IGNORECASE)
# Nobody's time here but that of whom the certificate is for.
SET_UP_TIME = (
    SET_UP
    + """
company.write({
    "street": "3 quai des Tanneurs", "zip": "35000", "city": "Rennes",
    "company_registry": "44229377500023", "volunteer_rna": "W351000123",
    "volunteer_signatory_name": "Hortense de La Tour", "volunteer_signatory_office": "présidente",
})
env.cr.commit()
"""
)
pytestmark = pytest.mark.skipif(
    not shutil.which("wkhtmltopdf"), reason="wkhtmltopdf is not installed: no paper"
)


@pytest.fixture(scope="module")
def association(tmp_path_factory, browser):
    with conftest.running_server(tmp_path_factory.mktemp("seven"), False) as server:
        server.shell(SET_UP_TIME)
        yield Association(server, browser)


@pytest.fixture
def volunteer(association):
    """Josette on her phone."""
    with association.signed_in("josette", PHONE) as volunteer:
        yield volunteer


@pytest.fixture
def paper(association, volunteer):
    """A certificate that Josette asked for, of 2 h 30 more than she had before."""
    approve_time(association, "Atelier vélo", 2.5)
    return ask(volunteer)


def approve_time(association, what, hours):
    """Time of Josette's of yesterday, or of today on the first of January."""
    manager = association.client("gestionnaire")
    [person] = manager.call("res.partner", "search", [("name", "=", "Josette")])
    day = date.today() - timedelta(days=date.today().timetuple().tm_yday > 1)
    entry = manager.call(
        "volunteer.time.entry",
        "create",
        {
            "name": what,
            "date": day.isoformat(),
            "hours": hours,
            "partner_id": person,
        },
    )
    for transition in ("action_submit", "action_approve"):
        manager.call("volunteer.time.entry", transition, [entry])


def approved_hours(association):
    entries = association.client("gestionnaire").call(
        "volunteer.time.entry",
        "search_read",
        [("partner_id.name", "=", "Josette"), ("state", "=", "approved")],
        ["hours"],
    )
    return [entry["hours"] for entry in entries]


def read_hours(text):
    """The first duration of a text, “2 h 30” or “3 h”, in hours."""
    hours, minutes = HOURS.search(text).groups(default="0")
    return int(hours) + int(minutes) / 60


def ask(volunteer):
    """Ask for this year's certificate, and download it; return the file."""
    page = volunteer.page
    volunteer.page.goto(page.evaluate("location.origin") + "/my/volunteering")
    volunteer.open(f"nav a[href='{CERTIFICATES}']")
    volunteer.open(ASK.format(year="this"))
    assert page.locator("#wrap [role=status]").count() == 1
    with page.expect_download() as download:
        volunteer.press(f"#wrap a.btn[href^='{CERTIFICATES}/']")
    return Path(download.value.path()).read_bytes()


def read_address(paper):
    """The address that the paper tells, which its picture says too."""
    text = read_text(paper)
    address = re.search(r"https?://\S+/volunteering/verify/[0-9A-Z-]+", text)[0]
    assert has_qr_code(paper, address)
    return address


def scan(association, address, answer, status=200):
    """What a stranger is shown on their phone; ``answer`` is the kind of message."""
    with association.visitor(PHONE) as stranger:
        path = re.sub(r"https?://[^/]+", "", address)
        shown = stranger.page.goto(association.address + path)
        assert shown.status == status
        assert stranger.page.locator(f"#wrap {answer}").count() == 1
        return stranger.page.inner_text("#wrap")


def test_the_paper_says_what_an_employer_asks(association, paper):
    text = read_text(paper)
    assert count_pages(paper) == 1
    for words in (
        "Les Ateliers du Canal",
        "3 quai des Tanneurs",
        "W351000123",
        "44229377500023",
        "Josette",
        "Hortense de La Tour",
        "présidente",
        "Rennes",
    ):
        assert words in text
    assert "bénévol" in text.lower()
    assert read_hours(text) == sum(approved_hours(association))


def test_whoever_scans_it_sees_that_it_is_genuine(association, paper):
    shown = scan(association, read_address(paper), GENUINE)
    for words in ("Josette", "Les Ateliers du Canal", "W351000123"):
        assert words in shown
    # Only what is on the paper.
    for words in ("josette@example.com", "Atelier vélo", "€"):
        assert words not in shown
    assert read_hours(shown) == read_hours(read_text(paper))


def test_a_forged_one_is_not(association, paper):
    address = read_address(paper)
    forged = address[:-1] + ("8" if address[-1] != "8" else "7")
    same = {
        scan(association, wrong, WORTHLESS, status=404).replace(code_of(wrong), "")
        for wrong in (forged, forged[:-5] + "0000", address[:-4] + "none")
    }
    assert len(same) == 1
    assert "Josette" not in same.pop()


def code_of(address):
    return address.rsplit("/", 1)[1]


def test_a_code_typed_from_paper_is_found(association, paper):
    code = code_of(read_address(paper))
    with association.visitor(PHONE) as stranger:
        stranger.page.goto(f"{association.address}/volunteering/verify")
        stranger.write("#wrap input[name=code]", f" {code.lower().replace('-', ' ')} ")
        stranger.open("#wrap button[type=submit]")
        assert stranger.page.locator(f"#wrap {GENUINE}").count() == 1


def test_a_newer_one_replaces_it(association, volunteer, paper):
    older = read_address(paper)
    hours = read_hours(scan(association, older, GENUINE))
    approve_time(association, "Inventaire", 1.0)
    assert read_hours(scan(association, older, GENUINE)) == hours

    newer = read_address(ask(volunteer))
    assert code_of(newer) != code_of(older)
    assert read_hours(scan(association, newer, GENUINE)) == hours + 1
    assert read_hours(scan(association, older, REPLACED)) == hours


def test_nothing_new_is_issued_where_no_hour_has_changed(volunteer, paper):
    assert ask(volunteer) == paper


def test_the_association_revokes_it(association, paper):
    address = read_address(paper)
    manager = association.client("gestionnaire")
    [certificate] = manager.call(
        "volunteer.certificate", "search", [("code", "=", code_of(address))]
    )
    page = association.open_action("action_volunteer_certificate", certificate)
    page.locator(".o_form_statusbar button", has_text=REVOKE).click()
    page.fill(".modal textarea", "Heures comptées deux fois")
    page.click(".modal button[name=action_revoke]")
    page.wait_for_selector(".modal", state="detached")

    assert "comptées deux fois" not in scan(association, address, WORTHLESS)
    with pytest.raises(Refused):
        manager.call(
            "volunteer.certificate", "write", [certificate], {"state": "issued"}
        )


def test_nothing_is_left_of_who_is_forgotten(association, volunteer, paper):
    """Last but one: Josette is gone after it."""
    address = read_address(paper)
    page = volunteer.page
    page.goto(f"{association.address}/my/volunteering/privacy/erase")
    volunteer.tick("#confirmed")
    volunteer.open("#wrap button.btn-danger")
    shown = scan(association, address, WORTHLESS, status=404)
    assert "Josette" not in shown


def test_the_log_holds_no_complaint_of_ours(association):
    """Last in this file: nothing in it made our code complain or fail."""
    log = association.server.log.replace(association.server.database, "")
    assert [line for line in complaints(log) if "volunteer" in line] == []
    assert "volunteer_valuation/models" not in log
