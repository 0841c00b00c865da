"""Every page of the portal that is ours, on the demonstration: who sees it, and how to get there.

Shared by the tests that look at each of them and by the pictures that `make tour` takes.
"""

import json
from dataclasses import dataclass

# What pages are about, found where the demonstration has it; addresses of links are told once.
FIND = """
import datetime, json
def one(login, **wanted):
    own = [("partner_id.user_ids.login", "=", login)]
    return env["volunteer.time.entry"].search(
        own + [(name, "=", value) for name, value in wanted.items()], limit=1
    ).id
def certify(login):
    person = env["res.users"].search([("login", "=", login)]).partner_id
    day = datetime.date.today()
    return env["volunteer.certificate"]._issue(
        person, env.ref("base.main_company"), day - datetime.timedelta(days=1000), day
    ).code
def issue(**values):
    values.setdefault("company_id", env.ref("base.main_company").id)
    link = env["volunteer.link"].create({"name": "Fête du quartier", **values})
    return link._issue()
this_year = datetime.date.today().year
def declare(login, year):
    person = env["res.users"].search([("login", "=", login)]).partner_id
    return env["volunteer.cec.declaration"].create({"partner_id": person.id, "year": year})
def answer(line, state, **values):
    line._ask()
    line._answer(state, fingerprint=line.entry_ids._fingerprint_for_cec(), **values)
    return line
engagement = env.ref("volunteer_valuation_portal.demo_engagement_portail")
declare("portail", this_year - 1)
answer(declare("valideur", this_year - 1).line_ids, "attested").action_certify()
answer(
    declare("tresorier", this_year - 2).line_ids,
    "refused", refusal_reason="Le mandat ne courait pas encore.",
)
print(json.dumps({
    "draft": one("portail", state="draft"),
    "submitted": one("portail", state="submitted"),
    "refused": one("portail", state="refused"),
    "approved": one("portail", state="approved", valuation_id=False),
    "booked": env["volunteer.time.entry"].search([
        ("partner_id", "=", engagement.partner_id.id), ("valuation_id", "!=", False),
    ], limit=1).id,
    "garden": env.ref("volunteer_valuation_portal.demo_company_garden").id,
    "certificate": certify("portail"),
    "stall": issue(kind="stall"),
    "personal": issue(kind="personal", engagement_id=engagement.id),
    "joining": issue(kind="joining"),
    "last_year": this_year - 1,
    "year_before": this_year - 2,
}))
env.cr.commit()
"""

# The routes of our addons that show a page and that none of these addresses leads to.
FIND_OTHERS = """
import json, threading
threading.current_thread().dbname = env.cr.dbname
routes = env["ir.http"].routing_map()
ours = {
    rule.rule for rule in routes.iter_rules()
    if ".volunteer_valuation_" in
        getattr(rule.endpoint, "original_endpoint", rule.endpoint).__module__
    and "GET" in (rule.endpoint.routing.get("methods") or ["GET"])
}
adapter = routes.bind("")
known = {adapter.match(path, "GET", return_rule=True)[0].rule for path in %r}
print(json.dumps(sorted(ours - known)))
"""


@dataclass(frozen=True)
class Page:
    """One page: ``address`` names what ``find`` found, ``role`` is who is signed in, if anybody.

    ``fill`` are texts by field name, typed before the button ``press`` is pressed; ``shows`` is
    what tells that it is this page, and no error.
    """

    name: str
    address: str
    role: str | None = "portal"
    fill: tuple = ()
    press: str | None = None
    shows: str = ".o_volunteering h1"


