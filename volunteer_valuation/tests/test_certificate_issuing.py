from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..wizard import volunteer_certificate_issue
from .certificate_common import YEAR, CertificateCommon


@tagged("post_install", "-at_install")
class TestCertificateIssuing(CertificateCommon):
    """The screens by which managers issue and revoke: for one person, and for several."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.person | cls.volunteer | cls.member_organisation
        cls._approve(hours=2.0)
        cls._approve(hours=3.0, partner_id=cls.member_organisation.id)

    def _start(self, records, **context):
        wizards = self.env["volunteer.certificate.issue"].with_user(self.manager_user)
        return wizards.with_context(
            allowed_company_ids=self.association.ids,
            active_model=records._name,
            active_ids=records.ids,
            **context,
        )

    def test_from_contacts(self):
        form = Form(self._start(self.people))
        form.date_from, form.date_to = YEAR
        self.assertEqual(form.ready_count, 1)
        self.assertEqual(form.replaced_count, 0)
        self.assertEqual(form.without_time, "Volunteer, Amicale du Quai")
        action = form.save().action_issue()
        certificate = self.certificates.browse(action["res_id"])
        self.assertEqual(action["views"], [(False, "form")])
        self.assertEqual(certificate.partner_id, self.person)
        self.assertEqual((certificate.date_from, certificate.date_to), YEAR)

    def test_from_engagements_in_their_association(self):
        self._approve(partner_id=self.volunteer.id)
        self._issue()
        engagements = self.env["volunteer.engagement"].search(
            [("company_id", "=", self.association.id)]
        )
        form = Form(self._start(engagements))
        form.date_from, form.date_to = YEAR
        self.assertEqual(form.company_id, self.association)
        self.assertEqual((form.ready_count, form.replaced_count), (2, 1))
        action = form.save().action_issue()
        issued = self.certificates.search(action["domain"])
        self.assertEqual(issued.partner_id, self.person | self.volunteer)
        self.assertEqual(set(issued.mapped("state")), {"issued"})

    def test_engagements_in_two_associations(self):
        self._approve(company_id=self.other_association.id, activity_id=False)
        self.manager_user.company_ids += self.other_association
        engagements = self.env["volunteer.engagement"].search(
            [("partner_id", "=", self.person.id)]
        )
        start = self._start(engagements).with_context(
            allowed_company_ids=engagements.company_id.ids
        )
        with self.assertRaisesRegex(UserError, "one association at a time"):
            start.default_get(["partner_ids"])

    def test_the_last_fiscal_year_unless_told_otherwise(self):
        self.association.write(
            {"fiscalyear_last_month": "8", "fiscalyear_last_day": 31}
        )
        wizard = self._start(self.person).create({"partner_ids": self.person.ids})
        self.assertEqual((wizard.date_from.month, wizard.date_from.day), (9, 1))
        self.assertEqual((wizard.date_to.month, wizard.date_to.day), (8, 31))

    def test_nobody_with_time(self):
        form = Form(self._start(self.person))
        form.date_from, form.date_to = date(2024, 1, 1), date(2024, 12, 31)
        self.assertEqual((form.ready_count, form.without_time), (0, "Maëlys Lefèvre"))
        with self.assertRaisesRegex(UserError, "^No time of theirs was approved"):
            form.save().action_issue()

    def test_not_too_many_at_once(self):
        self._approve(partner_id=self.volunteer.id)
        wizard = self._start(self.people).create(
            {"partner_ids": self.people.ids, "date_from": YEAR[0], "date_to": YEAR[1]}
        )
        with (
            patch.object(volunteer_certificate_issue, "MOST_ISSUED", 1),
            self.assertRaisesRegex(UserError, "^Issue at most 1 "),
        ):
            wizard.action_issue()

    def test_queries_do_not_grow_with_the_people_shown(self):
        wizard = self._start(self.people).create({"partner_ids": self.people.ids})
        more = self.env["res.partner"].create(
            [{"name": f"Person {number}"} for number in range(20)]
        )
        counts = []
        # The first time also fills what Odoo remembers between requests.
        for people in (self.people, self.people, self.people | more):
            wizard.partner_ids = people
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.read(["ready_count", "without_time", "replaced_count"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_revoking_asks_why(self):
        certificate = self._issue()
        wizards = self.env["volunteer.certificate.revoke"].with_user(self.manager_user)
        form = Form(
            wizards.with_context(
                allowed_company_ids=self.association.ids,
                active_model=certificate._name,
                active_ids=certificate.ids,
            )
        )
        form.reason = "The wrong person"
        form.save().action_revoke()
        self.assertEqual(certificate.state, "revoked")
        self.assertEqual(certificate.revocation_reason, "The wrong person")
