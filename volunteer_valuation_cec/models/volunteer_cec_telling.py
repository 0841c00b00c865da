from stdnum.fr import siren, siret

from odoo import fields, models
from odoo.tools import format_date


class VolunteerCecDeclarationLine(models.Model):
    """What lists and sheets tell of a line: functions, days and the association's numbers."""

    _inherit = "volunteer.cec.declaration.line"

    def _describe_mandates(self):
        """Each mandate held in the year, with its dates."""
        mandates = self.sudo().engagement_id.mandate_ids._filter_year(self.year)
        return [
            f"{mandate.office} ({self._describe_dates(mandate)})"
            for mandate in mandates.sorted("date_start")
        ]

    def _describe_dates(self, mandate):
        first = format_date(self.env, mandate.date_start)
        if not mandate.date_end:
            return self.env._("since %(day)s", day=first)
        return f"{first} – {format_date(self.env, mandate.date_end)}"

    def _get_day(self, moment):
        """The day of this moment where the association is; False for none."""
        if not moment:
            return False
        zone = self.company_id._get_volunteer_timezone()
        here = self.with_context(tz=zone)
        return fields.Datetime.context_timestamp(here, moment).date()

    def _get_rna(self):
        """RNA number: a branch has that of its parent, where it has none."""
        company = self.company_id.sudo()
        return company.volunteer_rna or company.root_id.volunteer_rna or self.rna

    def _get_siren(self):
        """The nine digits of the association here, or False where they are not known."""
        number = siret.compact(self.company_id.sudo().company_registry or "")
        return (siret.is_valid(number) or siren.is_valid(number)) and number[:9]