CEC = "/my/cec/{last_year}"
SEND = "#wrap form .btn-primary[type=submit]:not([name])"
PAGES = (
    Page("home", "/my", shows="a[href='/my/volunteering/new']"),
    Page("new", "/my/volunteering/new"),
    Page(
        "new-chosen-day", "/my/volunteering/new", press="button[name=shortcut] >> nth=1"
    ),
    Page(
        "new-refused",
        "/my/volunteering/new",
        fill=(("name", "Accueil"), ("hours", "2h75")),
        press=SEND,
    ),
    Page("new-again", "/my/volunteering/new?again={approved}"),
    Page("new-for-a-group", "/my/volunteering/new", role="organisation"),
    Page("new-in-no-association", "/my/volunteering/new", role="newcomer"),
    Page("series", "/my/volunteering/series?again={approved}"),
    Page("series-refused", "/my/volunteering/series?again={approved}&until=2999-01-01"),
    Page("list", "/my/volunteering"),
    Page("list-filtered", "/my/volunteering?search=accueil&state=approved&group=month"),
    Page("list-of-nothing", "/my/volunteering?search=introuvable"),
    Page("list-empty", "/my/volunteering", role="newcomer"),
    Page("entry-draft", "/my/volunteering/{draft}"),
    Page("entry-submitted", "/my/volunteering/{submitted}"),
    Page("entry-refused", "/my/volunteering/{refused}"),
    Page("entry-approved", "/my/volunteering/{approved}"),
    Page("entry-booked", "/my/volunteering/{booked}"),
    Page("entry-sent", "/my/volunteering/{submitted}?done=sent"),
    Page("edit-draft", "/my/volunteering/{draft}/edit"),
    Page("edit-refused", "/my/volunteering/{refused}/edit"),
    Page("edit-approved", "/my/volunteering/{approved}/edit"),
    Page("associations", "/my/volunteering/associations"),
    Page("associations-asked", "/my/volunteering/associations?done=asked"),
    Page("association", "/my/volunteering/associations/{garden}", role="newcomer"),
    Page("certificates", "/my/volunteering/certificate"),
    Page(
        "certificates-issued",
        "/my/volunteering/certificate",
        press="button[name=period] >> nth=0",
        shows="#wrap [role=status]",
    ),
    Page("certificates-of-nobody", "/my/volunteering/certificate", role="newcomer"),
    Page("verify", "/volunteering/verify", role=None, shows="#wrap h1"),
    Page(
        "verify-genuine",
        "/volunteering/verify/{certificate}",
        role=None,
        shows="#wrap .alert-success",
    ),
    Page(
        "verify-forged",
        "/volunteering/verify/0000-0000-0000-0000-0000",
        role=None,
        shows="#wrap .alert-danger",
    ),
    Page("privacy", "/my/volunteering/privacy"),
    Page("privacy-of-nobody", "/my/volunteering/privacy", role="newcomer"),
    Page("erase", "/my/volunteering/privacy/erase"),
    Page("erased", "/volunteering/erased", role=None),
    Page("link-stall", "/volunteering/{stall}", role=None),
    Page(
        "link-stall-refused",
        "/volunteering/{stall}",
        role=None,
        fill=(("declared_by", "Zoé"), ("hours", "2h75")),
        press=SEND,
    ),
    Page(
        "link-stall-sent",
        "/volunteering/{stall}",
        role=None,
        fill=(("declared_by", "Zoé"), ("name", "Accueil"), ("hours", "2h")),
        press=SEND,
        shows="#wrap [role=status]",
    ),
    Page("link-personal", "/volunteering/{personal}", role=None),
    Page("link-joining", "/volunteering/{joining}", role=None),
    Page("link-of-nothing", "/volunteering/0123456789abcdef", role=None),
    Page("link-no-reminders", "/volunteering/{personal}/stop", role=None),
    Page(
        "link-reminders-again",
        "/volunteering/{personal}/stop",
        role=None,
        press="#wrap form button[type=submit]",
    ),
    Page("cec", "/my/cec", role="treasurer"),
    Page("cec-not-started", "/my/cec", role="newcomer"),
    Page(
        "cec-reminder",
        "/my/cec",
        press="form[action$='/reminder'] button",
        shows="#wrap [role=status]",
    ),
    Page("cec-draft", CEC, role="treasurer"),
    Page(
        "cec-elsewhere-refused",
        CEC,
        role="treasurer",
        fill=(("association_name", "Le Hangar"), ("rna", "W12"), ("hours", "12")),
        press="form[action$='/elsewhere'] button",
        shows="#wrap [role=alert]",
    ),
    Page("cec-asked", CEC, role="manager"),
    Page("cec-attested", CEC, role="validator"),
    Page("cec-refused", "/my/cec/{year_before}", role="treasurer"),
    Page("cec-empty", CEC),
    Page("cec-sheet", f"{CEC}/sheet", role="treasurer"),
    Page("new-in-capacity", "/my/volunteering/new", role="treasurer"),
)


def find(server):
    """What the addresses of `PAGES` name: ids of entries, tokens of links."""
    return json.loads(server.shell(FIND).splitlines()[-1])


def find_others(server, addresses):
    """The routes of our addons that show pages, but for those that `addresses` lead to."""
    return json.loads(server.shell(FIND_OTHERS % addresses).splitlines()[-1])


def go(browser_page, server, page, found):
    """Show the page in a browser where its role is signed in, as it first shows itself."""
    browser_page.goto(server.address + page.address.format(**found))
    if page.fill:
        unfold(browser_page)
    for name, text in page.fill:
        browser_page.fill(f"#wrap [name={name}]", text)
    if page.press:
        with browser_page.expect_navigation():
            browser_page.click(page.press)
    browser_page.wait_for_selector(page.shows)


def open_page(browser_page, server, page, found):
    """The same, with its folded parts unfolded."""
    go(browser_page, server, page, found)
    unfold(browser_page)


def unfold(browser_page):
    browser_page.evaluate(
        "document.querySelectorAll('#wrap details').forEach(part => part.open = true)"
    )
