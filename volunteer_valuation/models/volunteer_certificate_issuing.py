from math import fsum

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_compare, format_date

# All else is looked up.
TOLD = {"partner_id", "company_id", "date_from", "date_to"}
# Hours are told to the minute.
SAME_HOURS = 1 / 60


class VolunteerCertificate(models.Model):
    """Issuing: what a person gave is looked up once, and written down for good."""

    _inherit = "volunteer.certificate"

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Issue certificates; each tells a person and a period, and an association.

        :raises AccessError: for anyone but a manager of the association
        :raises UserError: for anything else that is told, an organisation, and where no
            time of the person is approved
        """
        self.check_access("create")
        certificates = self.browse()
        for vals in vals_list:
            certificates += self._issue_told(vals)
        return certificates

    def _issue_told(self, vals):
        told = {name for name, value in vals.items() if value}
        if vals.keys() - TOLD or TOLD - told - {"company_id"}:
            raise UserError(self._describe_what_to_tell())
        try:
            first, last = map(fields.Date.to_date, (vals["date_from"], vals["date_to"]))
        except (TypeError, ValueError):
            raise UserError(self._describe_what_to_tell()) from None
        person = self.env["res.partner"].browse(vals["partner_id"])
        person.check_access("read")
        company = self.env["res.company"].browse(vals.get("company_id"))
        company = company or self.env.company
        self._check_association(company)
        return self._issue(person, company, first, last)

    def _describe_what_to_tell(self):
        return self.env._(
            "Tell the person and the period of a certificate, and nothing else: what is "
            "on it is looked up."
        )

    @api.model
    def _check_association(self, company):
        """:raises AccessError: for anyone but a manager of the association"""
        self.check_access("create")
        if company not in self.env.companies and not self.env.su:
            raise AccessError(
                self.env._("You issue the certificates of your own associations only.")
            )

    @api.model
    def _issue(self, partner, company, date_from, date_to):
        """Issue a certificate of what is approved today; it replaces the one for the same.

        It checks no right of whoever asks: its callers do.

        :raises UserError: for an organisation, and where no time of the person is approved
        """
        certificates = self.sudo()
        certificates.env["volunteer.time.entry"]._lock_people(partner.id)
        issued = certificates._write_down(
            certificates._prepare(partner.sudo(), company.sudo(), date_from, date_to),
            certificates._find_issued(partner, company, date_from, date_to),
        )
        return issued.with_env(self.env)

    def _issue_anew(self):
        """What replaces this certificate, with what is approved today."""
        return self._issue(
            self.partner_id, self.company_id, self.date_from, self.date_to
        )

    @api.model
    def _write_down(self, vals, older):
        """A certificate that says this, in place of the ``older`` ones."""
        issued = super().create(vals)
        older._end("replaced", replaced_by_id=issued.id)
        return issued

    def _is_up_to_date(self):
        """Whether it tells the hours that are approved today."""
        self.ensure_one()
        certificate = self.sudo()
        [[hours]] = certificate.env["volunteer.time.entry"]._read_group(
            certificate._get_entries_domain(
                certificate.partner_id,
                certificate.company_id,
                certificate.date_from,
                certificate.date_to,
            ),
            aggregates=["hours:sum"],
        )
        return not float_compare(
            hours or 0.0, certificate.hours, precision_rounding=SAME_HOURS
        )

    # ------------------------------------------------------------------
    # What the paper will say
    # ------------------------------------------------------------------
    def _prepare(self, partner, company, date_from, date_to):
        if partner.is_company:
            raise UserError(
                self.env._(
                    "Certificates are for people: %(name)s is an organisation.",
                    name=partner.display_name,
                )
            )
        language = self._get_language(partner, company)
        lines = self._prepare_lines(partner, company, date_from, date_to, language)
        if not lines:
            raise UserError(
                self.env._(
                    "No time of %(person)s was approved between %(first)s and %(last)s.",
                    person=partner.display_name,
                    first=format_date(self.env, date_from),
                    last=format_date(self.env, date_to),
                )
            )
        return self._prepare_paper(partner, company, language, lines) | {
            "date_from": date_from,
            "date_to": date_to,
        }

    def _prepare_paper(self, partner, company, language, lines):
        """All but the period: number and day, the two parties, missions and their sum."""
        today = self._get_today(company)
        return {
            "number": self._take_number(company, today),
            "partner_id": partner.id,
            "company_id": company.id,
            "hours": fsum(line["hours"] for line in lines),
            "line_ids": [fields.Command.create(line) for line in lines],
            "issued_on": today,
            "lang": language,
            "person_name": partner.name or partner.display_name,
            **company.with_context(
                lang=language, bin_size=False
            )._prepare_certificate_identity(),
        }

    def _prepare_lines(self, partner, company, date_from, date_to, language):
        """A line for each activity and project, in the order that they began."""
        entries = self.env["volunteer.time.entry"].with_context(lang=language)
        groups = entries._read_group(
            self._get_entries_domain(partner, company, date_from, date_to),
            ["activity_id", "project_id"],
            ["date:min", "date:max", "date_end:max", "hours:sum"],
        )
        lines = [
            {
                "activity_name": activity.name or entries.env._("Volunteer time"),
                "project_name": project.name,
                "date_from": first,
                "date_to": max(last, last_end or last),
                "hours": hours,
            }
            for activity, project, first, last, last_end, hours in groups
        ]
        return sorted(lines, key=lambda line: (line["date_from"], line["date_to"]))

    @api.model
    def _get_entries_domain(self, people, company, date_from, date_to):
        """The time that certificates of this period count."""
        return [
            *self._get_counted_domain(people),
            ("company_id", "=", company.id),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
        ]

    @api.model
    def _get_counted_domain(self, people):
        """The time that certificates count: one's own, approved, as a bénévole.

        A *volontaire* is none: service civique comes with papers of its own.
        """
        return [
            ("partner_id", "in", people.ids),
            ("state", "=", "approved"),
            ("headcount", "=", 1),
            ("hours", ">", 0),
            "|",
            ("status_id", "=", False),
            ("status_id.valued", "=", True),
        ]

    def _take_number(self, company, day):
        """The next number; an association can have a sequence of its own."""
        sequences = self.env["ir.sequence"].with_company(company)
        return sequences.next_by_code("volunteer.certificate", sequence_date=day)

    def _get_language(self, partner, company):
        """What the paper is written in: the person's language, else the association's."""
        installed = dict(self.env["res.lang"].get_installed())
        wanted = (partner.lang, company.partner_id.lang, self.env.lang)
        return next((lang for lang in wanted if lang in installed), "en_US")
