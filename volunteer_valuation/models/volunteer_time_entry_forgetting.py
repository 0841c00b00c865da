from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

TREASURER = "volunteer_valuation.group_volunteer_treasurer"
# What an entry, or an engagement, gathers around it.
GATHERED = {
    "mail.message": ("model", "res_id"),
    "mail.scheduled.message": ("model", "res_id"),
    "mail.activity": ("res_model", "res_id"),
    "mail.followers": ("res_model", "res_id"),
    "ir.attachment": ("res_model", "res_id"),
}


class VolunteerTimeEntry(models.Model):
    """Forgetting people: what they gave stays counted, that it was theirs does not.

    Time that is not booked loses at once who gave it and all that was written in free
    words: title, description, reasons, comments, files, mails, activities. The title becomes
    that of the activity.

    Booked time is evidence of the accounts. It keeps the name, for treasurers only, and
    what was done, until the date that its booking tells; then it loses them like the rest.
    Where the booking is reversed, and the time not booked again, it loses them the night
    after.

    Nothing of it can be undone. It is written past the check of ``write``, since booked
    time is immutable for all others; hours, rates and amounts are not touched.
    """

    _inherit = "volunteer.time.entry"

    evidence_name = fields.Char(
        string="Name in the Evidence",
        readonly=True,
        copy=False,
        groups=TREASURER,
        help="Who gave this booked time and asked to be forgotten.",
    )
    evidence_until = fields.Date(
        related="valuation_id.evidence_until", groups=TREASURER
    )

    _evidence_idx = models.Index("(id) WHERE evidence_name IS NOT NULL")

    @api.model
    def _forget(self, people):
        """Take these people out of all that they gave, and of the associations they joined.

        :return: the log of it, one ``volunteer.erasure`` for each association
        """
        # In nobody's name: what is written here must not tell who asked for it.
        model = self.with_user(SUPERUSER_ID)
        model._lock_people(*people.ids)
        given = model.search([("partner_id", "in", people.ids)])
        engagements = model.env["volunteer.engagement"].search(
            [("partner_id", "in", people.ids)]
        )
        erasures = model.env["volunteer.erasure"]._log_request(people)
        # Who only asked, and was never taken in, is in no file that is being imported.
        joined = engagements.filtered(lambda e: e.state == "active" or e.date_start)
        model._forget_elsewhere(people, given.company_id | joined.company_id)
        given._let_go_keeping_evidence()
        engagements.unlink()
        return erasures

    def _let_go_keeping_evidence(self):
        """Forget whose time this is; booked time keeps the name for treasurers."""
        projects = [*self.project_id]
        kept = self.filtered(lambda entry: entry._is_kept_as_evidence())
        self._erase_traces()
        for person, entries in kept.grouped("partner_id").items():
            name = person.name or person.display_name
            entries._apply(entries._prepare_nobody() | {"evidence_name": name})
        (self - kept)._write_anonymous()
        self.browse()._update_waiting(projects)

    def _is_kept_as_evidence(self):
        """Whether this is booked, and the accounts still need to know whose time it is."""
        today = fields.Date.context_today(self)
        return bool(self.valuation_id) and self.evidence_until >= today

    def _let_go(self):
        """Forget whose time this is, and what was written about it, evidence included."""
        self._erase_traces()
        self._write_anonymous()

    def _write_anonymous(self):
        groups = self.grouped(
            lambda entry: (entry.company_id, entry.activity_id, bool(entry.late_reason))
        )
        for (company, activity, is_late), entries in groups.items():
            language = company.partner_id.lang or self.env.lang
            entries = entries.with_context(lang=language)
            entries._apply(entries._prepare_anonymous(activity, is_late))

    @api.model
    def _prepare_nobody(self):
        """Time that was given by nobody in particular."""
        return {"partner_id": False, "engagement_id": False}

    def _prepare_anonymous(self, activity, is_late):
        """What is left to tell of time whose person is forgotten."""
        activity = activity.with_env(self.env)
        anonymous = self._prepare_nobody() | {
            "evidence_name": False,
            "name": activity.name or self.env._("Volunteer time"),
            "description": False,
            "refusal_reason": False,
        }
        if is_late:
            # Time of a booked period has to tell one.
            anonymous["late_reason"] = self.env._("Reason no longer kept")
        return anonymous

    def _erase_traces(self):
        """Remove what was said, sent and filed about this time, and who typed it in."""
        self._erase_users()
        for model, (model_field, id_field) in GATHERED.items():
            self.env[model].with_context(active_test=False).search(
                [(model_field, "=", self._name), (id_field, "in", self.ids)]
            ).unlink()

    def _erase_users(self):
        """Forget the accounts of those whose time this is, where they wrote it themselves."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE volunteer_time_entry entry
                   SET create_uid = CASE WHEN create_uid = ANY(own.ids)
                                         THEN NULL ELSE create_uid END,
                       approved_by_id = CASE WHEN approved_by_id = ANY(own.ids)
                                             THEN NULL ELSE approved_by_id END
                  FROM (SELECT partner_id, ARRAY_AGG(id) AS ids
                          FROM res_users
                      GROUP BY partner_id) own
                 WHERE own.partner_id = entry.partner_id
                   AND entry.id = ANY(%s)
                """,
                list(self.ids),
            )
        )
        self.invalidate_recordset(["create_uid", "approved_by_id"])

    @api.model
    def _forget_elsewhere(self, people, companies):
        """Remove what names ``people`` outside of the time they gave.

        Files being imported hold names that cannot be told before they are read: all those
        of the associations go. Whoever is importing just then starts anew.
        """
        imports = self.env["volunteer.time.import"]
        imports.search([("company_id", "in", companies.ids)]).unlink()
