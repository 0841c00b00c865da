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
    """Reading the facts: approved time and contributions in kind, in few statements.

    Entries are many: they are added up before anything else is looked at.
    """

    _inherit = "volunteer.statement"

    @api.model
    def _read_sums(self, scope):
        """All sums in one pass: {grouping: {key: Sums}}, a key of one column being bare."""
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT GROUPING(%(columns)s), %(columns)s, %(sums)s
                  FROM (%(time)s UNION ALL %(inkind)s) fact
              GROUP BY GROUPING SETS (%(sets)s)
                """,
                columns=columns,
                sums=SQL(", ").join(
                    SQL("SUM(%s)", SQL.identifier(name)) for name in Sums._fields
                ),
                time=self._get_time_facts(scope),
                inkind=self._get_inkind_facts(scope),
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
    def _get_time_facts(self, scope):
        """Volunteer time, added up; it counts as public generosity.

        Only organisations are structures: a person's name must not become a line.
        """
        return SQL(
            """
            SELECT TRUE AS is_time, given.company_id, %(volunteering)s AS nature_id,
                   given.project_id, given.activity_id, activity.destination,
                   given.level_id, 'public'::varchar AS origin, given.status_id,
                   CASE WHEN structure.is_company THEN structure.id END AS structure_id,
                   given.hours, 0::float8 AS lent_hours, given.valued_hours,
                   given.estimated_hours, given.amount, given.amount AS time_amount,
                   given.booked_amount
              FROM (SELECT given.company_id, given.structure_id, given.project_id,
                           given.activity_id, given.level_id, given.status_id,
                           SUM(given.total_hours) AS hours,
                           SUM(given.total_hours)
                           FILTER (WHERE given.rule_id IS NOT NULL) AS valued_hours,
                           SUM(given.total_hours)
                           FILTER (WHERE given.is_estimate) AS estimated_hours,
                           SUM(given.amount) AS amount,
                           SUM(given.amount)
                           FILTER (WHERE given.valuation_id IS NOT NULL)
                           AS booked_amount
                      FROM volunteer_time_entry given
                     WHERE %(is_counted)s
                  GROUP BY given.company_id, given.structure_id, given.project_id,
                           given.activity_id, given.level_id, given.status_id
                   ) given
         LEFT JOIN volunteer_activity activity ON activity.id = given.activity_id
         LEFT JOIN res_partner structure ON structure.id = given.structure_id
            """,
            volunteering=scope.volunteering_id,
            is_counted=self._is_counted(scope, "volunteer.time.entry"),
        )

    @api.model
    def _get_inkind_facts(self, scope):
        """Contributions in kind: hours of people who were lent are no volunteer hours."""
        return SQL(
            """
            SELECT FALSE, given.company_id, given.nature_id,
                   given.project_id, NULL, given.destination,
                   NULL, given.origin, NULL,
                   NULL,
                   0, given.hours, 0,
                   0, given.amount, 0,
                   CASE WHEN given.valuation_id IS NOT NULL THEN given.amount END
              FROM volunteer_inkind_contribution given
             WHERE %s
            """,
            self._is_counted(scope, "volunteer.inkind.contribution"),
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
                       COUNT(DISTINCT person_id) FILTER (WHERE valued),
                       COUNT(DISTINCT person_id) FILTER (WHERE NOT valued),
                       SUM(CASE WHEN person_id IS NULL THEN headcount
                                ELSE group_headcount END)
                  FROM (SELECT given.company_id, given.headcount,
                               given.group_headcount,
                               COALESCE(status.valued, TRUE) AS valued,
                               CASE WHEN structure.is_company
                                    THEN structure.id END AS structure_id,
                               CASE WHEN person.is_company IS NOT TRUE
                                    THEN person.id END AS person_id
                          FROM (SELECT given.company_id, given.structure_id,
                                       given.status_id, given.partner_id,
                                       SUM(given.headcount) AS headcount,
                                       SUM(given.headcount)
                                       FILTER (WHERE given.headcount > 1)
                                       AS group_headcount
                                  FROM volunteer_time_entry given
                                 WHERE %s
                              GROUP BY given.company_id, given.structure_id,
                                       given.status_id, given.partner_id
                               ) given
                     LEFT JOIN volunteer_status status ON status.id = given.status_id
                     LEFT JOIN res_partner structure ON structure.id = given.structure_id
                     LEFT JOIN res_partner person ON person.id = given.partner_id
                       ) fact
              GROUP BY GROUPING SETS ((), (company_id, structure_id))
                """,
                self._is_counted(scope, "volunteer.time.entry"),
            )
        )
        return {
            () if is_total else (company_id, structure_id): {
                "people": people,
                "volunteers": volunteers,
                "volontaires": volontaires,
                "group_headcount": int(headcount or 0),
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
            "(SELECT given.id FROM volunteer_time_entry given"
            " WHERE given.rule_id IS NULL AND %s)",
            self._is_counted(scope, "volunteer.time.entry"),
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
                 WHERE given.state = 'submitted' AND %s AND %s
                """,
                self._is_of_scope(scope),
                self._is_in_period(scope),
            )
        )
        return hours or 0.0
