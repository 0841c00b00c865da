from odoo import api, fields, models
from odoo.exceptions import UserError

# What a file is, where it hangs and how it is served.
EVIDENCE_FIELDS = frozenset(
    {
        "name",
        "datas",
        "raw",
        "db_datas",
        "type",
        "url",
        "mimetype",
        "res_model",
        "res_id",
        "res_field",
    }
)


class IrAttachment(models.Model):
    """Evidence: nobody changes or deletes it.

    That of bookings is read by treasurers alone; that of approved contributions in kind
    by whoever reads the contribution.
    """

    _inherit = "ir.attachment"

    volunteer_valuation_ids = fields.One2many(
        "volunteer.valuation", "detail_attachment_id"
    )
    volunteer_contribution_ids = fields.Many2many(
        "volunteer.inkind.contribution",
        relation="ir_attachment_volunteer_inkind_contribution_rel",
    )

    def write(self, vals):
        if vals.keys() & EVIDENCE_FIELDS:
            self._check_volunteer_evidence()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_volunteer_evidence(self):
        self._check_volunteer_evidence()

    def _check_volunteer_evidence(self):
        """:raises UserError: where one of the files is what was booked or approved on"""
        bookings = self.env["volunteer.valuation"].sudo()
        if bookings.search_count([("detail_attachment_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "This file is the evidence of a booking: it is kept as it is."
                )
            )
        contributions = self.env["volunteer.inkind.contribution"].sudo()
        approved = [("evidence_ids", "in", self.ids), ("state", "=", "approved")]
        if contributions.search_count(approved, limit=1):
            raise UserError(
                self.env._(
                    "This file is the evidence of an approved contribution: it is kept as "
                    "it is."
                )
            )

    def _replace_volunteer_evidence(self, content):
        """Write the evidence of a booking anew: only to take out whom it named."""
        return super().write({"raw": content})

    def _hang_on_contribution(self, contribution):
        """Let these files be read with ``contribution``, which may be approved by now."""
        return super().write(
            {"res_model": contribution._name, "res_id": contribution.id}
        )
