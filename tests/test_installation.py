"""Installed into living books, updated, removed, installed again: quietly, and nothing is lost."""

import base64
import io
import subprocess

import openpyxl
import pytest

import conftest
import database_server
import odoo_command
import places
import test_databases
from client import Client
from logs import complaints

OURS = ",".join(places.ADDONS)
INSTALL = ["-i", OURS, "--no-http", "--stop-after-init"]
UPDATE = ["-u", OURS, "--no-http", "--stop-after-init"]
# The two others go with it.
UNINSTALL = ["module", "uninstall", places.ADDONS[0]]

SETUP_ODOO = places.REPOSITORY / "setup" / "odoo"

# An association that works with Odoo, before it counts volunteer time.
EARLIER = """
from odoo.fields import Command
town, person = env["res.partner"].create([{"name": "The town"}, {"name": "Camille"}])
env["res.users"].create({"name": "Member", "login": "member", "password": "member"})
project = env["project.project"].create({"name": "Festival"})
env["project.task"].create({"name": "Build the stage", "project_id": project.id})
env["account.move"].create({
    "move_type": "out_invoice", "partner_id": town.id, "invoice_date": "2025-03-01",
    "invoice_line_ids": [Command.create({"name": "Stand", "price_unit": 100.0})],
}).action_post()
env.cr.commit()
"""

# Every kind of record that refers to another one of ours, or from Odoo's own to ours.
VOLUNTEERING = """
from odoo.fields import Command
env = env(user=env.ref("base.user_admin"))
member = env["res.users"].search([("login", "=", "member")])
member.group_ids = [Command.link(env.ref("volunteer_valuation.group_volunteer_treasurer").id)]
person = env["res.partner"].search([("name", "=", "Camille")])
project = env["project.project"].search([("name", "=", "Festival")])
activity = env["volunteer.activity"].create({"name": "Stage building"})
env.ref("volunteer_valuation.level_expert").name = "Master"
project.volunteer_activity_id = activity
env["volunteer.valuation.rule"].action_value_at_minimum_wage()
env["volunteer.valuation.rule"].create(
    {"name": "Stage", "amount": 20.0, "activity_id": activity.id, "sequence": 1})
env["volunteer.engagement"].create({"partner_id": person.id, "approver_id": member.id})
entries = env["volunteer.time.entry"].create([
    {"name": "The stage", "date": f"{year}-05-{day:02}", "hours": 2.5,
     "partner_id": person.id, "project_id": project.id, "task_id": project.task_ids.id}
    for year in (2024, 2025) for day in range(1, 7)])
entries.action_submit()
entries[-1].action_refuse("Not on that day")
entries[:-2].action_approve()
entries[0].message_post(body="Thank you", attachments=[("sheet.txt", b"signed")])
agreement = env["ir.attachment"].create({"name": "agreement.txt", "raw": b"A room"})
rooms = env["volunteer.inkind.contribution"].create([
    {"name": "A room", "date": "2025-06-01", "partner_id": person.id, "amount": amount,
     "origin": "government", "is_certified": True,
     "evidence_ids": [Command.link(agreement.id)],
     "nature_id": env.ref("volunteer_valuation.nature_use_of_goods").id}
    for amount in (50.0, 0.0)])
rooms.action_submit()
rooms[0].action_approve()
bookings = env["volunteer.valuation"].create([
    {"date_from": f"{year}-01-01", "date_to": f"{year}-12-31"} for year in (2024, 2025)])
bookings.action_post()
bookings[0].action_reverse()
bookings.create({"date_from": "2024-01-01", "date_to": "2024-12-31"})
env.cr.commit()
"""

EXPORT = """
wizard = env["l10n_fr.fec.export.wizard"].create(
    {"date_from": "2025-01-01", "date_to": "2025-12-31", "test_file": True})
print(wizard.generate_fec()["file_content"].decode())
"""

