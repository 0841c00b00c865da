from odoo import fields, models
from odoo.fields import Command

from .volunteer_forgettable import TREASURER


class VolunteerInkindContribution(models.Model):
    """Forgetting donors: what they gave stays counted, that it was theirs does not.

    Besides the donor goes what names them: the description becomes that of the nature, the
    files of the evidence are deleted. What is booked keeps all of it, for treasurers only,
    as long as ``volunteer.forgettable`` tells.
    """

    _inherit = "volunteer.inkind.contribution"

    evidence_until = fields.Date(
        related="valuation_id.evidence_until", groups=TREASURER
    )

    _evidence_idx = models.Index("(id) WHERE evidence_name IS NOT NULL")

    def _write_anonymous(self):
        groups = self.grouped(
            lambda given: (given.company_id, given.nature_id, bool(given.late_reason))
        )
        for (company, nature, is_late), contributions in groups.items():
            language = company.partner_id.lang or self.env.lang
            contributions = contributions.with_context(lang=language)
            contributions._apply(contributions._prepare_anonymous(nature, is_late))

    def _prepare_anonymous(self, nature, is_late):
        """What is left to tell of a contribution whose donor is forgotten."""
        anonymous = self._prepare_nobody() | {
            "evidence_name": False,
            "name": nature.with_env(self.env).name,
            "refusal_reason": False,
        }
        if is_late:
            # A contribution of a booked period has to tell one.
            anonymous["late_reason"] = self.env._("Reason no longer kept")
        return anonymous

    def _erase_traces(self):
        let_go = self.filtered(lambda given: not given._is_kept_as_evidence())
        let_go._apply({"evidence_ids": [Command.clear()]})
        return super()._erase_traces()

    def _find_gathered(self, model):
        found = super()._find_gathered(model)
        if model == "ir.attachment":
            found -= self.search([("evidence_ids", "in", found.ids)]).evidence_ids
        return found
