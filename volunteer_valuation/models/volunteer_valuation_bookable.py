from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

TIME = "volunteer.time.entry"
GIFTS = "volunteer.inkind.contribution"
# What is booked, and the field of its hours: those of volunteers, those of people lent.
BOOKED = {TIME: "total_hours", GIFTS: "hours"}


class VolunteerValuation(models.Model):
    """What a booking takes: approved and valued time, and contributions in kind.

    ``_get_bookable_domains`` is the one definition of it: the preview shows it, lists add
    it up, and posting claims it.
    """

    _inherit = "volunteer.valuation"

    def _get_period_domain(self):
        return Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ]
        )

    def _get_bookable_domain(self, model):
        """What of ``model`` this could book at this moment, as a domain."""
        return self._get_bookable(model) & self._get_bookable_days()[self]

    def _get_bookable(self, model):
        """What each record of ``model`` has to be, whatever its day."""
        return Domain(self.env[model]._get_bookable_domain())

    def _get_bookable_days(self):
        """The days that each of these may book, as domains: {valuation: domain}."""
        late_days = self.filtered("books_late")._get_late_days()
        return {
            valuation: valuation._get_period_domain()
            | late_days.get(valuation, Domain.FALSE)
            if valuation.company_id and valuation.date_from and valuation.date_to
            else Domain.FALSE
            for valuation in self
        }

    def _read_bookable_sums(self):
        """What each of these could book at this moment, in one query for all of them.

        :return: {valuation: (hours, amount, amount in kind, number of contributions)}
        """
        selects = [
            self._select_sums(model, number, self._get_bookable(model) & days)
            for number, days in enumerate(self._get_bookable_days().values())
            for model in BOOKED
            if not days.is_false()
        ]
        if not selects:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT number,
                       COALESCE(SUM(hours) FILTER (WHERE NOT is_gift), 0),
                       COALESCE(SUM(amount), 0),
                       COALESCE(SUM(amount) FILTER (WHERE is_gift), 0),
                       COALESCE(SUM(count) FILTER (WHERE is_gift), 0)
                  FROM (%s) sums
              GROUP BY number
                """,
                SQL(" UNION ALL ").join(selects),
            )
        )
        return {
            self[number]: (hours, float(amount), float(gifts), int(count))
            for number, hours, amount, gifts, count in rows
        }

    def _select_sums(self, model, number, domain):
        """The query of one row: what ``domain`` finds of ``model``, marked by ``number``."""
        records = self.env[model].sudo()
        query = records._search(domain)
        return query.select(
            SQL("%s AS number", number),
            SQL("%s AS is_gift", model == GIFTS),
            SQL("SUM(%s) AS hours", records._field_to_sql(query.table, BOOKED[model])),
            SQL("SUM(%s) AS amount", records._field_to_sql(query.table, "amount")),
            SQL("COUNT(*) AS count"),
        )

    # ------------------------------------------------------------------
    # Sums by nature, project and destination
    # ------------------------------------------------------------------
    def _prepare_lines(self):
        """Values of the lines: of all that is booked here, or that a draft could book."""
        lines = {}
        for key, values in self._read_groups():
            line = lines.setdefault(
                key, {"hours": 0.0, "lent_hours": 0.0, "amount": 0.0, "entry_count": 0}
            )
            for name, value in values.items():
                line[name] += value
        return [
            {
                "nature_id": nature.id,
                "project_id": project.id,
                "destination": destination,
                "late_from": first,
                "late_to": last,
            }
            | values
            | {"amount": self.currency_id.round(values["amount"])}
            for (nature, project, destination, first, last), values in lines.items()
        ]

    def _read_groups(self):
        """Yield (nature, project, destination, first and last day of the late year), sums."""
        for model, read in self._get_readers().items():
            taken = self._get_taken_domain(model)
            for key, values in read(taken & Domain("date", ">=", self.date_from)):
                yield (*key, False, False), values
            if self.books_late:
                late = taken & Domain("date", "<", self.date_from)
                for (*key, day), values in read(late, ["date:day"]):
                    yield (*key, *self._get_fiscal_year(day)), values

    def _get_taken_domain(self, model):
        """What of ``model`` is booked here, or what a draft could book."""
        if self.state == "posted":
            return Domain("valuation_id", "=", self.id)
        return self._get_bookable_domain(model)

    def _get_readers(self):
        return {TIME: self._read_time, GIFTS: self._read_gifts}

    def _read_time(self, domain, groupby=()):
        nature = self.env.ref("volunteer_valuation.nature_volunteering")
        groups = (
            self.env[TIME]
            .sudo()
            ._read_group(
                domain,
                ["project_id", "activity_id", *groupby],
                ["total_hours:sum", "amount:sum", "__count"],
            )
        )
        for project, activity, *day, hours, amount, count in groups:
            yield (
                (nature, project, activity.destination, *day),
                {"hours": hours, "amount": amount, "entry_count": count},
            )

    def _read_gifts(self, domain, groupby=()):
        groups = (
            self.env[GIFTS]
            .sudo()
            ._read_group(
                domain,
                ["nature_id", "project_id", "destination", *groupby],
                ["hours:sum", "amount:sum", "__count"],
            )
        )
        for *key, hours, amount, count in groups:
            yield (
                key,
                {"lent_hours": hours, "amount": amount, "entry_count": count},
            )

    # ------------------------------------------------------------------
    # Claiming and freeing
    # ------------------------------------------------------------------
    def _claim_all(self):
        """Mark all that can be booked as booked here, in one statement for each model."""
        for model in BOOKED:
            query = self.env[model]._search(self._get_bookable_domain(model))
            self._set_booking(model, self.id, query.where_clause)

    def _free_all(self):
        """Let all that is booked here be booked again."""
        for model in BOOKED:
            self._set_booking(model, None, SQL("valuation_id = %s", self.id))
        self.invalidate_recordset(["entry_ids", "contribution_ids"])

    def _set_booking(self, model, booking_id, condition):
        records = self.env[model]
        records.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE %s
                   SET valuation_id = %s, write_uid = %s,
                       write_date = now() AT TIME ZONE 'UTC'
                 WHERE %s
                """,
                SQL.identifier(records._table),
                booking_id,
                self.env.uid,
                condition,
            )
        )
        records.invalidate_model(["valuation_id"])
