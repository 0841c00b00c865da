import base64
import csv
import io
import json
from datetime import date

from openpyxl import load_workbook

from odoo.tests import tagged

from .own_data_common import PRIVACY, OwnDataCommon


@tagged("post_install", "-at_install")
class TestOwnData(OwnDataCommon):
    """Taking one's time away, and reading who sees it."""

    def _download(self, file_format, status=200):
        self.env.flush_all()
        response = self.url_open(f"/my/volunteering/export/{file_format}")
        self.assertEqual(response.status_code, status)
        return response

    def _import(self, content, company):
        wizard = (
            self.env["volunteer.time.import"]
            .with_user(self.manager_user)
            .with_context(allowed_company_ids=company.ids)
            .create(
                {
                    "data_file": base64.b64encode(content),
                    "file_name": "time",
                    "company_id": company.id,
                }
            )
        )
        wizard.action_import()
        return wizard.entry_ids.sudo()

    # ------------------------------------------------------------------
    # Taking it away
    # ------------------------------------------------------------------
    def test_each_format_holds_all_of_one_s_own_time_and_no_other(self):
        self._declare(partner_id=self.volunteer.id, name="Another's")
        self._declare(
            company_id=self.other_association.id, activity_id=False, name="Elsewhere"
        )
        readers = {
            "csv": lambda content: [
                row["What Was Done"]
                for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
            ][:-1],
            "json": lambda content: [
                row["name"] for row in json.loads(content)["entries"]
            ],
            "xlsx": lambda content: [
                row[4] for row in load_workbook(io.BytesIO(content)).active.values
            ][1:-1],
        }
        for file_format, read in readers.items():
            response = self._download(file_format)
            names = [name.replace("'=", "=") for name in read(response.content)]
            with self.subTest(file_format=file_format):
                self.assertEqual(
                    sorted(names),
                    ["Elsewhere", "Welcome desk", "Welcome desk", "With =Ali"],
                )
                self.assertEqual(response.headers["Cache-Control"], "no-store")
                self.assertIn("attachment", response.headers["Content-Disposition"])

    def test_it_tells_everything_but_what_only_the_office_sees(self):
        self.env.flush_all()
        told = json.loads(self._download("json").content)["entries"][0]
        self.assertEqual(told["person"], self.person.name)
        self.assertEqual(told["email"], "portal@example.com")
        self.assertEqual(told["description"], "Two\nlines")
        self.assertNotIn("amount", told)

    def test_the_time_of_the_organisation_that_one_represents_is_there(self):
        self.person.parent_id = self.member_organisation
        self._declare(
            partner_id=self.member_organisation.id, headcount=30, name="Summer party"
        )
        told = json.loads(self._download("json").content)["entries"]
        self.assertIn("Summer party", [row["name"] for row in told])

    def test_a_manager_imports_it_again(self):
        self.manager_user.company_ids += self.other_association
        own = self._tell(self.booked | self.unbooked)
        for file_format in ("csv", "xlsx", "json"):
            with self.subTest(file_format=file_format):
                content = self._download(file_format).content
                self.assertFalse(self._import(content, self.association), "All known")
                made = self._import(content, self.other_association)
                self.assertEqual(self._tell(made), own)
            made.filtered(lambda entry: entry.state == "approved").action_refuse("Test")
            made.unlink()

    def _tell(self, entries):
        names = (
            "date",
            "name",
            "description",
            "hours",
            "headcount",
            "partner_id",
            "state",
        )
        return sorted([str(entry[name] or "") for name in names] for entry in entries)

    def test_what_was_erased_does_not_come_back_by_a_file(self):
        content = self._download("csv").content
        self.env["volunteer.time.entry"]._forget(self.person)
        self.assertFalse(self._import(content, self.association))
        self.assertFalse((self.booked | self.unbooked).partner_id)

    def test_an_internal_user_takes_theirs(self):
        self._declare(partner_id=self.volunteer.id, name="Mine")
        self.authenticate("vv_volunteer", "vv_volunteer")
        told = json.loads(self._download("json").content)["entries"]
        self.assertEqual([row["name"] for row in told], ["Mine"])

    def test_other_formats_are_not_found(self):
        for file_format in ("pdf", "CSV", "csv/1", "..%2fcsv"):
            self._download(file_format, status=404)

    def test_nobody_without_signing_in(self):
        self.authenticate(None, None)
        for path in ("/my/volunteering/export/csv", PRIVACY, f"{PRIVACY}/erase"):
            response = self.url_open(path, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/web/login", response.headers["Location"])

    # ------------------------------------------------------------------
    # Who sees it, and how long
    # ------------------------------------------------------------------
    def test_it_tells_each_association_s_terms(self):
        self._declare(company_id=self.other_association.id, activity_id=False)
        self.association.volunteer_anonymise_years = 4
        self.other_association.volunteer_evidence_years = 7
        text = self._see()
        self.assertIn("Les Ateliers du Canal", text)
        self.assertIn("loses your name 4 years after", text)
        self.assertIn("Le Hangar", text)
        self.assertIn("keeps your name until you ask", text)
        self.assertIn("for the treasurer only, for 7 years", text)
        self.assertIn("mailto:bureau@ateliers.example.com", text)

    def test_queries_do_not_grow(self):
        def count(path):
            self.env.flush_all()
            self.env.invalidate_all()
            self.url_open(path)
            before = self.env.cr.sql_log_count
            self.assertEqual(self.url_open(path).status_code, 200)
            return self.env.cr.sql_log_count - before

        paths = (PRIVACY, f"{PRIVACY}/erase", "/my/volunteering/export/csv")
        few = [count(path) for path in paths]
        companies = self.other_association
        companies |= self._create_association("Third")
        companies |= self._create_association("Fourth")
        for number in range(60):
            company = companies[number % 3]
            self._declare(
                company_id=company.id,
                activity_id=False,
                date=date(2024, 1, 1 + number % 28),
            )
        self.assertEqual([count(path) for path in paths], few)

    def test_without_any_time(self):
        self.authenticate("vv_stranger", "vv_stranger")
        self.assertIn("No association holds time of yours", self._see())
        text = self._see(f"{PRIVACY}/erase")
        self.assertIn("there is nothing to erase", text)
        self.assertNotIn('<form method="post" action="/my/vol', text)

    def test_unknown_words_in_the_address_say_nothing(self):
        for query in ("done=x", "done=<b>x</b>", "done[]=1", "foo=bar"):
            self.assertNotIn('role="status"', self._see(f"{PRIVACY}?{query}"))
