from odoo import api, fields, models


class VolunteerTimeEntry(models.Model):
    """Who decides on time controls its capacity: they correct it, and it stays approved.

    They vouch for what they correct, so that nobody has to approve it again. Time that is not
    theirs to approve, such as their own, they change as anybody does; booked time stays.
    """

    _inherit = "volunteer.time.entry"

    can_correct_capacity = fields.Boolean(compute="_compute_can_correct_capacity")

    @api.depends("state", "valuation_id", "partner_id", "project_id", "engagement_id")
    @api.depends_context("uid")
    def _compute_can_correct_capacity(self):
        for entry in self:
            entry.can_correct_capacity = (
                entry.state in ("submitted", "approved")
                and not entry.is_booked
                and not entry._get_cannot_approve_reason()
            )

    def write(self, vals):
        if vals.keys() != {"capacity"} or self.env.su:
            return super().write(vals)
        corrected = self.filtered("can_correct_capacity")
        corrected._correct_capacity(vals["capacity"])
        others = self - corrected
        return super(VolunteerTimeEntry, others).write(vals) if others else True

    def _correct_capacity(self, capacity):
        """Write it past the rights of who approves, and note what it was."""
        entries = self.sudo().filtered(lambda entry: entry.capacity != capacity)
        before = {entry.id: entry._describe_capacity() for entry in entries}
        entries._apply({"capacity": capacity})
        entries._message_log_batch(
            {
                entry.id: self.env._(
                    "Capacity corrected. Before: %(before)s. Now: %(after)s.",
                    before=before[entry.id],
                    after=entry._describe_capacity(),
                )
                for entry in entries
            },
            author_id=self.env.user.partner_id.id,
        )
