from odoo import api, fields, models
from odoo.tools import SQL


class VolunteerErasure(models.Model):
    """That people were forgotten: when, and how much they gave. Never who.

    Written by forgetting alone; managers and treasurers read those of their associations.
    """

    _name = "volunteer.erasure"
    _description = "Erasure of Names"
    _order = "date desc, id desc"
    _rec_name = "date"

    date = fields.Date(required=True, default=fields.Date.context_today)
    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        index=True,
        ondelete="cascade",
    )
    cause = fields.Selection(
        [
            ("request", "The person asked for it"),
            ("evidence", "The evidence's term has passed"),
            ("age", "Older than the association keeps names"),
        ],
        required=True,
    )
    erased_count = fields.Integer(
        string="Erased",
        help="Entries and contributions in kind that no longer tell who gave them.",
    )
    kept_count = fields.Integer(
        string="Kept",
        help="Booked ones, which tell it to treasurers until the date.",
    )
    kept_until = fields.Date(string="Until")

    @api.model
    def _log_request(self, people):
        """Log what forgetting ``people`` is about to do."""
        return self.create(
            [values | {"cause": "request"} for values in self._foresee(people)]
        )

    @api.model
    def _log_term(self, entries, cause):
        """Log that the names of ``entries`` go because of their age."""
        return self.create(
            [
                {"company_id": company.id, "cause": cause, "erased_count": len(alike)}
                for company, alike in entries.grouped("company_id").items()
            ]
        )

    @api.model
    def _foresee(self, people):
        """What forgetting ``people`` would do: values of one log for each association.

        ``kept_until`` is also told where no time is booked, but the evidence of a booking
        that was reversed may name them.
        """
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """
                  WITH given AS (
                       SELECT entry.company_id, entry.date,
                              booking.evidence_until >= %(today)s IS TRUE AS is_kept,
                              booking.evidence_until
                         FROM volunteer_time_entry entry
                    LEFT JOIN volunteer_valuation booking
                           ON booking.id = entry.valuation_id
                        WHERE entry.partner_id = ANY(%(people)s)
                    UNION ALL
                       SELECT donated.company_id, donated.date,
                              booking.evidence_until >= %(today)s IS TRUE AS is_kept,
                              booking.evidence_until
                         FROM volunteer_inkind_contribution donated
                    LEFT JOIN volunteer_valuation booking
                           ON booking.id = donated.valuation_id
                        WHERE donated.partner_id = ANY(%(people)s)
                       ),
                       joined AS (
                       SELECT company_id FROM volunteer_engagement
                        WHERE partner_id = ANY(%(people)s)
                        UNION
                       SELECT company_id FROM given
                       ),
                       counted AS (
                       SELECT company_id,
                              COUNT(*) FILTER (WHERE NOT is_kept) AS erased_count,
                              COUNT(*) FILTER (WHERE is_kept) AS kept_count,
                              MIN(date) AS first,
                              MAX(date) AS last,
                              MAX(evidence_until) FILTER (WHERE is_kept) AS booked_until
                         FROM given
                     GROUP BY company_id
                       )
                SELECT joined.company_id,
                       COALESCE(erased_count, 0) AS erased_count,
                       COALESCE(kept_count, 0) AS kept_count,
                       GREATEST(booked_until, MAX(reversed.evidence_until)) AS kept_until
                  FROM joined
             LEFT JOIN counted ON counted.company_id = joined.company_id
             LEFT JOIN volunteer_valuation reversed
                    ON reversed.company_id = joined.company_id
                   AND reversed.state = 'reversed'
                   AND reversed.nameless_on IS NULL
                   AND reversed.evidence_until >= %(today)s
                   AND EXISTS (
                       SELECT FROM given
                        WHERE given.company_id = reversed.company_id
                          AND given.date BETWEEN reversed.date_from AND reversed.date_to
                       )
              GROUP BY joined.company_id, erased_count, kept_count, booked_until
              ORDER BY joined.company_id
                """,
                people=list(people.ids),
                today=fields.Date.context_today(self),
            )
        )
        return rows
