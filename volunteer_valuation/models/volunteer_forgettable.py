from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

TREASURER = "volunteer_valuation.group_volunteer_treasurer"
# What an entry, a contribution or an engagement gathers around it.
GATHERED = {
    "mail.message": ("model", "res_id"),
    "mail.scheduled.message": ("model", "res_id"),
    "mail.activity": ("res_model", "res_id"),
    "mail.followers": ("res_model", "res_id"),
    "ir.attachment": ("res_model", "res_id"),
}


class VolunteerForgettable(models.AbstractModel):
    """What stays counted when whoever gave it asks to be forgotten, or is no longer told.

    What is not booked loses the name at once, and all that was written in free words.
    What is booked is evidence of the accounts: it keeps the name, for treasurers only, until
    the date that its booking tells; then it loses it like the rest. Where the booking is
    reversed, and it is not booked again, it loses it the night after.

    Nothing of it can be undone. It is written past the check of ``write``, since what is
    booked is immutable for all others; hours, rates and amounts are not touched.
    """

    _name = "volunteer.forgettable"
    _description = "What Outlives the Name of Its Giver"

    evidence_name = fields.Char(
        string="Name in the Evidence",
        readonly=True,
        copy=False,
        groups=TREASURER,
        help="Who gave this, which is booked, and asked to be forgotten.",
    )

    def _let_go_keeping_evidence(self):
        """Forget who gave this; what is booked keeps the name for treasurers."""
        kept = self.filtered(lambda given: given._is_kept_as_evidence())
        self._erase_traces()
        for person, given in kept.grouped("partner_id").items():
            name = person.name or person.display_name
            given._apply(given._prepare_nobody() | {"evidence_name": name})
        (self - kept)._write_anonymous()

    def _is_kept_as_evidence(self):
        """Whether this is booked, and the accounts still need to know who gave it."""
        today = fields.Date.context_today(self)
        return bool(self.valuation_id) and self.evidence_until >= today

    def _let_go(self):
        """Forget who gave this, and what was written about it, evidence included."""
        self._erase_traces()
        self._write_anonymous()

    def _write_anonymous(self):
        """Write what is left to tell, in the language of each association."""
        raise NotImplementedError

    @api.model
    def _prepare_nobody(self):
        """What was given by nobody in particular."""
        return {"partner_id": False}

    def _erase_traces(self):
        """Remove what was said, sent and filed about this, and who typed it in."""
        self._erase_users()
        for model in GATHERED:
            self._find_gathered(model).unlink()

    def _find_gathered(self, model):
        """The records of ``model`` that hang on these."""
        model_field, id_field = GATHERED[model]
        return (
            self.env[model]
            .with_context(active_test=False)
            .search([(model_field, "=", self._name), (id_field, "in", self.ids)])
        )

    def _erase_users(self):
        """Forget the accounts of those who gave this, where they wrote it themselves."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE %s given
                   SET create_uid = CASE WHEN create_uid = ANY(own.ids)
                                         THEN NULL ELSE create_uid END,
                       approved_by_id = CASE WHEN approved_by_id = ANY(own.ids)
                                             THEN NULL ELSE approved_by_id END
                  FROM (SELECT partner_id, ARRAY_AGG(id) AS ids
                          FROM res_users
                      GROUP BY partner_id) own
                 WHERE own.partner_id = given.partner_id
                   AND given.id = ANY(%s)
                """,
                SQL.identifier(self._table),
                list(self.ids),
            )
        )
        self.invalidate_recordset(["create_uid", "approved_by_id"])

    # ------------------------------------------------------------------
    # What has outlived its term
    # ------------------------------------------------------------------
    @api.model
    def _get_outlived_domains(self):
        """What names are kept for no longer, by the cause that their erasure logs."""
        return {
            "evidence": self._get_outlived_evidence_domain(),
            "age": self._get_outlived_age_domain(),
        }

    @api.model
    def _get_outlived_evidence_domain(self):
        """What kept a name for evidence that needs it no more."""
        return Domain("evidence_name", "!=", False) & self._get_no_evidence_domain()

    @api.model
    def _get_outlived_age_domain(self):
        """What people gave longer ago than its association keeps names."""
        today = fields.Date.context_today(self)
        companies = self.env["res.company"].search(
            [("volunteer_anonymise_years", ">", 0)]
        )
        return (
            self._get_people_domain()
            & self._get_no_evidence_domain()
            & Domain.OR(
                Domain("company_id", "=", company.id)
                & Domain(
                    "date",
                    "<",
                    today - relativedelta(years=company.volunteer_anonymise_years),
                )
                for company in companies
            )
        )

    @api.model
    def _get_people_domain(self):
        """What tells which person gave it; organisations are none."""
        return Domain("partner_id", "!=", False) & Domain(
            "partner_id.is_company", "=", False
        )

    @api.model
    def _get_no_evidence_domain(self):
        """What no booking holds, or one whose evidence may name people no longer."""
        today = fields.Date.context_today(self)
        return Domain("valuation_id", "=", False) | Domain(
            "valuation_id.evidence_until", "<", today
        )
