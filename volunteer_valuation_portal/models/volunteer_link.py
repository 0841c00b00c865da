import hashlib
from secrets import token_urlsafe

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import consteq

TOKEN_BYTES = 32
# How long a link lasts, unless told otherwise.
PERIODS = {
    "personal": relativedelta(years=1),
    "stall": relativedelta(days=7),
    "joining": relativedelta(years=1),
}
UNKNOWN = "no hash is like this"


def hash_token(token):
    """What the database keeps of a token: nobody gets back from it to the token.

    The token is random and long, so that a fast hash without salt is enough.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class VolunteerLink(models.Model):
    """An address that lets people do one thing without an account.

    Kind       Whoever knows its address
    ==================================================================
    personal   declares time for the person of one engagement
    stall      declares time under their name, at one event
    joining    is shown an association that is not listed, and may ask to join it
    ==================================================================

    A link only adds: it shows nobody's time. The address holds a token that is told once,
    where it is issued; the database keeps its hash only. Managers create, issue and revoke
    the links of their associations. Where the tokens are in an address, see
    ``controllers/links.py``.
    """

    _name = "volunteer.link"
    _description = "Link for Volunteers"
    _order = "date_end desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Stands on the page: what the event is called, or whose link it is.",
    )
    kind = fields.Selection(
        [
            ("stall", "For an event"),
            ("personal", "For one person"),
            ("joining", "To join"),
        ],
        required=True,
        default="stall",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Association",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
    )
    engagement_id = fields.Many2one(
        "volunteer.engagement",
        string="Person",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Whose time is declared by this link.",
    )
    project_id = fields.Many2one(
        "project.project",
        domain="['|', ('company_id', '=', False), ('company_id', 'parent_of', company_id)]",
        help="Chosen beforehand on the page.",
    )
    activity_id = fields.Many2one(
        "volunteer.activity",
        check_company=True,
        help="Chosen beforehand on the page.",
    )
    date_start = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_end = fields.Date(
        string="Until",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    token_hash = fields.Char(copy=False, groups=NO_ACCESS)
    issued_on = fields.Datetime(readonly=True, copy=False)
    revoked_on = fields.Datetime(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("new", "Not issued yet"),
            ("coming", "Not open yet"),
            ("open", "Open"),
            ("expired", "Expired"),
            ("revoked", "Revoked"),
        ],
        compute="_compute_state",
    )
    use_ids = fields.One2many("volunteer.link.use", "link_id", string="Uses")
    entry_ids = fields.One2many("volunteer.time.entry", "link_id")
    entry_count = fields.Integer(compute="_compute_entry_count")

    _token_uniq = models.UniqueIndex("(token_hash) WHERE token_hash IS NOT NULL")
    _personal_has_person = models.Constraint(
        "CHECK((kind = 'personal') = (engagement_id IS NOT NULL))",
        "A personal link needs a person, and no other link has one.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_end >= date_start)", "A link cannot end before it starts."
    )

    @api.depends("kind", "engagement_id", "company_id")
    def _compute_name(self):
        for link in self:
            match link.kind:
                case "personal":
                    link.name = link.engagement_id.partner_id.display_name
                case "joining":
                    link.name = link.company_id.name
                case _:
                    link.name = link.name

    @api.depends("engagement_id")
    def _compute_company_id(self):
        for link in self:
            link.company_id = (
                link.engagement_id.company_id or link.company_id or self.env.company
            )

    @api.depends("kind", "date_start")
    def _compute_date_end(self):
        for link in self:
            link.date_end = (
                link.date_start and link.kind and link.date_start + PERIODS[link.kind]
            )

    @api.depends("date_start", "date_end", "issued_on", "revoked_on")
    def _compute_state(self):
        for link in self:
            link.state = link._find_state()

    @api.depends("entry_ids")
    def _compute_entry_count(self):
        groups = self.env["volunteer.time.entry"]._read_group(
            [("link_id", "in", self.ids)], ["link_id"], ["__count"]
        )
        counts = {link.id: count for link, count in groups}
        for link in self:
            link.entry_count = counts.get(link._origin.id, 0)

    def _find_state(self):
        today = self._get_today()
        if self.revoked_on:
            return "revoked"
        if not self.issued_on:
            return "new"
        if self.date_start and self.date_start > today:
            return "coming"
        if self.date_end and self.date_end < today:
            return "expired"
        return "open"

    def _get_today(self):
        """Today where the association is."""
        zone = self.company_id._get_volunteer_timezone()
        return fields.Date.context_today(self.with_context(tz=zone))

    # ------------------------------------------------------------------
    # Issuing and revoking
    # ------------------------------------------------------------------
    def action_issue(self):
        """Make a new address, and show it once; the one before, if any, works no more.

        :raises AccessError: for anyone but a manager of the association
        """
        self.ensure_one()
        self.check_access("write")
        if self.date_end < self._get_today():
            raise UserError(
                self.env._("This link has expired: choose a later last day first.")
            )
        token = self.sudo()._issue()
        return self.env["volunteer.link.issued"]._show(self, token)

    def action_revoke(self):
        """Let the address of these links work no more.

        :raises AccessError: for anyone but a manager of the association
        """
        self.check_access("write")
        self.sudo().write({"token_hash": False, "revoked_on": fields.Datetime.now()})
        return True

    def action_open_entries(self):
        """Open the time that was declared by this link."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_valuation.action_volunteer_time_entry"
        )
        return action | {
            "domain": [("link_id", "=", self.id)],
            "context": {"volunteer_by_link": True},
        }

    def _issue(self):
        """Make a new token for this link; only its hash is kept.

        :return str: the token
        """
        token = token_urlsafe(TOKEN_BYTES)
        self.write(
            {
                "token_hash": hash_token(token),
                "issued_on": fields.Datetime.now(),
                "revoked_on": False,
            }
        )
        return token

    def _get_url(self, token):
        """The address of this link's page."""
        return f"{self.get_base_url()}/volunteering/{token}"

    @api.model
    def _issue_personal(self, engagement, days):
        """A new personal link, for a mail to that person: those they have already go on.

        :param int days: how long it lasts, today included
        :return str: its address, which is kept nowhere
        """
        links = self.sudo()
        today = links.new({"engagement_id": engagement.id})._get_today()
        link = links.create(
            {
                "kind": "personal",
                "engagement_id": engagement.id,
                "date_start": today,
                "date_end": today + relativedelta(days=days - 1),
            }
        )
        return link._get_url(link._issue())

    # ------------------------------------------------------------------
    # Finding
    # ------------------------------------------------------------------
    @api.model
    def _find_by_token(self, token):
        """The open link that this token is for, or none, whatever the reason.

        It acts as a visitor without an account, whoever is signed in: rights are those of
        the token alone.
        """
        link = self._find_issued(token)
        return link if link._is_open() else link.browse()

    @api.model
    def _find_issued(self, token):
        """The link that this token is for, also before and after its days, or none."""
        links = self.with_user(self.env.ref("base.public_user")).sudo()
        link = links.search([("token_hash", "=", hash_token(token))])
        return link if link._has_token(token) else link.browse()

    def _has_token(self, token):
        """Whether this link has this token; as long for no link."""
        return consteq(self.sudo().token_hash or UNKNOWN, hash_token(token))

    def _is_open(self):
        return self.state == "open" and (
            self.kind != "personal" or self.engagement_id.state == "active"
        )

    @api.autovacuum
    def _gc_personal_links(self):
        """Let go of those that ended long ago: each reminder brings one more."""
        long_ago = fields.Date.today() - PERIODS["personal"]
        domain = [("kind", "=", "personal"), ("date_end", "<", long_ago)]
        self.sudo().search(domain, limit=10_000).unlink()
