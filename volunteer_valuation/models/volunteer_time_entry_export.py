from itertools import count

from odoo import api, models
from odoo.tools import SQL

from ..tools.exchange import COLUMNS, Words
from ..tools.exchange_writers import WRITERS

# Rows that one query fetches, and memory holds.
BATCH = 2000
# What only those are told who see the value of time in lists.
VALUE_COLUMNS = frozenset({"rule", "hourly_rate", "amount", "currency", "booking"})
# What the other columns tell as it stands.
PATHS = {
    "date": "date",
    "date_end": "date_end",
    "name": "name",
    "description": "description",
    "hours": "hours",
    "headcount": "headcount",
    "total_hours": "total_hours",
    "activity": "activity_id.name",
    "project": "project_id.name",
    "task": "task_id.name",
    "level": "level_id.name",
    "status": "status_id.name",
    "association": "company_id.name",
    "state": "state",
    "refusal_reason": "refusal_reason",
    "late_reason": "late_reason",
    "rule": "rule_id.name",
    "booking": "valuation_id",
}
cursor_numbers = count(1)


class VolunteerTimeEntry(models.Model):
    """Export: the entries that the user may read, as files that can be imported again.

    Read by SQL and written piece by piece: a hundred thousand entries take no more memory
    than a few.
    """

    _inherit = "volunteer.time.entry"

    @api.model
    def _export(self, domain, file_format, columns=None):
        """Yield the bytes of a file of the entries of ``domain`` that the user may read.

        :param str file_format: ``xlsx``, ``csv`` or ``json``
        :param columns: those of ``_get_exchange_columns`` that are told, by default all
            that the user sees in lists
        """
        columns = columns or self._get_export_columns()
        # Other software gets moments in UTC, people as their clock showed them.
        timezone = "UTC" if file_format == "json" else self.env.tz.zone
        rows = self._iterate_export_rows(domain, columns, timezone)
        yield from WRITERS[file_format](columns, self._get_export_words(), rows)

    @api.model
    def _get_exchange_columns(self):
        """The columns of our own files, which are exported and imported.

        Other addons add theirs, and extend what tells of them: expressions, headings and
        choices here, and the import.
        """
        return COLUMNS

    @api.model
    def _get_export_columns(self):
        """The columns of what the user sees in lists of entries."""
        columns = self._get_exchange_columns()
        if self.env.user.has_groups(
            "volunteer_valuation.group_volunteer_manager,"
            "volunteer_valuation.group_volunteer_treasurer"
        ):
            return columns
        return tuple(column for column in columns if column.key not in VALUE_COLUMNS)

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------
    @api.model
    def _iterate_export_rows(self, domain, columns, timezone):
        """One row per entry, in the order of ``columns``, oldest entry first."""
        query = self._search(domain, order="date, id")
        expressions = self._get_export_expressions(query, timezone)
        rows = self._fetch_rows(
            query.select(*(expressions[column.key] for column in columns))
        )
        keys = [column.key for column in columns]
        if "booking" not in keys:
            yield from rows
            return
        index = keys.index("booking")
        names = self._get_booking_names()
        for row in rows:
            yield (*row[:index], names.get(row[index]), *row[index + 1 :])

    @api.model
    def _fetch_rows(self, query):
        """The rows of ``query``, a batch at a time, all as they are at one moment."""
        cursor = SQL.identifier(f"volunteer_time_export_{next(cursor_numbers)}")
        self.env.flush_query(query)
        self.env.cr.execute(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", cursor, query))
        while True:
            self.env.cr.execute(SQL("FETCH %s FROM %s", BATCH, cursor))
            rows = self.env.cr.fetchall()
            if not rows:
                break
            yield from rows
        self.env.cr.execute(SQL("CLOSE %s", cursor))

    @api.model
    def _get_booking_names(self):
        """Bookings are few, and named in the language of the user."""
        bookings = (
            self.env["volunteer.valuation"]
            .sudo()
            .search([("company_id", "in", self.env.companies.ids)])
        )
        return {booking.id: booking.display_name for booking in bookings}

    @api.model
    def _get_export_expressions(self, query, timezone):
        """The SQL of each column, with all that has to be joined to ``query``.

        Whoever reads an entry reads the names on it, as in lists; a person's address only
        who may read the person.
        """

        def get(path):
            return self._get_path_sql(query, path)

        def get_name(path):
            return SQL(
                "COALESCE(NULLIF(%s, ''), %s)",
                get(f"{path}.name"),
                get(f"{path}.complete_name"),
            )

        def get_valued(path, sql_type):
            return SQL(
                "CASE WHEN %s IS NOT NULL THEN %s::%s END",
                get("rule_id"),
                get(path),
                SQL(sql_type),
            )

        return {key: get(path) for key, path in PATHS.items()} | {
            "person": SQL(
                "COALESCE(%s, %s)",
                get_name("partner_id"),
                self._get_evidence_name_sql(query),
            ),
            "structure": get_name("structure_id"),
            "approved_by": get_name("approved_by_id.partner_id"),
            "email": SQL(
                "CASE WHEN %s IN %s THEN %s END",
                get("partner_id"),
                self._get_readable_people(),
                get("partner_id.email"),
            ),
            "is_estimate": SQL("COALESCE(%s, FALSE)", get("is_estimate")),
            "distance": SQL("COALESCE(%s, 0.0)", get("distance")),
            "approved_on": SQL(
                "timezone(%s, timezone('UTC', %s))", timezone, get("approved_on")
            ),
            "hourly_rate": get_valued("hourly_rate", "float8"),
            "amount": get_valued("amount", "float8"),
            "currency": get_valued("company_id.currency_id.name", "text"),
            "reference": SQL(
                "COALESCE(%s, %s || %s::text)",
                get("import_key"),
                f"{self._get_database_uuid()}-",
                get("id"),
            ),
        }

    @api.model
    def _get_path_sql(self, query, path):
        """The SQL of the field at the end of ``path``, joined to ``query``."""
        model, alias = self.sudo(), self._table
        *links, field_name = path.split(".")
        for link in links:
            model, alias = model._fields[link].join(model, alias, query)
        return model._field_to_sql(alias, field_name, query)

    @api.model
    def _get_evidence_name_sql(self, query):
        """Whom the evidence names who asked to be forgotten, for those who may know."""
        if self._has_field_access(self._fields["evidence_name"], "read"):
            return self._get_path_sql(query, "evidence_name")
        return SQL("NULL")

    @api.model
    def _get_readable_people(self):
        people = self.env["res.partner"].with_context(active_test=False)
        return people._search([]).subselect()

    @api.model
    def _get_database_uuid(self):
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    @api.model
    def _get_export_words(self):
        """What our files call things, in the language of the user."""
        return Words(
            headings=self._get_export_headings(),
            choices=self._get_export_choices(),
            yes=self.env._("yes"),
            no=self.env._("no"),
            total=self.env._("Total"),
            sheet=self.env._("Volunteer Time"),
        )

    @api.model
    def _get_export_choices(self):
        return {
            "state": {
                "draft": self.env._("Draft"),
                "submitted": self.env._("Submitted"),
                "approved": self.env._("Approved"),
                "refused": self.env._("Refused"),
            }
        }

    @api.model
    def _get_export_headings(self):
        return {
            "date": self.env._("Date"),
            "date_end": self.env._("Last Day"),
            "person": self.env._("Person"),
            "email": self.env._("Email"),
            "name": self.env._("What Was Done"),
            "description": self.env._("Description"),
            "hours": self.env._("Hours per Person"),
            "headcount": self.env._("People"),
            "total_hours": self.env._("Total Hours"),
            "is_estimate": self.env._("Estimated"),
            "distance": self.env._("Distance (km)"),
            "activity": self.env._("Activity"),
            "project": self.env._("Project"),
            "task": self.env._("Task"),
            "level": self.env._("Level"),
            "status": self.env._("Status"),
            "structure": self.env._("Structure"),
            "association": self.env._("Association"),
            "state": self.env._("State"),
            "refusal_reason": self.env._("Refusal Reason"),
            "late_reason": self.env._("Why So Late"),
            "approved_by": self.env._("Approved By"),
            "approved_on": self.env._("Approved On"),
            "rule": self.env._("Rule"),
            "hourly_rate": self.env._("Hourly Rate"),
            "amount": self.env._("Amount"),
            "currency": self.env._("Currency"),
            "booking": self.env._("Booking"),
            "reference": self.env._("Reference"),
        }
