from odoo import models


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def send_mail(self, res_id, force_send=False, *args, **kwargs):
        """Let mails wait in the queue where a whole batch must be written before one leaves."""
        in_queue = self.env.context.get("volunteer_mail_in_queue")
        return super().send_mail(res_id, force_send and not in_queue, *args, **kwargs)
