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
    """What the web client asks for: a page of one's own time, and how much there is."""
    return compare(
        f"own list page with {rows:,} entries in the database",
        lambda: full.time(_open_own_list, login=MEMBER),
        "the same with 1,000",
        lambda: nearly_empty.time(_open_own_list, login=MEMBER),
        within(1.2),
        rounds,
    )


def _open_own_list(env, clock):
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
