from odoo import models


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    def _post_load_data(self, template_code, company, template_data):
        result = super()._post_load_data(template_code, company, template_data)
        # Loading a chart over another deletes accounts, journals and the values that point
        # to them: ours are made, or found, again.
        (company or self.env.company)._volunteer_set_up_booking()
        return result

    def _load_translations(self, langs=None, companies=None, template_data=None):
        result = super()._load_translations(langs, companies, template_data)
        roots = [("parent_id", "=", False)]
        companies = companies or self.env["res.company"].search(roots)
        companies._volunteer_translate_booking()
        return result
