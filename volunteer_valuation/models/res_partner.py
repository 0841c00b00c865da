from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # People of the portal read some contacts: no search of theirs tells who gives time.
    volunteer_engagement_ids = fields.One2many(
        "volunteer.engagement", "partner_id", groups="base.group_user"
    )
    volunteer_entry_ids = fields.One2many(
        "volunteer.time.entry", "partner_id", groups="base.group_user"
    )
    volunteer_hours_this_year = fields.Float(
        compute="_compute_volunteer_hours",
        help="Approved hours of the association's fiscal year.",
    )
    volunteer_hours_total = fields.Float(
        compute="_compute_volunteer_hours", help="Approved hours, ever."
    )

    @api.depends_context("uid", "company")
    def _compute_volunteer_hours(self):
        entries = self.env["volunteer.time.entry"]
        if not entries.has_access("read"):
            self.volunteer_hours_this_year = self.volunteer_hours_total = 0.0
            return
        approved = [("partner_id", "in", self.ids), ("state", "=", "approved")]
        year = self.env.company.compute_fiscalyear_dates(
            fields.Date.context_today(self)
        )
        of_year = [("date", ">=", year["date_from"]), ("date", "<=", year["date_to"])]
        total = dict(entries._read_group(approved, ["partner_id"], ["total_hours:sum"]))
        this_year = dict(
            entries._read_group(approved + of_year, ["partner_id"], ["total_hours:sum"])
        )
        for partner in self:
            partner.volunteer_hours_total = total.get(partner._origin, 0.0)
            partner.volunteer_hours_this_year = this_year.get(partner._origin, 0.0)

    def _get_company_registry_labels(self):
        """French associations are known by their SIRET (Code de commerce R123-221)."""
        return {"FR": "SIRET"} | super()._get_company_registry_labels()

    def action_open_volunteer_entries(self):
        """Open the time that this person gave."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_valuation.action_volunteer_time_entry"
        )
        return action | {
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }
