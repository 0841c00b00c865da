from datetime import date

from freezegun import freeze_time

from odoo.tools import SQL

from .booking_common import BookingCommon

# The evidence of 2025 names people until then.
TERM = date(2035, 12, 31)
TEXT_COLUMNS = """
    SELECT table_name, column_name
      FROM information_schema.columns
      JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = current_schema AND table_type = 'BASE TABLE'
       AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'bytea')
"""


def count_words(env, word):
    """Where the database still holds ``word``: {table.column: rows}."""
    env.flush_all()
    found = {}
    for table, column in env.execute_query(SQL(TEXT_COLUMNS)):
        [[count]] = env.execute_query(
            SQL(
                "SELECT COUNT(*) FROM %s WHERE %s::text ILIKE %s",
                SQL.identifier(table),
                SQL.identifier(column),
                f"%{word}%",
            )
        )
        if count:
            found[f"{table}.{column}"] = count
    return found


class ForgettingCommon(BookingCommon):
    """A person with time of every kind, at a day on which 2025 is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-11-21 12:00:00"))
        cls.env["ir.config_parameter"].set_param("mail.activity.keep_done", True)
        cls.erasures = cls.env["volunteer.erasure"].with_company(cls.association)

    def _forget(self, people=None):
        erasures = self.env["volunteer.time.entry"]._forget(people or self.person)
        self.env.flush_all()
        self.env.invalidate_all()
        return erasures

    def _run_nightly(self, day):
        cron = self.env.ref("volunteer_valuation.ir_cron_expire")
        with freeze_time(f"{day} 02:00:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
