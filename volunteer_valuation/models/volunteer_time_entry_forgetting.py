from odoo import SUPERUSER_ID, api, fields, models

from .volunteer_forgettable import TREASURER


class VolunteerTimeEntry(models.Model):
    """Forgetting people: what they gave stays counted, that it was theirs does not.

    When time loses the name of its person is told by ``volunteer.forgettable``. It also
    loses all that was written in free words: title, description, reasons, comments, files,
    mails, activities. The title becomes that of the activity. Booked time keeps what was
    done as long as the name.
    """

    _inherit = "volunteer.time.entry"

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
        donated = model.env["volunteer.inkind.contribution"].search(
            [("partner_id", "in", people.ids)]
        )
        engagements = model.env["volunteer.engagement"].search(
            [("partner_id", "in", people.ids)]
        )
        erasures = model.env["volunteer.erasure"]._log_request(people)
        # Who only asked, and was never taken in, is in no file that is being imported.
        joined = engagements.filtered(lambda e: e.state == "active" or e.date_start)
        model._forget_elsewhere(people, given.company_id | joined.company_id)
        given._let_go_keeping_evidence()
        donated._let_go_keeping_evidence()
        engagements.unlink()
        return erasures

    def _let_go_keeping_evidence(self):
        projects = [*self.project_id]
        result = super()._let_go_keeping_evidence()
        self.browse()._update_waiting(projects)
        return result

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
        return super()._prepare_nobody() | {"engagement_id": False}

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

    @api.model
    def _forget_elsewhere(self, people, companies):
        """Remove what names ``people`` outside of the time they gave.

        Files being imported hold names that cannot be told before they are read: all those
        of the associations go. Whoever is importing just then starts anew.
        """
        imports = self.env["volunteer.time.import"]
        imports.search([("company_id", "in", companies.ids)]).unlink()
