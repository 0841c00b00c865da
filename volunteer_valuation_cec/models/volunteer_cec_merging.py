from odoo import api, models

# Of two lines for the same association, the one that is further along stays.
PROGRESS = ("told", "draft", "refused", "asked", "attested")


class VolunteerCecDeclaration(models.Model):
    """Records of the same person that are merged share one declaration for each year."""

    _inherit = "volunteer.cec.declaration"

    @api.model
    def _unite(self, people):
        """Let ``people``, who are the same, have one declaration for each year.

        :raises UserError: where an association attested both
        """
        declarations = self.sudo().search([("partner_id", "in", people.ids)])
        for kept, *spare in declarations.grouped("year").values():
            for declaration in spare:
                declaration.line_ids._hand_over(kept)
                declaration.unlink()


class VolunteerCecDeclarationLine(models.Model):
    _inherit = "volunteer.cec.declaration.line"

    def _hand_over(self, declaration):
        """Let these lines be of another declaration of the same person."""
        for line in self:
            double = declaration.line_ids.filtered(
                lambda known, line=line: (
                    line.company_id and known.company_id == line.company_id
                )
            )
            *spare, kept = (double | line).sorted(
                lambda same: PROGRESS.index(same.state)
            )
            for same in spare:
                same.unlink()
            kept._apply({"declaration_id": declaration.id})
