from odoo import api, fields, models
from odoo.exceptions import AccessError

# What a link tells about an entry: by our own code, never by a client.
FROM_LINK = frozenset({"declared_by", "link_id"})


class VolunteerTimeEntry(models.Model):
    """Time declared by a link, without an account."""

    _inherit = "volunteer.time.entry"

    declared_by = fields.Char(
        string="Name Told",
        readonly=True,
        copy=False,
        help="The name that somebody told who declared by the link of an event.",
    )
    link_id = fields.Many2one(
        "volunteer.link",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def default_get(self, fields):
        return super().default_get([name for name in fields if name not in FROM_LINK])

    @api.model
    def _check_writable(self, vals):
        refused = vals.keys() & FROM_LINK
        if refused and not self.env.su:
            raise AccessError(
                self.env._(
                    "“%(field)s” is told by the link that an entry comes from.",
                    field=self._get_label(min(refused)),
                )
            )
        return super()._check_writable(vals)

    @api.model
    def _prepare_submitted(self, vals_list):
        """An association trusts its people: who only told a name is not known to be one."""
        prepared = super()._prepare_submitted(vals_list)
        return [
            {**told, "state": "submitted"}
            if self._is_from_stranger(told)
            else submitted
            for told, submitted in zip(vals_list, prepared, strict=True)
        ]

    @api.model
    def _is_from_stranger(self, vals):
        return vals["origin"] == "link" and not vals["partner_id"]

    # ------------------------------------------------------------------
    # What visitors without an account are told
    # ------------------------------------------------------------------
    @api.model
    def _describe_full_day(self, partner_id, day, hours):
        """Who holds a person's link learns nothing of the time they declared elsewhere."""
        if self.env.user._is_public():
            return self.env._(
                "This does not fit into that day: please ask the association about it."
            )
        return super()._describe_full_day(partner_id, day, hours)

    def _get_expected_approver(self):
        """Nor who works in the association."""
        if self.env.user._is_public():
            return self.env["res.users"]
        return super()._get_expected_approver()
