import csv
import io
import json
from datetime import date

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestTimeExportDownload(VolunteerCommon, HttpCase):
    """The file as a browser gets it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entries = cls._declare(name="=1+1") | cls._declare(hours=2.5)

    def _prepare(self, user, **values):
        return (
            self.env["volunteer.time.export"]
            .with_user(user)
            .create(
                {
                    "company_ids": self.association.ids,
                    "date_from": date(2025, 1, 1),
                    "date_to": date(2025, 12, 31),
                }
                | values
            )
        )

    def _download(self, export, login="vv_manager"):
        self.env.flush_all()
        self.authenticate(login, login)
        return self.url_open(f"/volunteer_valuation/time_export/{export.id}")

    def test_each_format(self):
        readers = {
            "csv": lambda content: (
                len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) - 2
            ),
            "json": lambda content: len(json.loads(content)["entries"]),
            "xlsx": lambda content: (
                load_workbook(io.BytesIO(content)).active.max_row - 2
            ),
        }
        for file_format, count_rows in readers.items():
            export = self._prepare(self.manager_user, file_format=file_format)
            with self.assertLogs("odoo.addons.volunteer_valuation") as logs:
                response = self._download(export)
            with self.subTest(file_format=file_format):
                self.assertEqual(response.status_code, 200)
                self.assertEqual(count_rows(response.content), 2)
                self.assertIn(
                    f"Volunteer%20Time%202025-01-01%202025-12-31.{file_format}",
                    response.headers["Content-Disposition"],
                )
                self.assertIn("exports 2 volunteer time entries", logs.output[0])

    def test_it_holds_what_the_one_who_asks_may_read(self):
        self._declare(partner_id=self.volunteer.id, name="Own")
        export = self._prepare(self.volunteer_user, file_format="json")
        told = json.loads(self._download(export, "vv_volunteer").content)
        self.assertEqual([row["name"] for row in told["entries"]], ["Own"])
        self.assertNotIn("amount", told["totals"])

    def test_another_s_export_is_not_found(self):
        export = self._prepare(self.manager_user)
        for login in ("vv_treasurer", "vv_volunteer"):
            self.assertEqual(self._download(export, login).status_code, 404)
        gone = self._prepare(self.manager_user)
        gone.sudo().unlink()
        self.assertEqual(self._download(gone).status_code, 404)

    def test_associations_of_others_stay_out(self):
        self._declare(company_id=self.other_association.id)
        export = self._prepare(self.manager_user, file_format="json")
        export.sudo().company_ids = self.other_association
        self.assertEqual(json.loads(self._download(export).content)["entries"], [])

    def test_nobody_without_signing_in(self):
        export = self._prepare(self.manager_user)
        self.env.flush_all()
        self.authenticate(None, None)
        response = self.url_open(
            f"/volunteer_valuation/time_export/{export.id}", allow_redirects=False
        )
        self.assertEqual(response.status_code, 303)