BOOKS = """
SELECT journal.code, move.name, move.state, move.date, move.ref, account.code_store,
       account.account_type, line.name, line.debit, line.credit, coalesce(line.partner_id, 0)
  FROM account_move_line line
  JOIN account_move move ON move.id = line.move_id
  JOIN account_journal journal ON journal.id = move.journal_id
  JOIN account_account account ON account.id = line.account_id
 ORDER BY line.id
"""
EVIDENCE = """
SELECT res_id, name, checksum FROM ir_attachment
 WHERE res_model = 'account.move' ORDER BY id
"""
OUR_RECORDS = """
SELECT (SELECT array_agg((name, state, hours, amount, valuation_id, refusal_reason) ORDER BY id)
          FROM volunteer_time_entry),
       (SELECT array_agg((state, move_id, reversal_move_id, detail_attachment_id) ORDER BY id)
          FROM volunteer_valuation),
       (SELECT array_agg((name, valued) ORDER BY id) FROM volunteer_activity),
       (SELECT array_agg(name ORDER BY id) FROM volunteer_level)
"""
STRUCTURE = """
SELECT relation.relname, relation.relkind, attribute.attname
  FROM pg_class relation LEFT JOIN pg_attribute attribute
       ON attribute.attrelid = relation.oid AND attribute.attnum > 0
          AND NOT attribute.attisdropped
 WHERE relation.relnamespace = 'public'::regnamespace
UNION ALL SELECT conname, contype, conrelid::regclass::text FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace
 ORDER BY 1, 2, 3
"""
TABLES = """
SELECT table_name FROM information_schema.tables
 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
"""
# Accounts, journal, moves and workbooks, with what Odoo keeps beside each of these.
BOOKS_GROW = {
    "account_account",
    "account_account_account_tag",
    "account_account_res_company_rel",
    "account_journal",
    "account_move",
    "account_move_line",
    "ir_attachment",
    "mail_followers",
    "mail_followers_mail_message_subtype_rel",
    "mail_message",
}
# Odoo's own working notes, which it writes and forgets without any addon's doing.
WORKING_NOTES = {
    "bus_bus",
    "ir_cron_trigger",
    "ir_model_constraint",
    "ir_model_data",
    # What addons there are: the database beneath may be older than a manifest.
    "ir_module_module_dependency",
    "orm_signaling_registry",
}
OUR_TRACES = """
SELECT 'table: ' || relname FROM pg_class WHERE relname LIKE '%volunteer%'
UNION ALL SELECT 'column: ' || attname FROM pg_attribute
           WHERE attname LIKE 'volunteer%' AND NOT attisdropped
UNION ALL SELECT 'model: ' || model FROM ir_model WHERE model LIKE 'volunteer.%'
UNION ALL SELECT 'field: ' || name FROM ir_model_fields WHERE name LIKE 'volunteer%'
UNION ALL SELECT 'message: ' || model FROM mail_message WHERE model LIKE 'volunteer.%'
UNION ALL SELECT 'follower: ' || res_model FROM mail_followers
           WHERE res_model LIKE 'volunteer.%'
UNION ALL SELECT 'activity: ' || res_model FROM mail_activity
           WHERE res_model LIKE 'volunteer.%'
UNION ALL SELECT 'file: ' || res_model FROM ir_attachment
           WHERE res_model LIKE 'volunteer.%'
UNION ALL SELECT 'external id: ' || name FROM ir_model_data
           WHERE module LIKE 'volunteer_valuation%'
UNION ALL SELECT 'view: ' || name FROM ir_ui_view
           WHERE arch_db::text LIKE '%volunteer%' OR key LIKE 'volunteer%'
UNION ALL SELECT 'menu: ' || (name->>'en_US') FROM ir_ui_menu WHERE name->>'en_US' LIKE 'Volunteer%'
"""
OFF_BALANCE = """
SELECT id, code_store FROM account_account WHERE account_type = 'off_balance' ORDER BY id
"""
LINKED_ACCOUNTS = """
SELECT debit.code_store->>'1', credit.code_store->>'1', journal.code
  FROM volunteer_contribution_nature nature
  JOIN account_account debit ON debit.id = (nature.debit_account_id->>'1')::int
  JOIN account_account credit ON credit.id = (nature.credit_account_id->>'1')::int
  JOIN res_company company ON company.id = 1
  JOIN account_journal journal ON journal.id = company.volunteer_journal_id
 ORDER BY 1
"""
# What our addons extend, and whose screens must open without them.
EXTENDED = (
    "account.account",
    "account.move",
    "project.project",
    "project.task",
    "res.config.settings",
    "res.partner",
)


