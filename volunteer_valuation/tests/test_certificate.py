from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .certificate_common import YEAR, CertificateCommon


@tagged("post_install", "-at_install")
class TestCertificate(CertificateCommon):
    """What is issued, and that it stays."""

    def test_it_counts_the_persons_own_approved_time_of_the_period(self):
        self._give_time()
        certificate = self._issue()
        self.assertEqual(certificate.hours, 4.5)
        self.assertEqual(certificate.state, "issued")
        lines = [
            (
                line.activity_name,
                line.project_name,
                line.date_from,
                line.date_to,
                line.hours,
            )
            for line in certificate.line_ids
        ]
        day = date(2025, 12, 31)
        self.assertEqual(
            lines,
            [
                (
                    "Reception",
                    "Repair Café",
                    date(2025, 3, 1),
                    date(2025, 3, 1),
                    1.5,
                ),
                ("Reception", False, date(2025, 5, 31), date(2025, 6, 3), 2.75),
                ("Board", False, day, day, 0.25),
            ],
        )
        self.assertEqual(sum(certificate.line_ids.mapped("hours")), certificate.hours)

    def test_it_tells_who_certifies(self):
        self._approve()
        certificate = self._issue()
        self.assertEqual(certificate.person_name, "Maëlys Lefèvre")
        self.assertEqual(certificate.association_name, "Les Ateliers du Canal")
        self.assertEqual(
            (certificate.signatory_name, certificate.signatory_office),
            ("Jeanne Dupont", "president"),
        )
        self.assertEqual(certificate.place, "Nantes")
        details = certificate.association_details
        for told in (
            "12 quai de la Fosse",
            "44000 Nantes",
            "RNA W442012345 – ",
            "812 345 678 00014",
            "bonjour@ateliers.example",
        ):
            self.assertIn(told, details)

    def test_french_associations_are_known_by_their_siret(self):
        self.association.country_id = self.env.ref("base.fr")
        self._approve()
        self.assertIn(
            "RNA W442012345 – SIRET 812 345 678 00014",
            self._issue().association_details.splitlines(),
        )

    def test_a_branch_is_signed_for_by_its_parent(self):
        branch = self.env["res.company"].create(
            {"name": "Section de Rezé", "parent_id": self.association.id}
        )
        self._approve(company_id=branch.id, activity_id=False)
        certificate = self._issue(company=branch)
        self.assertEqual(certificate.association_name, "Section de Rezé")
        self.assertIn("RNA W442012345", certificate.association_details)
        self.assertEqual(certificate.signatory_name, "Jeanne Dupont")
        branch.write({"volunteer_signatory_name": "Ali", "volunteer_rna": "W442000000"})
        certificate = self._issue(company=branch)
        self.assertIn("RNA W442000000", certificate.association_details)
        self.assertEqual(
            (certificate.signatory_name, certificate.signatory_office), ("Ali", False)
        )

    def test_time_without_an_activity_is_told_too(self):
        self._approve(activity_id=False)
        self.assertEqual(self._issue().line_ids.activity_name, "Volunteer time")

    def test_it_is_written_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.activity.with_context(lang="fr_FR").name = "Accueil"
        self.association.with_context(
            lang="fr_FR"
        ).volunteer_signatory_office = "présidente"
        self._approve()
        self.person.lang = "fr_FR"
        certificate = self._issue()
        self.assertEqual(certificate.lang, "fr_FR")
        self.assertEqual(certificate.line_ids.activity_name, "Accueil")
        self.assertEqual(certificate.signatory_office, "présidente")
        self.person.lang = False
        self.association.partner_id.lang = "en_US"
        self.assertEqual(self._issue().line_ids.activity_name, "Reception")

    def test_the_day_is_that_of_the_association(self):
        self._approve()
        self.association.partner_id.tz = "Pacific/Noumea"
        with freeze_time("2026-02-28 20:00:00"):
            certificate = self._issue()
        self.assertEqual(certificate.issued_on, date(2026, 3, 1))

    def test_numbers_follow_each_other_within_a_year(self):
        self._approve()
        self._approve(partner_id=self.volunteer.id)
        # Days that no other certificate of the database bears.
        with freeze_time("2041-06-01"):
            first, second = self._issue(), self._issue(self.volunteer)
        with freeze_time("2042-06-01"):
            third = self._issue()
        self.assertEqual(
            [c.number for c in (first, second, third)],
            ["2041-0001", "2041-0002", "2042-0001"],
        )

    def test_an_association_may_count_its_own(self):
        self.env["ir.sequence"].create(
            {
                "name": "Ours",
                "code": "volunteer.certificate",
                "prefix": "AT-",
                "company_id": self.association.id,
            }
        )
        self._approve()
        self.assertEqual(self._issue().number, "AT-1")

    def test_nothing_that_comes_later_changes_it(self):
        self._give_time()
        certificate = self._issue()
        before = certificate.read(), certificate.line_ids.read()
        self.person.name = "Somebody Else"
        self.association.write(
            {
                "name": "Other Name",
                "street": "Elsewhere",
                "city": "Paris",
                "volunteer_signatory_name": "Nobody",
                "volunteer_rna": False,
            }
        )
        self.activity.name = "Renamed"
        self.project.name = "Renamed"
        self._approve(hours=4.0)
        self.env["volunteer.time.entry"].search(
            [("partner_id", "=", self.person.id), ("state", "=", "approved")], limit=1
        ).action_refuse("No")
        self.env.flush_all()
        self.env.invalidate_all()
        after = certificate.read(), certificate.line_ids.read()
        # The person's own record has its new name.
        for told in (before[0][0], after[0][0]):
            for name in ("partner_id", "company_id"):
                told[name] = told[name][0]
        for line in (*before[1], *after[1]):
            line["company_id"] = line["company_id"][0]
        self.assertEqual(after, before)

    def test_nobody_writes_it_not_even_the_superuser(self):
        self._approve()
        certificate = self._issue().sudo()
        for vals in (
            {"hours": 1000.0},
            {"state": "revoked"},
            {"line_ids": [(5, 0, 0)]},
            {"person_name": "Me"},
            {"ended_on": False},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                certificate.write(vals)

    def test_no_time_no_certificate(self):
        self._declare().action_submit()
        with self.assertRaisesRegex(UserError, "^No time of Maëlys Lefèvre was"):
            self._issue()
        self.assertFalse(self._find_all())

    def test_an_organisation_gets_none(self):
        self._approve(partner_id=self.member_organisation.id)
        with self.assertRaisesRegex(UserError, "Amicale du Quai is an organisation"):
            self._issue(self.member_organisation)

    def test_a_period_that_ends_before_it_starts(self):
        self._approve()
        with self.assertRaises(UserError):
            self._issue(period=YEAR[::-1])

    def _find_all(self):
        return self.certificates.search([("company_id", "=", self.association.id)])

    # ----- replacing and revoking -----

    def test_issued_anew_for_the_same_period_it_replaces_the_older_one(self):
        self._approve(hours=2.0)
        older = self._issue()
        quarter = self._issue(period=(date(2025, 1, 1), date(2025, 3, 31)))
        self._approve(hours=1.0)
        self.assertFalse(older._is_up_to_date())
        self.assertEqual(older._open()["res_id"], older.id)
        newer = self.certificates.browse(older.action_replace()["res_id"])
        self.assertEqual((older.hours, newer.hours), (2.0, 3.0))
        self.assertEqual((older.state, newer.state), ("replaced", "issued"))
        self.assertEqual(older.replaced_by_id, newer)
        self.assertEqual(older.ended_on, newer.issued_on)
        self.assertTrue(newer._is_up_to_date())
        self.assertNotEqual(older.code, newer.code)
        # One for another period says something else, and stays.
        self.assertEqual(quarter.state, "issued")
        self.assertEqual(self._find_issued(), newer)

    def _find_issued(self):
        return self.certificates._find_issued(self.person, self.association, *YEAR)

    def test_others_of_the_same_period_stay(self):
        self._approve()
        self._approve(partner_id=self.volunteer.id)
        self._approve(company_id=self.other_association.id, activity_id=False)
        others = self._issue(self.volunteer) | self._issue(
            company=self.other_association
        )
        self._issue()
        self._issue()
        self.assertEqual(set(others.mapped("state")), {"issued"})

    def test_revoked_with_a_reason(self):
        self._approve()
        certificate = self._issue()
        for reason in ("", "  ", None, False, 1):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                certificate.action_revoke(reason)
        certificate.action_revoke(" The wrong person ")
        self.assertEqual(certificate.state, "revoked")
        self.assertEqual(certificate.revocation_reason, "The wrong person")
        self.assertTrue(certificate.ended_on)
        self.assertFalse(self._find_issued())

    def test_what_is_not_valid_any_more_stays_so(self):
        self._approve()
        replaced = self._issue()
        revoked = self._issue()
        revoked.action_revoke("Wrong")
        for certificate in (replaced, revoked):
            for act in (
                certificate.action_replace,
                lambda c=certificate: c.action_revoke("Again"),
            ):
                with self.assertRaisesRegex(UserError, "replaced or revoked already"):
                    act()
        # A new one does not give a revoked one its worth back.
        self.assertEqual(self._issue().state, "issued")
        self.assertEqual(revoked.state, "revoked")

    # ----- forgetting -----

    def test_who_is_forgotten_leaves_no_certificate(self):
        self._approve()
        self._approve(partner_id=self.volunteer.id)
        certificate, other = self._issue(), self._issue(self.volunteer)
        paper = self.env["ir.attachment"].create(
            {
                "name": "paper.pdf",
                "raw": b"Maelys",
                "res_model": certificate._name,
                "res_id": certificate.id,
            }
        )
        code, lines = certificate.code, certificate.line_ids
        self.env["volunteer.time.entry"]._forget(self.person)
        for records in (certificate, paper, lines):
            self.assertFalse(records.exists())
        self.assertFalse(self.certificates._find_by_code(code))
        self.assertEqual(self.certificates._find_by_code(other.code), other)

    def test_old_ones_go_where_the_association_keeps_names_no_longer(self):
        self._approve()
        with freeze_time("2026-03-01"):
            certificate = self._issue()
        with freeze_time("2029-03-02"):
            self.certificates._gc_outlived()
            self.assertTrue(certificate.exists())
            self.association.volunteer_anonymise_years = 3
            self.other_association.volunteer_anonymise_years = 1
        with freeze_time("2029-03-01"):
            self.certificates._gc_outlived()
            self.assertTrue(certificate.exists())
        with freeze_time("2029-03-02"):
            self.certificates._gc_outlived()
            self.assertFalse(certificate.exists())

    # ----- the number of the association -----

    def test_what_is_an_rna_number(self):
        for number in ("W442012345", "W2A1001234", "W9R1000001", False):
            self.association.volunteer_rna = number
        for number in ("W44201234", "442012345", "w442012345", "W4420123456", "RNA"):
            with (
                self.subTest(number=number),
                self.assertRaisesRegex(ValidationError, "is no RNA number"),
            ):
                self.association.volunteer_rna = number
