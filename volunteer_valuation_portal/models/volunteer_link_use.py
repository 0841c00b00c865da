from datetime import timedelta

from odoo import api, fields, models

# How long a use is kept: long enough to look into a misuse.
DAYS_KEPT = 90
# Wrong tokens from one address in an hour, and declarations by one link in ten minutes.
MOST_WRONG_TOKENS = 20
MOST_DECLARATIONS = 60


class VolunteerLinkUse(models.Model):
    """One use of a link, or of an address that is none: what misuse is seen and slowed by.

    Managers read those of their associations. Written by the pages only.
    """

    _name = "volunteer.link.use"
    _description = "Use of a Link for Volunteers"
    _order = "date desc, id desc"
    _rec_name = "date"

    link_id = fields.Many2one(
        "volunteer.link",
        readonly=True,
        ondelete="cascade",
        help="Empty where no open link has such an address.",
    )
    date = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    address = fields.Char(
        readonly=True, help="The network address that the page was asked from."
    )
    outcome = fields.Selection(
        [
            ("opened", "Opened"),
            ("declared", "Declared"),
            ("refused", "Refused"),
            ("stopped", "Reminders ended"),
            ("resumed", "Reminders taken up again"),
            ("unknown", "Wrong address"),
        ],
        required=True,
        readonly=True,
    )

    _link_date_idx = models.Index("(link_id, date)")
    _address_date_idx = models.Index("(address, date) WHERE outcome = 'unknown'")

    @api.model
    def _note(self, link, address, outcome):
        self.sudo().create({"link_id": link.id, "address": address, "outcome": outcome})

    @api.model
    def _guesses_too_often(self, address):
        """Whether too many wrong tokens came from this address within the hour."""
        return self._is_reached(
            MOST_WRONG_TOKENS,
            timedelta(hours=1),
            [("address", "=", address), ("outcome", "=", "unknown")],
        )

    @api.model
    def _declares_too_often(self, link):
        """Whether too much was declared by this link within ten minutes, or tried to."""
        return self._is_reached(
            MOST_DECLARATIONS,
            timedelta(minutes=10),
            [("link_id", "=", link.id), ("outcome", "in", ("declared", "refused"))],
        )

    @api.model
    def _is_reached(self, limit, period, domain):
        recent = [("date", ">", fields.Datetime.now() - period), *domain]
        return self.sudo().search_count(recent, limit=limit) >= limit

    @api.autovacuum
    def _gc_uses(self):
        oldest = fields.Datetime.now() - timedelta(days=DAYS_KEPT)
        self.sudo().search([("date", "<", oldest)], limit=100_000).unlink()
