from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

# What the figures are shared out by: every statement groups by each of these at once.
GROUPINGS = {
    "total": (),
    "by_company": ("company_id",),
    "by_nature": ("nature_id",),
    "by_project": ("project_id",),
    "by_activity": ("is_time", "activity_id"),
    "by_destination": ("destination",),
    "by_level": ("is_time", "level_id"),
    "by_origin": ("origin",),
    "by_status": ("is_time", "status_id"),
    "by_branch": ("company_id", "structure_id"),
}
COLUMNS = tuple(dict.fromkeys(name for names in GROUPINGS.values() for name in names))


class Sums(NamedTuple):
    """What a group of facts adds up to: hours, and money not yet rounded."""

    hours: float = 0.0
    lent_hours: float = 0.0
    valued_hours: float = 0.0
    estimated_hours: float = 0.0
    amount: float = 0.0
    time_amount: float = 0.0
    booked_amount: float = 0.0


class VolunteerStatement(models.AbstractModel):
    """Reading the facts: approved time and contributions in kind, in few statements."""

    _inherit = "volunteer.statement"

    @api.model
    def _read_sums(self, scope):
        """All sums in one pass: {grouping: {key: Sums}}, a key of one column being bare."""
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT GROUPING(%(columns)s), %(columns)s,
                       SUM(hours), SUM(lent_hours),
                       SUM(hours) FILTER (WHERE is_time AND is_valued),
                       SUM(hours) FILTER (WHERE is_estimate),
                       SUM(amount), SUM(amount) FILTER (WHERE is_time),
                       SUM(amount) FILTER (WHERE valuation_id IS NOT NULL)
                  FROM (%(facts)s) fact
                 WHERE %(is_counted)s
              GROUP BY GROUPING SETS (%(sets)s)
                """,
                columns=columns,
                facts=self._get_facts(scope),
                is_counted=self._is_counted(scope),
                sets=SQL(", ").join(
                    SQL("(%s)", SQL(", ").join(map(SQL.identifier, names)))
                    for names in GROUPINGS.values()
                ),
            )
        )
        groupings = {self._get_mask(names): name for name, names in GROUPINGS.items()}
        sums = {name: {} for name in GROUPINGS}
        for mask, *values in rows:
            name = groupings[mask]
            found = dict(zip(COLUMNS, values, strict=False))
            key = tuple(found[column] for column in GROUPINGS[name])
            figures = Sums(*(float(value or 0) for value in values[len(COLUMNS) :]))
            sums[name][key[0] if len(key) == 1 else key] = figures
        return sums

    @api.model
    def _get_mask(self, names):
        """What GROUPING tells of the groups by ``names``: a bit for each other column."""
        return sum(
            1 << position
            for position, column in enumerate(reversed(COLUMNS))
            if column not in names
        )

    @api.model
    def _read_people(self, scope):
        """How many gave time, in all under ``()`` and by (company, structure).

        People are counted once each; groups, and time without a person, by headcount, which
        may count somebody several times.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT GROUPING(company_id), company_id, structure_id,
                       COUNT(DISTINCT person_id),
                       COUNT(DISTINCT person_id) FILTER (WHERE NOT is_volontaire),
                       COUNT(DISTINCT person_id) FILTER (WHERE is_volontaire),
                       SUM(headcount) FILTER (WHERE headcount > 1 OR person_id IS NULL)
                  FROM (%s) fact
                 WHERE is_time AND %s
              GROUP BY GROUPING SETS ((), (company_id, structure_id))
                """,
                self._get_facts(scope),
                self._is_counted(scope),
            )
        )
        return {
            () if is_total else (company_id, structure_id): {
                "people": people,
                "volunteers": volunteers,
                "volontaires": volontaires,
                "group_headcount": headcount or 0,
            }
            for (
                is_total,
                company_id,
                structure_id,
                people,
                volunteers,
                volontaires,
                headcount,
            ) in rows
        }

    @api.model
    def _describe_unvalued(self, scope):
        """What approved time of the period has no value, and why."""
        found = SQL(
            "(SELECT id FROM (%s) fact WHERE NOT is_valued AND %s)",
            self._get_time_facts(scope),
            self._is_counted(scope),
        )
        return [
            {"reason": reason, "count": count, "hours": hours}
            for reason, count, hours in self.env["volunteer.time.entry"]._read_unvalued(
                [("id", "in", found)]
            )
        ]

    @api.model
    def _read_waiting_hours(self, scope):
        """Hours of the period that are submitted and wait for somebody."""
        ((hours,),) = self.env.execute_query(
            SQL(
                """
                SELECT SUM(given.total_hours)
                  FROM volunteer_time_entry given
                 WHERE given.company_id = ANY(%s) AND given.state = 'submitted'
                   AND given.date BETWEEN %s AND %s AND %s
                """,
                scope.companies.ids,
                scope.date_from,
                scope.date_to,
                self._is_in_project(scope),
            )
        )
        return hours or 0.0

    # ------------------------------------------------------------------
    # The facts in SQL
    # ------------------------------------------------------------------
    @api.model
    def _is_counted(self, scope):
        """The facts that belong to the period: neither late nor booked elsewhere."""
        return SQL(
            "NOT is_late AND CASE WHEN is_booked_late THEN booked_to ELSE date END "
            "BETWEEN %s AND %s",
            scope.date_from,
            scope.date_to,
        )

    @api.model
    def _get_facts(self, scope):
        """Approved time and contributions given in the period, or booked late in it."""
        return SQL(
            "%s UNION ALL %s",
            self._get_time_facts(scope),
            self._get_inkind_facts(scope),
        )

    @api.model
    def _get_time_facts(self, scope):
        is_valued = SQL("given.rule_id IS NOT NULL")
        return SQL(
            """
            SELECT given.id, TRUE AS is_time, given.company_id, %(nature)s AS nature_id,
                   given.project_id, given.activity_id, activity.destination,
                   given.level_id, 'public' AS origin, given.status_id,
                   NOT COALESCE(status.valued, TRUE) AS is_volontaire,
                   CASE WHEN structure.is_company THEN structure.id END AS structure_id,
                   CASE WHEN NOT COALESCE(person.is_company, FALSE)
                        THEN person.id END AS person_id,
                   given.headcount, given.total_hours AS hours, 0.0 AS lent_hours,
                   given.amount, COALESCE(given.is_estimate, FALSE) AS is_estimate,
                   %(is_valued)s AS is_valued,
                   %(common)s
              FROM volunteer_time_entry given
         LEFT JOIN volunteer_valuation booking ON booking.id = given.valuation_id
         LEFT JOIN volunteer_activity activity ON activity.id = given.activity_id
         LEFT JOIN volunteer_status status ON status.id = given.status_id
         LEFT JOIN res_partner structure ON structure.id = given.structure_id
         LEFT JOIN res_partner person ON person.id = given.partner_id
             WHERE %(is_candidate)s
            """,
            nature=scope.volunteering_id,
            is_valued=is_valued,
            common=self._get_common_columns(is_valued),
            is_candidate=self._is_candidate(scope),
        )

    @api.model
    def _get_inkind_facts(self, scope):
        is_valued = SQL("given.amount > 0")
        return SQL(
            """
            SELECT given.id, FALSE, given.company_id, given.nature_id,
                   given.project_id, NULL, given.destination,
                   NULL, given.origin, NULL,
                   FALSE, NULL, NULL,
                   0, 0.0, COALESCE(given.hours, 0.0),
                   given.amount, FALSE, %(is_valued)s,
                   %(common)s
              FROM volunteer_inkind_contribution given
         LEFT JOIN volunteer_valuation booking ON booking.id = given.valuation_id
             WHERE %(is_candidate)s
            """,
            is_valued=is_valued,
            common=self._get_common_columns(is_valued),
            is_candidate=self._is_candidate(scope),
        )

    @api.model
    def _get_common_columns(self, is_valued):
        """Which record it is, day and booking, and whether it comes late."""
        return SQL(
            """
            given.id AS given_id, given.date, given.valuation_id,
            booking.date_to AS booked_to,
            COALESCE(given.date < booking.date_from, FALSE) AS is_booked_late,
            given.valuation_id IS NULL
            AND (%s OR TRIM(given.late_reason) <> '')
            AND EXISTS (
                SELECT FROM volunteer_valuation posted
                 WHERE posted.state = 'posted'
                   AND posted.company_id = given.company_id
                   AND given.date BETWEEN posted.date_from AND posted.date_to
            ) AS is_late
            """,
            is_valued,
        )

    @api.model
    def _is_candidate(self, scope):
        return SQL(
            """
            given.company_id = ANY(%s) AND given.state = 'approved' AND %s
            AND (given.date BETWEEN %s AND %s OR given.valuation_id = ANY(%s))
            """,
            scope.companies.ids,
            self._is_in_project(scope),
            scope.date_from,
            scope.date_to,
            scope.late_booking_ids,
        )

    @api.model
    def _is_in_project(self, scope):
        if scope.project is None:
            return SQL("TRUE")
        return SQL("given.project_id = %s", scope.project.id)
