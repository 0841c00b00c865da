"""Exporting time to a file, beside Odoo's own list export of the same columns; and its memory.

Each run is a process of its own, whose memory at its highest is compared with what it had
before.
"""

import io
import multiprocessing
from statistics import median
from types import SimpleNamespace

import odoo.http

from odoo.addons.web.controllers.export import ExcelExport

from association import Association, start_odoo
from comparison import Clock, Comparison, at_least, compare, within

# The columns of our files, as Odoo's own list export names them.
COLUMNS = (
    "date",
    "date_end",
    "partner_id/name",
    "partner_id/email",
    "name",
    "description",
    "hours",
    "headcount",
    "total_hours",
    "is_estimate",
    "distance",
    "activity_id/name",
    "project_id/name",
    "task_id/name",
    "level_id/name",
    "status_id/name",
    "structure_id/name",
    "company_id/name",
    "state",
    "refusal_reason",
    "late_reason",
    "approved_by_id/name",
    "approved_on",
    "rule_id/name",
    "hourly_rate",
    "amount",
    "currency_id/name",
    "valuation_id/display_name",
    "import_key",
)
# The budget speaks of so many; Odoo's own export of a million would take 8 GB.
MOST_ROWS, FEW_ROWS = 100_000, 100
MEMORY_LIMIT = 64
MIB = 2**20


def measure(association, rows, rounds):
    """Yield the comparison of time, then those of memory with its limit."""
    rows = min(rows, MOST_ROWS)
    growths = {"xlsx": [], "csv": [], "json": [], "odoo": []}

    def run(name, export):
        seconds, growth = _run_in_a_process(association, export, rows)
        growths[name].append(growth)
        return seconds

    yield compare(
        f"XLSX of {rows:,} entries, {len(COLUMNS)} columns",
        lambda: run("xlsx", _export_xlsx),
        "Odoo's own list export",
        lambda: run("odoo", _export_odoo),
        at_least(2),
        rounds,
    )
    run("csv", _export_csv)
    run("json", _export_json)
    for name in ("xlsx", "csv", "json"):
        yield Comparison(
            f"memory that the {name.upper()} of {rows:,} entries takes"
            f" (Odoo's list export: {median(growths['odoo']):.0f} MiB)",
            median(growths[name]),
            "limit",
            MEMORY_LIMIT,
            within(1),
            "MiB",
        )


def _run_in_a_process(association, export, rows):
    """Seconds that ``export`` takes in a new process, and the MiB that it adds at most."""
    # Not forked: what the measuring has freed would be taken again, and not counted.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_export, (association.database, export, rows))


def _export(database, export, rows):
    start_odoo()
    association = Association(database)
    clock = Clock()
    with association.transaction("admin") as env:
        export(env, FEW_ROWS)  # what a server that runs has read for good
        before = _read_memory("VmRSS")
        with open("/proc/self/clear_refs", "w") as peaks:
            peaks.write("5")
        with clock:
            size = export(env, rows)
        assert size > 100_000
    return clock.seconds, (_read_memory("VmHWM") - before) / MIB


def _read_memory(name):
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
    raise LookupError(name)


def _find_domain(env, rows):
    entries = env["volunteer.time.entry"].search([], order="id", limit=rows)
    assert len(entries) == rows
    return [("id", "<=", entries[-1].id)]


def _export_ours(env, file_format, rows):
    entries = env["volunteer.time.entry"]
    return sum(
        len(piece) for piece in entries._export(_find_domain(env, rows), file_format)
    )


def _export_xlsx(env, rows):
    return _export_ours(env, "xlsx", rows)


def _export_csv(env, rows):
    return _export_ours(env, "csv", rows)


def _export_json(env, rows):
    return _export_ours(env, "json", rows)


def _export_odoo(env, rows):
    """What the route of Odoo's list export does, without its transport."""
    odoo.http._request_stack.push(SimpleNamespace(env=env))
    try:
        entries = env["volunteer.time.entry"].search(_find_domain(env, rows))
        rows = entries.export_data(list(COLUMNS))["datas"]
        types = [{"name": column, "type": _get_type(env, column)} for column in COLUMNS]
        return (
            io.BytesIO(ExcelExport().from_data(types, COLUMNS, rows)).getbuffer().nbytes
        )
    finally:
        odoo.http._request_stack.pop()


def _get_type(env, path):
    name, _slash, rest = path.partition("/")
    field = env["volunteer.time.entry"]._fields[name]
    return env[field.comodel_name]._fields[rest].type if rest else field.type
