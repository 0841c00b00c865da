from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from stdnum.fr import siret

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

VALIDATOR = "volunteer_valuation_cec.group_cec_validator"


class Requirement(NamedTuple):
    """One thing that the law asks of the association, and what to do where it lacks."""

    is_met: bool
    label: str
    advice: str


class ResCompany(models.Model):
    """Whether an association can attest time for the compte d'engagement citoyen.

    Code du travail, L5151-9, 6°: an association of the law of 1901 or of Alsace-Moselle,
    declared for long enough, all of whose activities are of general interest (CGI, 200 1. b),
    with its own SIRET; and somebody in charge of its administration or direction who attests.
    """

    _inherit = "res.company"

    cec_legal_form = fields.Selection(
        [
            ("association", "Association (law of 1901)"),
            ("alsace_moselle", "Association registered in Alsace-Moselle"),
            ("other", "Another form"),
        ],
        string="Legal Form",
    )
    cec_declared_on = fields.Date(
        string="Declared On",
        help="Date of the declaration at the préfecture, or of the registration in "
        "Alsace-Moselle.",
    )
    cec_is_of_general_interest = fields.Boolean(
        string="All Activities of General Interest",
        help="The association confirms that all its activities are among those of article "
        "200, 1. b of the Code général des impôts.",
    )
    cec_validator_id = fields.Many2one(
        "res.users",
        string="Valideur CEC",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="A volunteer in charge of the administration or direction, who attests.",
    )
    cec_self_attestation = fields.Boolean(
        string="The Valideur Attests Their Own Time",
        help="The law leaves it open; without it somebody else attests it.",
    )
    # Its counts would tell everybody of a small association who asked.
    cec_checklist = fields.Html(
        compute="_compute_cec_checklist",
        sanitize=False,
        groups=f"{VALIDATOR},volunteer_valuation.group_volunteer_manager",
    )

    @api.constrains("cec_validator_id")
    def _check_cec_validator(self):
        for company in self:
            validator = company.cec_validator_id
            if validator and company not in validator.sudo().company_ids:
                raise ValidationError(
                    self.env._(
                        "%(person)s has no access to %(association)s, and could not "
                        "attest its time.",
                        person=validator.name,
                        association=company.name,
                    )
                )

    @api.depends_context("lang")
    @api.depends(
        "cec_legal_form",
        "cec_declared_on",
        "cec_is_of_general_interest",
        "cec_validator_id",
        "volunteer_rna",
        "company_registry",
    )
    def _compute_cec_checklist(self):
        for company in self:
            year = fields.Date.context_today(company).year - 1
            company.cec_checklist = self.env["ir.qweb"]._render(
                "volunteer_valuation_cec.company_checklist",
                {
                    "year": year,
                    "campaign": company._get_cec_campaign(year),
                    "requirements": company._get_cec_checklist(year),
                },
            )

    def _get_cec_campaign(self, year):
        """The dates of the current campaign, and how many requests the valideur has.

        :return: deadlines, the days left until each (none once it has passed), and the number
            of lines by state
        """
        rule = self.env["volunteer.cec.rule"]._get_rule(year)
        today = fields.Date.context_today(self)
        lines = self.env["volunteer.cec.declaration.line"].sudo()
        counts = dict(
            lines._read_group(
                [("company_id", "=", self.id), ("year", "=", year)],
                ["state"],
                ["__count"],
            )
        )
        deadlines = {
            "declaration": rule._get_declaration_deadline(year),
            "attestation": rule._get_attestation_deadline(year),
        }
        return {
            "deadlines": deadlines,
            "days_left": {
                name: max((day - today).days, -1) for name, day in deadlines.items()
            },
            "asked": counts.get("asked", 0),
            "attested": counts.get("attested", 0),
            "refused": counts.get("refused", 0),
        }

    def _get_cec_checklist(self, year):
        """What the law asks of this association for time given in ``year``.

        :return: one ``Requirement`` for each thing, met or not
        :raises UserError: for a year that no rule covers
        """
        self.ensure_one()
        company = self.sudo()
        return [
            company._check_cec_legal_form(),
            company._check_cec_existence(year),
            company._check_cec_interest(),
            company._check_cec_rna(),
            company._check_cec_siret(),
            company._check_cec_valideur(),
        ]

    def _check_cec_legal_form(self):
        return Requirement(
            self.cec_legal_form in ("association", "alsace_moselle"),
            self.env._("Association of the law of 1901, or of Alsace-Moselle"),
            self.env._(
                "Choose its legal form in the settings; no other one qualifies."
            ),
        )

    def _check_cec_existence(self, year):
        rule = self.env["volunteer.cec.rule"]._get_rule(year)
        day = rule._get_existence_day(year, fields.Date.context_today(self))
        oldest = day - relativedelta(years=rule.existence_years)
        return Requirement(
            bool(self.cec_declared_on) and self.cec_declared_on <= oldest,
            self.env._(
                "Declared for %(years)s year(s) on %(day)s",
                years=rule.existence_years,
                day=format_date(self.env, day),
            ),
            self.env._(
                "It has to be declared on %(day)s at the latest.",
                day=format_date(self.env, oldest),
            )
            if self.cec_declared_on
            else self.env._(
                "Tell in the settings when it was declared: the récépissé of the "
                "préfecture bears the date."
            ),
        )

    def _check_cec_interest(self):
        return Requirement(
            self.cec_is_of_general_interest,
            self.env._("All activities of general interest (CGI, article 200, 1. b)"),
            self.env._(
                "Let the board confirm it in the settings; where it is in doubt, ask the "
                "tax office for a rescrit."
            ),
        )

    def _check_cec_rna(self):
        return Requirement(
            bool(self.volunteer_rna) or self.cec_legal_form == "alsace_moselle",
            self.env._("RNA number"),
            self.env._(
                "Write it in the settings; it stands on the récépissé of the préfecture."
            ),
        )

    def _check_cec_siret(self):
        return Requirement(
            siret.is_valid(self.company_registry or ""),
            self.env._("SIRET number"),
            self.env._(
                "“%(number)s” is not a SIRET: correct it on the company.",
                number=self.company_registry,
            )
            if self.company_registry
            else self.env._(
                "Write it on the company; the INSEE gives one for free to an "
                "association that asks on the site of the formalities of enterprises."
            ),
        )

    def _check_cec_valideur(self):
        validator = self.cec_validator_id
        label = self.env._("A valideur who sits on the board")
        if not validator:
            advice = self.env._("Name one in the settings.")
        elif not validator.has_group(VALIDATOR):
            advice = self.env._(
                "%(person)s needs the right “Valideur CEC”.", person=validator.name
            )
        else:
            advice = self.env._(
                "Record the mandate of %(person)s on their engagement.",
                person=validator.name,
            )
        return Requirement(self._has_cec_validator(), label, advice)

    def _has_cec_validator(self):
        """Whether the one who is named can attest: by right, and by mandate on this day."""
        validator = self.cec_validator_id
        if not (validator.active and validator.has_group(VALIDATOR)):
            return False
        mandates = self.env["volunteer.mandate"]._find_mandates(
            validator.partner_id.ids
        )
        today = fields.Date.context_today(self)
        return mandates.cover(
            validator.partner_id.id, self.id, "governance", today, today
        )
