"""One's own list with many entries in the database, beside the same list with few."""

from association import MEMBER, MEMBER_ENTRIES
from comparison import compare, within

PAGE = 80
COLUMNS = (
    "date",
    "name",
    "project_id",
    "activity_id",
    "total_hours",
    "state",
    "refusal_reason",
)


def measure(full, nearly_empty, rows, rounds):
    """Yield both comparisons: the office's own list, and the page of the portal."""
    for name, work in (
        ("own list page", _open_own_list),
        ("own list page of the portal", _open_portal_page),
    ):
        yield compare(
            f"{name} with {rows:,} entries in the database",
            lambda work=work: full.time(work, login=MEMBER),
            "the same with 1,000",
            lambda work=work: nearly_empty.time(work, login=MEMBER),
            within(1.2),
            rounds,
        )


def _open_own_list(env, clock):
    """What the web client asks for: a page of one's own time, and how much there is."""
    entries = env["volunteer.time.entry"]
    domain = [("partner_id", "=", env.user.partner_id.id)]
    columns = {
        name: {"fields": {"display_name": {}}} if name.endswith("_id") else {}
        for name in COLUMNS
    }
    # What a server that runs has read for good.
    entries.web_search_read(domain, columns, limit=1)
    env.invalidate_all()
    with clock:
        page = entries.web_search_read(domain, columns, limit=PAGE)
        entries.formatted_read_group(domain, [], ["total_hours:sum"])
    assert len(page["records"]) == PAGE and page["length"] == MEMBER_ENTRIES


def _open_portal_page(env, clock):
    """What the page shows: totals, the picture of a year, choices and a page of entries."""
    entries = env["volunteer.time.entry"]
    entries._find_own_list({})
    env.invalidate_all()
    with clock:
        page = entries._find_own_list({})
        page["entries"].mapped("project_id.name")
    assert page["count"] == MEMBER_ENTRIES
