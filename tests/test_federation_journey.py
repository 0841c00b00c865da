"""Journey 10: a federation adds up its branches, of which six are on other systems.

Fourteen are branches of its company in Odoo, each with its treasurer; for the six others it
enters what they tell it: one group entry per activity.
"""

import itertools
import json
import re
from datetime import date

import pytest

import conftest
from client import Client, Refused
from logs import complaints
from treasurer_journeys import (
    PEOPLE,
    choose,
    fill_date,
    open_action,
    read_record_id,
    sign_in,
)

YEAR = date.today().year - 1
PERIOD = (f"{YEAR}-01-01", f"{YEAR}-12-31")
LATE_BRANCH, LATE_STRUCTURE = "Antenne 14", "Atelier associé 6"
SET_UP = (
    PEOPLE
    + """
import json, random
from datetime import date, timedelta
YEAR = date.today().year - 1
chance = random.Random(10)
federation = env.ref("base.main_company")
federation.name = "Fédération des ateliers"
federation.partner_id.lang = "fr_FR"
env["volunteer.valuation.rule"].create({
    "name": "SMIC", "company_id": False, "method": "reference",
    "reference_id": env.ref("volunteer_valuation.smic").id, "coefficient": 1,
})
branches = env["res.company"].create([
    {"name": f"Antenne {number:02}", "parent_id": federation.id} for number in range(1, 15)
])
structures = env["res.partner"].create([
    {"name": f"Atelier associé {number}", "is_company": True} for number in range(1, 7)
])
federation.volunteer_structure_ids = structures
activities = [
    env.ref(f"volunteer_valuation.activity_{name}")
    for name in ("reception", "teaching", "events", "governance")
]
def day():
    return date(YEAR, 1, 1) + timedelta(days=chance.randrange(365))
# The last branch and the last structure have not told anything yet.
entries = [
    {
        "name": "Permanence", "date": day(), "hours": chance.randrange(20, 700) / 100,
        "partner_id": person.id, "activity_id": activity.id, "company_id": branch.id,
    }
    for branch in branches[:-1]
    for person in env["res.partner"].create(
        [{"name": f"Bénévole {number} de l’{branch.name}"} for number in (1, 2, 3)])
    for activity in activities
] + [
    {
        "name": "Année de l’atelier", "date": date(YEAR, 1, 1), "date_end": date(YEAR, 12, 31),
        "hours": chance.randrange(5, 60),
        "headcount": chance.randrange(3, 30), "is_estimate": True,
        "partner_id": structure.id, "structure_id": structure.id,
        "activity_id": activity.id, "company_id": federation.id,
    }
    for structure in structures[:-1]
    for activity in activities
]
env["volunteer.time.entry"].create(entries)
waiting = env["volunteer.time.entry"].search([("state", "=", "draft")])
waiting.action_submit()
waiting.action_approve()
user("federation", "manager", "treasurer", companies=federation | branches)
for number, branch in enumerate(branches, start=1):
    user(f"antenne{number:02}", "treasurer", companies=branch)
user("gestion14", "manager", companies=branches[-1])
env.cr.commit()
print(json.dumps({"federation": federation.id, "branches": branches.ids}))
"""
)


class Federation:
    """The federation's server, its companies, and what each login's statements say."""

    def __init__(self, server):
        self.server = server
        found = json.loads(server.shell(SET_UP).splitlines()[-1])
        self.company, self.branches = found["federation"], found["branches"]
        self.companies = [self.company, *self.branches]
        self.treasurers = {
            branch: f"antenne{number:02}"
            for number, branch in enumerate(self.branches, start=1)
        }
        self._clients = {}

    def client(self, login):
        if login not in self._clients:
            self._clients[login] = Client(
                self.server.address, self.server.database, login
            )
        return self._clients[login]

    def statement(self, login, companies):
        return self.client(login).call(
            "volunteer.statement", "compute_statement", companies, *PERIOD
        )

    def own_statements(self):
        """Of the federation's own time, and of each branch as its treasurer sees it."""
        yield self.statement("federation", [self.company])
        for branch, login in self.treasurers.items():
            yield self.statement(login, [branch])


@pytest.fixture(scope="module")
def federation(tmp_path_factory):
    with conftest.running_server(tmp_path_factory.mktemp("ten"), False) as server:
        yield Federation(server)


def find_missing(statement):
    return {row["name"] for row in statement["by_branch"] if row["is_missing"]}


def check_sum(federation):
    """The consolidated statement is the sum of those of the federation and its branches."""
    together = federation.statement("federation", federation.companies)
    apart = list(federation.own_statements())
    for figure in ("hours", "valued_hours", "estimated_hours", "amount", "people"):
        total = sum(statement[figure] for statement in apart)
        assert total == pytest.approx(together[figure], abs=0.001), figure
    for partition in ("by_activity", "by_nature", "by_destination", "by_branch"):
        rows = sorted(
            itertools.chain.from_iterable(statement[partition] for statement in apart),
            key=identify,
        )
        sums = {
            key: round(sum(row["amount"] for row in group), 2)
            for key, group in itertools.groupby(rows, identify)
        }
        shown = {identify(row): row["amount"] for row in together[partition]}
        assert {key: amount for key, amount in sums.items() if amount} == {
            key: amount for key, amount in shown.items() if amount
        }, partition
    return together


def identify(row):
    return row["name"], str(row["id"])


