from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html_sanitize

from ..report.volunteer_annex import Annex


class AnnexText(fields.Html):
    """Sanitized HTML whose languages are texts of their own.

    Odoo would translate it term by term: a paragraph added in French would then enter the
    English text as it is.
    """

    def _get_attrs(self, model_class, name):
        return super()._get_attrs(model_class, name) | {"translate": True}


class VolunteerYearlyStatement(models.Model):
    """The text of the annex: generated in each language, then in people's hands.

    Who may change a statement may generate it. What somebody wrote is replaced only when
    they ask for it.
    """

    _inherit = "volunteer.yearly.statement"

    annex_text = AnnexText(string="Text of the Annex", copy=False)
    annex_is_edited = fields.Boolean(
        readonly=True,
        copy=False,
        help="Somebody changed the text since it was generated.",
    )
    annex_figures = fields.Char(
        readonly=True,
        copy=False,
        help="The main figures that the text was generated from.",
    )
    annex_is_outdated = fields.Boolean(compute="_compute_annex_is_outdated")

    @api.depends(
        "annex_figures", "company_ids", "include_branches", "date_from", "date_to"
    )
    def _compute_annex_is_outdated(self):
        for statement in self:
            statement.annex_is_outdated = bool(
                statement.annex_figures
                and statement.annex_figures != statement._get_main_figures()
            )

    def _get_main_figures(self):
        """Hours and amounts that no text may contradict, as one string."""
        try:
            figures = self._get_figures()
        except UserError as refusal:
            return str(refusal)
        return " ".join(
            f"{period['date_from']} {period['date_to']} {period[name]:.2f}"
            for period in (figures, figures["previous"])
            for name in ("hours", "amount", "booked_amount")
        )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._mark_edited(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._mark_edited(vals))

    @api.model
    def _mark_edited(self, vals):
        if "annex_text" not in vals:
            return vals
        return vals | {"annex_is_edited": bool(vals["annex_text"])}

    def _apply_annex(self, vals):
        """Write what was generated, past the mark of ``write``."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        if field_name == "annex_text":
            # Odoo writes them as they are.
            translations = {
                code: text and html_sanitize(text)
                for code, text in translations.items()
            }
            self.annex_is_edited = True
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_generate_annex(self):
        """Write the text in every installed language, where nobody changed it.

        :raises AccessError: for anyone but managers and treasurers of these associations
        :raises UserError: where somebody changed the text
        """
        self.check_access("write")
        if any(statement.annex_is_edited for statement in self):
            raise UserError(
                self.env._(
                    "Somebody changed this text: generate it anew to replace what they "
                    "wrote."
                )
            )
        return self.action_generate_annex_anew()

    def action_generate_annex_anew(self):
        """Write the text in every installed language, in place of what is there.

        :raises AccessError: for anyone but managers and treasurers of these associations
        """
        self.check_access("write")
        for statement in self:
            main_figures = statement._get_main_figures()
            for code, _name in self.env["res.lang"].get_installed():
                translated = statement.with_context(lang=code)
                translated._apply_annex(
                    {
                        "annex_text": translated._generate_annex(),
                        "annex_is_edited": False,
                        "annex_figures": main_figures,
                    }
                )
        return True

    # ------------------------------------------------------------------
    # The text
    # ------------------------------------------------------------------
    def _generate_annex(self):
        """The annex in the language of the environment, as markup."""
        figures = self._get_figures()
        # Who may read the figures was asked there; rules and bookings belong to them.
        companies = self._get_companies().sudo()
        statements = companies.env["volunteer.statement"]
        scope = statements._get_scope(companies, self.date_from, self.date_to, None)
        bookings = companies.env["volunteer.valuation"].search(
            [
                ("company_id", "in", companies.ids),
                ("state", "=", "posted"),
                ("date_to", ">=", self.date_from),
                ("date_to", "<=", self.date_to),
            ],
            order="date_to, id",
        )
        annex = Annex(
            companies,
            figures,
            statements._read_applied_rates(scope),
            statements._read_inkind_evidence(scope),
            bookings,
        )
        return self.env["ir.qweb"]._render(
            "volunteer_valuation.annex_text", {"sections": annex.get_sections()}
        )