class Life:
    """One database before, with and after our addons: what was in it, and every log."""

    def __init__(self, database):
        self.database = database
        self.logs = {}

    def take(self, step, command):
        """Run a command of Odoo on the database, keeping its log under the step's name."""
        done = subprocess.run(
            [SETUP_ODOO, *command, "-d", self.database],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        self.logs[step] = done.stdout

    def live(self, script):
        """Run a script that fills the database."""
        conftest.Server(None, self.database, None, None).shell(script)

    def read(self, query):
        """Return what PostgreSQL answers, line by line."""
        return database_server.query(query, self.database).splitlines()

    def count_rows(self):
        """Return the number of rows of each table."""
        query = " UNION ALL ".join(
            f"SELECT '{table}', count(*) FROM \"{table}\""
            for table in self.read(TABLES)
        )
        rows = (line.split("\t") for line in self.read(query))
        return {table: int(count) for table, count in rows}


@pytest.fixture(scope="module")
def life():
    """A database that has had our addons, and has them no more."""
    odoo_command.prepare()
    database_server.use("tests")
    with test_databases.copy_of_base() as database:
        life = Life(database)
        life.live(EARLIER)
        life.structure = life.read(STRUCTURE)
        life.rows = life.count_rows()
        life.earlier_books = life.read(BOOKS)

        life.take("install", INSTALL)
        life.live(VOLUNTEERING)
        life.records = life.read(OUR_RECORDS)
        life.take("update", UPDATE)
        life.updated_records = life.read(OUR_RECORDS)
        life.books, life.evidence = life.read(BOOKS), life.read(EVIDENCE)
        life.off_balance, life.traces = life.read(OFF_BALANCE), life.read(OUR_TRACES)

        life.take("uninstall", UNINSTALL)
        yield life


@pytest.fixture
def office(life, tmp_path):
    """The administrator at a server on the database that has lost our addons."""
    with conftest.serving(life.database, tmp_path) as server:
        yield Client(server.address, life.database, "admin")
        assert complaints(server.log) == []


@pytest.mark.parametrize("step", ["install", "update", "uninstall"])
def test_no_step_complains(life, step):
    assert complaints(life.logs[step]) == []


def test_updating_changes_no_record(life):
    assert life.updated_records == life.records
    assert "The stage" in life.records[0]


def test_the_books_stay_to_the_last_line(life):
    assert life.read(BOOKS) == life.books
    assert life.read(EVIDENCE) == life.evidence
    assert life.read(OFF_BALANCE) == life.off_balance
    assert life.books[: len(life.earlier_books)] == life.earlier_books
    # Two bookings, one of which holds a gift too, and a reversal: pairs of lines, off balance.
    ours = [line.split("\t") for line in life.books[len(life.earlier_books) :]]
    assert [(line[0], line[6]) for line in ours] == [("CVN", "off_balance")] * 8
    assert len(life.evidence) == 2


def test_nothing_of_ours_is_left(life):
    # While they were installed, every part of that query found something.
    assert len({trace.partition(":")[0] for trace in life.traces}) == 11
    assert life.read(OUR_TRACES) == []
    assert life.read(STRUCTURE) == life.structure


def test_only_the_books_have_grown(life):
    rows = life.count_rows()
    before = {table: life.rows[table] for table in rows if table not in WORKING_NOTES}
    assert {table for table in before if rows[table] < before[table]} == set()
    assert {table for table in before if rows[table] > before[table]} == BOOKS_GROW


def test_odoo_goes_on_working(life, office):
    for model in EXTENDED:
        views = office.call(model, "get_views", [[False, "form"]])["views"]
        assert "volunteer" not in views["form"]["arch"]
    for model in ("account.move", "project.project", "project.task", "res.partner"):
        [found] = office.call(model, "search_read", [], ["display_name"], limit=1)
        assert found["display_name"]
    [move, *_] = office.call(
        "account.move", "search", [("journal_id.code", "=", "CVN")], order="id"
    )
    [evidence] = office.call(
        "ir.attachment",
        "search_read",
        [("res_model", "=", "account.move"), ("res_id", "=", move)],
        ["datas"],
    )
    content = io.BytesIO(base64.b64decode(evidence["datas"]))
    assert openpyxl.load_workbook(content).active.max_row > 1


def test_the_books_are_still_exported(life):
    printed = conftest.Server(None, life.database, None, None).shell(EXPORT)
    journals = {line.split("|")[0] for line in printed.splitlines()}
    assert "CVN" in journals


def test_installing_again_finds_the_books(life):
    """Last in this file: from here on the database has our addons again."""
    life.take("install again", INSTALL)
    assert complaints(life.logs["install again"]) == []
    assert life.read(BOOKS) == life.books
    assert life.read(OFF_BALANCE) == life.off_balance
    assert life.read(LINKED_ACCOUNTS) == [
        "860000\t870000\tCVN",
        "861000\t871000\tCVN",
        "862000\t871000\tCVN",
        "864000\t875000\tCVN",
    ]