def test_what_is_missing_is_seen_and_told(federation, visit):
    """Twenty branches are added up; two of them are told missing until they have told."""
    statement = check_sum(federation)
    assert len(statement["by_branch"]) == 21
    assert find_missing(statement) == {LATE_BRANCH, LATE_STRUCTURE}

    page = sign_in(visit("about:blank"), federation.server, "federation")
    record = draw_up_statement(page, statement)
    assert tell_missing(page)

    for activity, hours in (("Accueil", "12:30"), ("formation", "40")):
        declare_for_group(page, LATE_STRUCTURE, activity, hours)
    declare_in_branch(federation)

    statement = check_sum(federation)
    assert find_missing(statement) == set()
    [row] = [row for row in statement["by_branch"] if row["name"] == LATE_STRUCTURE]
    assert (row["hours"], row["group_headcount"]) == (9 * 12.5 + 9 * 40, 18)
    open_action(page, "action_volunteer_yearly_statement", record)
    page.wait_for_selector("div[name=screen] table")
    assert not tell_missing(page)


def draw_up_statement(page, figures):
    """The statement of the federation with its branches, last year's by default."""
    open_action(page, "action_volunteer_yearly_statement", "new")
    page.check("div[name=include_branches] input")
    page.click(".o_form_button_save")
    record = read_record_id(page)
    shown = page.locator("div[name=screen]").inner_text()
    for number in (figures["hours"], figures["amount"]):
        assert french(number) in re.sub(r"\s", "", shown)
    return record


def tell_missing(page):
    """The sentence of the screen that names both branches which have told nothing."""
    lines = page.locator("div[name=screen]").inner_text().splitlines()
    return [line for line in lines if LATE_BRANCH in line and LATE_STRUCTURE in line]


def french(number):
    return f"{number:.2f}".replace(".", ",")


def declare_for_group(page, structure, activity, hours):
    """What an organisation elsewhere tells of one activity: nine people, so many hours each."""
    open_action(page, "action_volunteer_time_entry", "new")
    page.fill("div[name=name] textarea", "Année de l’atelier")
    fill_date(page, "date", date(YEAR, 1, 1))
    fill_date(page, "date_end", date(YEAR, 12, 31))
    page.fill("div[name=hours] input", hours)
    page.fill("div[name=headcount] input", "9")
    page.check("div[name=is_estimate] input")
    choose(page, "partner_id", structure)
    choose(page, "structure_id", structure)
    choose(page, "activity_id", activity)
    page.click("button[name=action_submit]")
    page.click("button[name=action_approve]")
    page.wait_for_selector("button[name=action_approve]", state="hidden")


def declare_in_branch(federation):
    """The last branch's manager records what its people gave."""
    client = federation.client("gestion14")
    [person] = client.call("res.partner", "search", [("name", "=", "Antenne14")])
    entry = client.call(
        "volunteer.time.entry",
        "create",
        {
            "name": "Permanence",
            "date": f"{YEAR}-05-16",
            "hours": 3.25,
            "partner_id": person,
        },
    )
    for transition in ("action_submit", "action_approve"):
        client.call("volunteer.time.entry", transition, [entry])


def test_each_treasurer_sees_their_own_branch_only(federation):
    neighbours = zip(
        federation.treasurers.items(),
        [*federation.branches[1:], federation.branches[0]],
        strict=True,
    )
    for (branch, login), neighbour in neighbours:
        client = federation.client(login)
        for others in ([neighbour], [federation.company], [branch, neighbour], []):
            with pytest.raises(Refused):
                federation.statement(login, others)
        seen = client.call(
            "volunteer.time.entry", "formatted_read_group", [], ["company_id"], []
        )
        assert {row["company_id"][0] for row in seen} <= {branch}
        with pytest.raises(Refused):
            client.call(
                "volunteer.valuation",
                "create",
                {"company_id": neighbour, "date_from": PERIOD[0], "date_to": PERIOD[1]},
            )


def test_branches_book_and_the_ledger_is_the_sum(federation):
    for company in federation.companies:
        login = federation.treasurers.get(company, "federation")
        book(federation.client(login), company)
        with pytest.raises(Refused, match=str(YEAR)):
            book(federation.client(login), company)

    statement = check_sum(federation)
    assert statement["booked_amount"] == statement["amount"] > 0
    assert statement["unbooked_amount"] == 0
    for company, own in zip(
        federation.companies, federation.own_statements(), strict=True
    ):
        assert read_ledger(federation, [company]) == {
            "864": own["amount"],
            "875": -own["amount"],
        }
    assert read_ledger(federation, federation.companies) == {
        "864": statement["amount"],
        "875": -statement["amount"],
    }


def book(client, company):
    booking = client.call(
        "volunteer.valuation",
        "create",
        {"company_id": company, "date_from": PERIOD[0], "date_to": PERIOD[1]},
    )
    client.call("volunteer.valuation", "action_post", [booking])


def read_ledger(federation, companies):
    """Balances of the year by account, as the federation's treasurer reads them."""
    groups = federation.client("federation").call(
        "account.move.line",
        "formatted_read_group",
        [
            ("company_id", "in", companies),
            ("parent_state", "=", "posted"),
            ("date", ">=", PERIOD[0]),
            ("date", "<=", PERIOD[1]),
        ],
        ["account_id"],
        ["balance:sum"],
    )
    return {
        group["account_id"][1][:3]: round(group["balance:sum"], 2) for group in groups
    }


def test_the_log_holds_no_complaint_of_ours(federation):
    """Last in this file: nothing in it made our code complain or fail."""
    log = federation.server.log.replace(federation.server.database, "")
    assert [line for line in complaints(log) if "volunteer" in line] == []
    assert "volunteer_valuation/models" not in log
