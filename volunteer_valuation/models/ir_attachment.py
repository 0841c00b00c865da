from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

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
    volunteer_donor_forgotten = fields.Boolean(
        compute="_compute_volunteer_donor_forgotten",
        search="_search_volunteer_donor_forgotten",
        help="The evidence of a contribution in kind names somebody who is forgotten.",
    )

    def _compute_volunteer_donor_forgotten(self):
        forgotten = self.sudo().search(
            [("id", "in", self.ids), ("volunteer_donor_forgotten", "=", True)]
        )
        for file in self:
            file.volunteer_donor_forgotten = file.sudo() in forgotten

    def _search_volunteer_donor_forgotten(self, operator, value):
        if operator != "in":
            return NotImplemented
        contributions = self.env["volunteer.inkind.contribution"].sudo()
        contributions.flush_model(["evidence_ids", "evidence_name"])
        forgotten = SQL(
            """(
                SELECT evidence.ir_attachment_id
                  FROM ir_attachment_volunteer_inkind_contribution_rel evidence
                  JOIN volunteer_inkind_contribution contribution
                    ON contribution.id = evidence.volunteer_inkind_contribution_id
                 WHERE contribution.evidence_name IS NOT NULL
            )"""
        )
        return [("id", "in" if True in value else "not in", forgotten)]

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
