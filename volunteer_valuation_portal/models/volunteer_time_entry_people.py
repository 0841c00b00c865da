from collections import defaultdict

from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.volunteer_valuation.tools.names import fold


class VolunteerTimeEntry(models.Model):
    """Whose time it is that was declared under a name, once somebody looks at it."""

    _inherit = "volunteer.time.entry"

    def action_find_people(self):
        """Give time declared under a name to the person of the association who bears it.

        Only where exactly one does. What is approved stays as it is.

        :raises AccessError: for anyone but managers of the associations
        """
        if not all(self.env.su or entry._is_manager() for entry in self):
            raise AccessError(
                self.env._("Only managers say whose time was declared under a name.")
            )
        nameless = self.filtered(
            lambda entry: (
                entry.declared_by and not entry.partner_id and entry.state != "approved"
            )
        )
        refusals = {}
        for person, entries in nameless._match_people().items():
            try:
                with self.env.cr.savepoint():
                    entries.write({"partner_id": person.id})
            except UserError as refusal:
                refusals[person] = str(refusal)
        found = nameless.filtered("partner_id")
        told = [
            self.env._(
                "%(found)s of %(count)s found.", found=len(found), count=len(nameless)
            ),
            *refusals.values(),
        ]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if len(found) == len(nameless) else "warning",
                "message": " ".join(told),
                "sticky": bool(refusals),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _match_people(self):
        """{person: the time declared under a name that in its association is theirs alone}."""
        engagements = (
            self.env["volunteer.engagement"]
            .sudo()
            .search_fetch(
                [("company_id", "in", self.company_id.ids), ("state", "=", "active")],
                ["company_id", "partner_id"],
            )
        )
        bearers = defaultdict(self.env["res.partner"].browse)
        for engagement in engagements:
            person = engagement.partner_id
            key = (engagement.company_id.id, fold(person.name or ""))
            bearers[key] |= person.sudo(False)
        matches = defaultdict(self.browse)
        for entry in self:
            person = bearers[entry.company_id.id, fold(entry.declared_by)]
            if len(person) == 1:
                matches[person] += entry
        return matches
