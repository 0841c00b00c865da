from odoo import Command, models

REFUSED = "volunteer_valuation_portal.mail_template_refused"


class VolunteerTimeEntry(models.Model):
    """A refusal reaches those who do not work in the backend: one mail each, with the reason.

    However many of their entries an association refuses at once. The others have an activity.
    """

    _inherit = "volunteer.time.entry"

    def _ask_for_correction(self):
        super()._ask_for_correction()
        template = self.env.ref(REFUSED, raise_if_not_found=False)
        if not template:
            return
        mails = self.env["mail.mail"].sudo()
        for (person, _association), refused in (
            self.sudo()
            .grouped(lambda entry: (entry._get_contact(), entry.company_id))
            .items()
        ):
            if person.email and not person._works_in_backend():
                mails |= refused._prepare_refusal(template.sudo(), person)
        if mails:
            # All leave once the refusal is written, and none before.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _prepare_refusal(self, template, person):
        """The mail that tells one person of all these entries."""
        lang = person.lang or self.env.user.lang
        entries = self.with_context(lang=lang)
        first = entries[0]
        has_account = bool(person.user_ids)
        address = (
            "/my/volunteering?state=refused"
            if len(entries) > 1
            else first._get_own_address()
        )
        mail_id = template.with_context(
            lang=lang,
            volunteer_person=person,
            volunteer_refused=[entry._describe_refused() for entry in entries],
            volunteer_url=has_account and f"{first.get_base_url()}{address}",
        ).send_mail(first.id, email_values={"recipient_ids": [Command.link(person.id)]})
        return self.env["mail.mail"].sudo().browse(mail_id)

    def _describe_refused(self):
        return f"{self.name}, {self._describe_days()}, {self._describe_time()}"
