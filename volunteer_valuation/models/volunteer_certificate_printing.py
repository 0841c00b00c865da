from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.pdf import merge_pdf

from ..report.volunteer_yearly_sheet_pages import count_lines, estimate_row, paginate
from ..tools.durations import format_duration
from ..tools.qr_code import draw_qr_code

REPORT = "volunteer_valuation.report_certificate"
# Each takes about a second, and whoever asked waits for all of them.
MOST_PRINTED = 60
# CSS pixels, as in volunteer_yearly_sheet_pages.py: what stands above and below the missions.
FIRST_PAGE_HEADING = 540
ENDING = 500
MISSION_WIDTH = 530


class VolunteerCertificate(models.Model):
    """The paper: what is printed first is kept, and is what is printed again."""

    _inherit = "volunteer.certificate"

    def action_print(self):
        """Download these certificates as one PDF.

        :raises AccessError: for anyone but a manager of the associations
        :raises UserError: for too many at once
        """
        self._check_manager()
        if len(self) > MOST_PRINTED:
            raise UserError(
                self.env._(
                    "Print at most %(count)s certificates at once.", count=MOST_PRINTED
                )
            )
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer_valuation/certificates/{ids}",
            "target": "download",
        }

    def _get_pdf(self):
        """These certificates as one PDF; it checks no right of whoever asks.

        :return bytes:
        """
        # One at a time: unpatched builds of wkhtmltopdf print only one document of several.
        reports = self.env["ir.actions.report"].sudo()
        files = [
            reports._render_qweb_pdf(REPORT, certificate.ids)[0] for certificate in self
        ]
        return files[0] if len(files) == 1 else merge_pdf(files)

    def _get_file_name(self):
        """What its file is called, in the language of the certificate."""
        self.ensure_one()
        title = self._in_its_language()._describe_title()
        return f"{title} {self.number} {self.person_name}"

    # ------------------------------------------------------------------
    # What the paper says
    # ------------------------------------------------------------------
    def _in_its_language(self):
        """The same, told in the language it was issued in, where that is still installed."""
        self.ensure_one()
        installed = dict(self.env["res.lang"].get_installed())
        return self.with_context(lang=self.lang) if self.lang in installed else self

    def _describe_title(self):
        return self.env._("Certificate of Volunteering")

    def _describe_who_certifies(self):
        """The beginning of the sentence that certifies, up to the person's name."""
        told = {
            "association": self.association_name,
            "name": self.signatory_name,
            "office": self.signatory_office,
        }
        if not self.signatory_name:
            return self.env._("The association %(association)s certifies that", **told)
        if not self.signatory_office:
            return self.env._(
                "The undersigned, %(name)s, in the name of the association "
                "%(association)s, certifies that",
                **told,
            )
        return self.env._(
            "The undersigned, %(name)s, %(office)s of the association %(association)s, "
            "certifies that",
            **told,
        )

    def _describe_what_was_given(self):
        """The rest of the sentence, after the person's name."""
        return self.env._(
            "gave time to the association as a volunteer (bénévole), freely and without "
            "pay, between %(first)s and %(last)s: %(hours)s, approved by the association "
            "on the day of this certificate.",
            first=self._describe_day(self.date_from),
            last=self._describe_day(self.date_to),
            hours=self._describe_hours(),
        )

    def _describe_issue(self):
        """Where and when it was issued."""
        day = self._describe_day(self.issued_on)
        if self.place:
            return self.env._("Done at %(place)s, %(day)s", place=self.place, day=day)
        return self.env._("Done on %(day)s", day=day)

    def _describe_hours(self):
        return format_duration(self.hours)

    def _describe_day(self, day):
        return format_date(self.env, day, date_format="d MMMM y")

    def _describe_page(self, number, count):
        return self.env._("page %(number)s of %(count)s", number=number, count=count)

    def _get_pages(self):
        """The missions of each page on paper."""
        heights = [
            estimate_row(
                [(line.activity_name, MISSION_WIDTH)],
                more_lines=count_lines(line.project_name or "", MISSION_WIDTH)
                * bool(line.project_name),
            )
            for line in self.line_ids
        ]
        pages = paginate(heights, first_heading=FIRST_PAGE_HEADING, ending=ENDING)
        return [self.line_ids[page] for page in pages]

    def _draw_qr_code(self):
        return draw_qr_code(self.verification_address)
