from odoo import models
from odoo.exceptions import MissingError


class VolunteerTimeEntry(models.Model):
    """Changing one's own time, of ``_find_own``: rights are looked at again, guards hold."""

    _inherit = "volunteer.time.entry"

    def _change_own(self, vals):
        """Change what a person may tell of their own time; what stays the same is no change.

        Approved time that changes waits for approval again.

        :return: whether anything changed
        :raises UserError: one sentence, for booked time, or where an offer or guard refuses
        """
        self._check_own()
        # An entry stays in its association: given elsewhere, it is other time.
        told = self._get_own_fields() - {"company_id"}
        kept = {name: vals[name] for name in vals.keys() & told}
        if not self._is_group():
            kept.pop("headcount", None)
        self._check_types([kept])
        changed = {
            name: value for name, value in kept.items() if self._differs(name, value)
        }
        if not changed:
            return False
        self._check_offered(changed, self.company_id)
        if "project_id" in changed:
            # A task belongs to its project.
            changed["task_id"] = False
        self.write(changed)
        return True

    def _submit_own(self):
        """Send drafts, or refused time that is corrected."""
        self._check_own()
        self.action_submit()

    def _withdraw_own(self):
        """Take sent time back: it becomes a draft."""
        self._check_own()
        self.action_withdraw()

    def _delete_own(self):
        """Delete time that is neither approved nor booked."""
        self._check_own()
        self.unlink()

    def _check_own(self):
        """:raises MissingError: where one of the entries is not the user's own"""
        if not all(entry.is_own for entry in self):
            raise MissingError(self.env._("This entry was not found."))

    def _is_group(self):
        """Whether the time is that of an organisation's people, not of one person."""
        return self.partner_id.is_company

    def _differs(self, name, value):
        held = self[name]
        if self._fields[name].type == "many2one":
            held = held.id
        return (held or False) != (value or False)
