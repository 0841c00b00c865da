from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain

TO_ASK = "volunteer_valuation_cec.mail_activity_type_to_ask"
ANSWERED = ("asked", "attested", "refused")


class ResPartner(models.Model):
    """A word in spring to people who have the hours, or nearly, and have not asked.

    One mail a year, and for those who work in the backend an activity; to those only who want
    it. Declaring stays up to them: nothing is started in their place (L5151-8).
    """

    _inherit = "res.partner"

    # Asked for by the person, never for them: their own page writes it.
    cec_wants_reminder = fields.Boolean(copy=False, groups=NO_ACCESS)
    cec_reminded_year = fields.Integer(copy=False, groups=NO_ACCESS)

    @api.model
    def _cron_remind_cec(self):
        """Remind who is to be reminded today, of the year that is over."""
        year = fields.Date.today().year - 1
        rule = self.env["volunteer.cec.rule"]._get_rule(year)
        today, commit = fields.Date.today(), self.env["ir.cron"]._commit_progress
        if rule._is_time_to_remind(rule._get_declaration_deadline(year), today):
            people = self.sudo()._find_who_may_ask(year, rule.reminder_hours)
            commit(remaining=len(people))
            for person in people:
                person._remind_to_ask(year)
                if not commit(1):
                    return
        deadline = rule._get_attestation_deadline(year)
        if rule._is_time_to_remind(deadline, today):
            self.env["res.company"].sudo()._remind_valideurs(year, deadline)

    def _find_who_may_ask(self, year, hours):
        """People who want the reminder, have so many hours here, and have not asked."""
        lines = self.env["volunteer.cec.declaration.line"].search(
            [("year", "=", year), ("state", "in", ANSWERED)]
        )
        people = self.search(
            Domain("cec_wants_reminder", "=", True)
            & Domain("cec_reminded_year", "!=", year)
            & Domain("email_normalized", "!=", False)
            & Domain("id", "not in", lines.partner_id.ids)
        )
        groups = self.env["volunteer.time.entry"]._read_group(
            [("partner_id", "in", people.ids)]
            + self.env["volunteer.cec.declaration"]._get_counted_domain(year),
            ["partner_id"],
            ["hours:sum"],
        )
        return self.concat(*(person for person, given in groups if given >= hours))

    def _remind_to_ask(self, year):
        """One mail, and one activity where the person works in the backend."""
        self.cec_reminded_year = year
        template = self.env.ref("volunteer_valuation_cec.mail_template_to_ask")
        # Neither hangs on a record: who reads that would learn of hours given elsewhere.
        template.with_context(cec_year=year).send_mail(
            self.id, email_values={"model": False, "res_id": False}
        )
        user = self.user_ids.filtered(lambda user: not user.share)[:1]
        if user:
            rule = self.env["volunteer.cec.rule"]._get_rule(year)
            # Without a second mail.
            self.env["mail.activity"].with_context(
                mail_activity_quick_update=True
            ).create(
                {
                    "activity_type_id": self.env.ref(TO_ASK).id,
                    "user_id": user.id,
                    "date_deadline": rule._get_declaration_deadline(year),
                }
            )


class ResCompany(models.Model):
    """A word in autumn to the valideur of an association where people wait."""

    _inherit = "res.company"

    cec_reminded_year = fields.Integer(copy=False, groups=NO_ACCESS)

    @api.model
    def _remind_valideurs(self, year, deadline):
        waiting = self.env["volunteer.cec.declaration.line"].search(
            [("year", "=", year), ("state", "=", "asked")]
        )
        template = self.env.ref("volunteer_valuation_cec.mail_template_to_attest")
        commit = self.env["ir.cron"]._commit_progress
        for company, lines in waiting.grouped("company_id").items():
            if company.cec_reminded_year != year and company.cec_validator_id.active:
                company.cec_reminded_year = year
                template.with_context(
                    cec_year=year, cec_waiting=len(lines), cec_deadline=deadline
                ).send_mail(company.id)
                if not commit(1):
                    return
