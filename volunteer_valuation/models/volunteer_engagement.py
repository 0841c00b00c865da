from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerEngagement(models.Model):
    """One person in one association.

    It stays in the background: a time entry finds it, and creates a missing one.

    State       Who moves it there
    ==========================================================
    requested   the person asks to join (portal)
    active      the manager accepts, or a first entry is made
    ended       the manager ends it; only then is time refused
    ==========================================================
    """

    _name = "volunteer.engagement"
    _description = "Volunteer Engagement"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "company_id, partner_id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [("requested", "Requested"), ("active", "Active"), ("ended", "Ended")],
        required=True,
        default="active",
        tracking=True,
    )
    date_start = fields.Date(string="Start", default=fields.Date.context_today)
    date_end = fields.Date(string="End", tracking=True)
    status_id = fields.Many2one(
        "volunteer.status",
        ondelete="restrict",
        help="Legal status of the person; empty for a bénévole.",
    )
    approver_id = fields.Many2one(
        "res.users",
        string="Followed By",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        tracking=True,
        help="Approves the time of this person, and is told when some waits.",
    )
    entry_ids = fields.One2many("volunteer.time.entry", "engagement_id")

    _person_company_uniq = models.Constraint(
        "UNIQUE(partner_id, company_id)",
        "This person already has an engagement in this association.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "An engagement cannot end before it starts.",
    )

    def action_activate(self):
        """Accept a request, or take an ended engagement up again."""
        self.write({"state": "active", "date_end": False})

    def action_end(self):
        """End the engagement today: no more time can be declared on it."""
        today = fields.Date.context_today(self)
        for engagement in self:
            start = engagement.date_start
            engagement.write(
                {"state": "ended", "date_end": max(today, start) if start else today}
            )

    def action_open_entries(self):
        """Open the time that this person gave in this association."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_valuation.action_volunteer_time_entry"
        )
        return action | {
            "domain": [("engagement_id", "=", self.id)],
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
            },
        }

    @api.model
    def _find_or_create(self, people):
        """Engagements of ``people``, a set of (partner id, company id); missing ones are made.

        :return: {(partner id, company id): engagement}
        """
        partner_ids = {partner for partner, _company in people}
        company_ids = {company for _partner, company in people}
        found = self.sudo().search_fetch(
            [("partner_id", "in", partner_ids), ("company_id", "in", company_ids)],
            ["partner_id", "company_id", "status_id"],
        )
        engagements = {(e.partner_id.id, e.company_id.id): e for e in found}
        missing = sorted(people - engagements.keys())
        quietly = self.sudo().with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        created = quietly.create(
            [
                {"partner_id": partner, "company_id": company, "date_start": False}
                for partner, company in missing
            ]
        )
        return engagements | dict(zip(missing, created, strict=True))

    def write(self, vals):
        if vals.keys() & {"partner_id", "company_id"} and self._is_used():
            raise UserError(
                self.env._(
                    "This engagement has time entries: it stays with its person and its "
                    "association."
                )
            )
        return super().write(vals)

    @api.model
    def _unite(self, people):
        """Let records of the same person share one engagement in each association.

        The one that is still going on stays; the time of the others, booked or not, goes to it.
        """
        engagements = self.sudo().search([("partner_id", "in", people.ids)])
        order = ["active", "requested", "ended"]
        for same in engagements.grouped("company_id").values():
            kept, *spare = same.sorted(lambda engagement: order.index(engagement.state))
            spare = self.sudo().union(*spare)
            kept._take_over(spare)
            spare.unlink()

    def _take_over(self, spare):
        """Let what hangs on ``spare`` engagements of the same person hang on this one."""
        spare.entry_ids._apply({"engagement_id": self.id})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self._is_used():
            raise UserError(
                self.env._("This engagement has time entries: end it instead.")
            )

    def _is_used(self):
        entries = self.env["volunteer.time.entry"].sudo()
        return bool(entries.search_count([("engagement_id", "in", self.ids)], limit=1))
