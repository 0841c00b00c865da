import logging

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Domain

_logger = logging.getLogger(__name__)

TEMPLATE = "volunteer_valuation_portal.mail_template_reminder"
# People are asked late in the month, while they still know what they did.
FIRST_DAY = 25
# Who usually declares: in so many of so many months before this one.
USUAL_MONTHS = 2
MONTHS_BEFORE = 3
LINK_DAYS = 31


class VolunteerEngagement(models.Model):
    """A word, once a month, to those who asked for it, usually declare, and have not yet.

    It goes to people who take part, from the 25th on, where they declared time of at least
    two of the three months before in this association, and none of this month. Each person
    gets one a month, however many associations they are in. It holds a personal link, which
    is kept nowhere, and ends by one click.
    """

    _inherit = "volunteer.engagement"

    # Asked for by the person, never for them: their own pages write it.
    wants_reminder = fields.Boolean(copy=False, groups=NO_ACCESS)
    reminded_on = fields.Date(copy=False, groups=NO_ACCESS)

    def _set_reminder(self, on):
        """Switch the monthly reminder on or off, as the person of this engagement wants it.

        Whose engagement it is, the caller knows: the page of one's associations, or a link
        that only its person got.
        """
        self.sudo().wants_reminder = on

    @api.model
    def _cron_remind(self):
        """Remind who is to be reminded today: the nightly job of the last days of a month."""
        today = fields.Date.today()
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if today.day < FIRST_DAY or not template:
            return
        engagements = self.sudo()._find_who_to_remind(today)
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(engagements))
        for engagement in engagements:
            before, engagement.reminded_on = engagement.reminded_on, today
            # Written before the mail leaves: whatever happens then, nobody gets two.
            time_left = commit(1)
            if not engagement._try_to_remind(template):
                # Tomorrow again.
                engagement.reminded_on = before
            if not time_left:
                break

    def _find_who_to_remind(self, today):
        """One engagement of each person who is to be reminded."""
        month = today.replace(day=1)
        reminded = [("volunteer_engagement_ids.reminded_on", ">=", month)]
        asked_for = self.search(
            Domain("wants_reminder", "=", True)
            & Domain("state", "=", "active")
            & Domain("partner_id.active", "=", True)
            & Domain("partner_id.email_normalized", "!=", False)
            & Domain("partner_id", "not any", reminded),
            order="id",
        )
        usual = asked_for._filter_usual(month) - asked_for._filter_declared(month)
        return self.concat(*(mine[0] for mine in usual.grouped("partner_id").values()))

    def _filter_usual(self, month):
        """Those whose person declared time of most of the months before."""
        first = month - relativedelta(months=MONTHS_BEFORE)
        groups = self.env["volunteer.time.entry"]._read_group(
            [
                ("engagement_id", "in", self.ids),
                ("date", ">=", first),
                ("date", "<", month),
            ],
            ["engagement_id", "date:month"],
        )
        months = [engagement.id for engagement, _month in groups]
        return self.filtered(lambda e: months.count(e.id) >= USUAL_MONTHS)

    def _filter_declared(self, month):
        """Those whose person declared time of this month already, sent or not."""
        groups = self.env["volunteer.time.entry"]._read_group(
            Domain("engagement_id", "in", self.ids)
            & (Domain("date", ">=", month) | Domain("date_end", ">=", month)),
            ["engagement_id"],
        )
        return self.browse(engagement.id for (engagement,) in groups)

    def _try_to_remind(self, template):
        """Whether the reminder left; one that does not leaves no trace, and stops nobody."""
        try:
            with self.env.cr.savepoint():
                self._remind(template)
        except Exception as failure:
            # Without its text: that may hold the address of the link.
            _logger.warning(
                "The reminder of engagement %s could not be sent: %s",
                self.id,
                type(failure).__name__,
            )
            return False
        return True

    def _remind(self, template):
        """Send it at once, so that the address of its link is never written down.

        :raises UserError: where it does not leave
        """
        url = self.env["volunteer.link"]._issue_personal(self, LINK_DAYS)
        stop = f"{url}/stop"
        headers = {
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        mail_id = template.with_context(
            volunteer_link=url, volunteer_stop=stop
        ).send_mail(
            self.id,
            email_values={
                "recipient_ids": [Command.link(self.partner_id.id)],
                "headers": repr(headers),
            },
        )
        mail = self.env["mail.mail"].browse(mail_id)
        mail.send(raise_exception=True)
        if mail.exists() and mail.state != "sent":
            raise UserError(mail.failure_reason or mail.state)
        mail.exists().unlink()
