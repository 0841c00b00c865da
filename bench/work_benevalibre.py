"""The export and the list that Bénévalibre has too, beside its own."""

import contextlib
import json
import subprocess
from pathlib import Path

from comparison import at_least, compare
from work_own_list import COLUMNS, PAGE

ROWS = 5_000


def measure(association, python, rounds):
    """Yield both comparisons. Neither side pays for an HTTP server.

    Bénévalibre renders its page here, where our web client would do so in the browser.
    """
    with _benevalibre(python) as ask:
        yield compare(
            f"CSV of {ROWS:,} entries",
            lambda: association.time(_export, login="admin"),
            "Bénévalibre 2.0.1",
            lambda: ask("export"),
            at_least(1),
            rounds,
        )
        yield compare(
            f"first page of the list of {ROWS:,} entries",
            lambda: association.time(_open_list, login="admin"),
            "Bénévalibre 2.0.1",
            lambda: ask("list"),
            at_least(1),
            10 * rounds,
        )


@contextlib.contextmanager
def _benevalibre(python):
    """Yield what asks a running Bénévalibre for a work and returns the seconds it took."""
    peer = Path(__file__).with_name("benevalibre_peer.py")
    with subprocess.Popen(
        [python, "-I", peer, str(ROWS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def ask(work):
            process.stdin.write(f"{work}\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            if not answer:
                raise RuntimeError(
                    "Bénévalibre ended: what it printed above tells why."
                )
            return json.loads(answer)["seconds"]

        try:
            yield ask
        finally:
            process.stdin.close()


def _get_domain(env):
    entries = env["volunteer.time.entry"].search([], limit=ROWS)
    assert len(entries) == ROWS
    return [("id", "in", entries.ids)]


def _export(env, clock):
    entries, domain = env["volunteer.time.entry"], _get_domain(env)
    with clock:
        content = b"".join(entries._export(domain, "csv"))
    # A heading and the totals are there too.
    assert content.count(b"\r\n") == ROWS + 2


def _open_list(env, clock):
    entries, domain = env["volunteer.time.entry"], _get_domain(env)
    columns = {
        name: {"fields": {"display_name": {}}} if name.endswith("_id") else {}
        for name in (*COLUMNS, "partner_id")
    }
    env.invalidate_all()
    with clock:
        page = entries.web_search_read(domain, columns, limit=PAGE)
        entries.formatted_read_group(domain, [], ["total_hours:sum", "amount:sum"])
    assert (len(page["records"]), page["length"]) == (PAGE, ROWS)
