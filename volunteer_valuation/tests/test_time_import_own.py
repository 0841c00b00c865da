import base64
import io
from collections import Counter
from datetime import date

import openpyxl

from odoo.tests import tagged
from odoo.tools import file_open

from .time_import_common import ImportCase

FORMATS = ("xlsx", "csv", "json")
PEER = "volunteer_valuation/tests/data/benevalibre-2.0.1-export"
TOLD = (
    "name",
    "description",
    "date",
    "date_end",
    "hours",
    "headcount",
    "total_hours",
    "is_estimate",
    "distance",
    "state",
    "refusal_reason",
    "late_reason",
    "amount",
)
NAMED = (
    "partner_id",
    "structure_id",
    "project_id",
    "task_id",
    "activity_id",
    "level_id",
    "status_id",
)


@tagged("post_install", "-at_install")
class TestImportOwnFiles(ImportCase):
    """Our own exports come back, and the same content in another format adds nothing."""

    def _make_entries(self):
        task = self.env["project.task"].create(
            {"name": "Stage", "project_id": self.project.id}
        )
        whole = self._approve(
            name="=1+1",
            description="Two\nlines, “quotes” and +more",
            date_end=date(2025, 3, 14),
            hours=7.25,
            is_estimate=True,
            distance=12.5,
            structure_id=self.member_organisation.id,
            project_id=self.project.id,
            task_id=task.id,
            level_id=self.level.id,
            status_id=self.civic_service.id,
        )
        group = self._approve(name="Fair", headcount=30, partner_id=False, hours=4.0)
        bare = self._approve(name="@home", hours=1 / 3, activity_id=False)
        waiting = self._declare(name="Waiting", hours=2.0)
        waiting.action_submit()
        refused = self._declare(name="Refused", hours=2.5)
        refused.action_submit()
        refused.action_refuse("-Counted twice")
        return whole + group + bare + waiting + refused + self._declare(name="Draft")

    def _export(self, entries, file_format, **context):
        model = entries.browse().with_user(self.manager_user).with_context(**context)
        domain = [("id", "in", entries.ids)]
        return b"".join(model._export(domain, file_format))

    def _describe(self, entries):
        """What entries tell, by the names of what they point to."""
        entries = entries.sudo().with_context(lang="en_US")
        return Counter(
            tuple(entry[name] or False for name in TOLD)
            + tuple(entry[name].name for name in NAMED)
            for entry in entries
        )

    def test_own_export_adds_nothing(self):
        entries = self._make_entries()
        before = self._count_everything()
        for file_format in FORMATS:
            content = self._export(entries, file_format)
            check = self._check(content=content)
            self.assertEqual(
                check.line_ids.mapped("outcome"), ["unchanged"] * 6, file_format
            )
            self.assertAlmostEqual(check.hours, sum(entries.mapped("total_hours")))
            self.assertFalse(check.match_ids)
            self.assertFalse(self._import(content=content))
        self.assertEqual(self._count_everything(), before)

    def test_in_french_too(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        entries = self._make_entries()
        for file_format in FORMATS:
            content = self._export(entries, file_format, lang="fr_FR")
            check = self._check(content=content)
            self.assertEqual(
                check.line_ids.mapped("outcome"), ["unchanged"] * 6, file_format
            )

    def test_to_another_database_and_back(self):
        entries = self._make_entries()
        told = self._describe(entries)
        contents = [self._export(entries, name) for name in FORMATS]
        # From now on, references of this database are those of another one.
        parameters = self.env["ir.config_parameter"].sudo()
        uuid = parameters.get_param("database.uuid")
        parameters.set_param("database.uuid", "elsewhere")
        for shared in (self.project, self.level, self.activity, self.rule):
            shared.company_id = False
        both = self.association + self.other_association
        self.manager_user.company_ids = both
        there = {"allowed_company_ids": both.ids}
        copies = self.env["volunteer.time.entry"]
        for content in contents:
            wizard = self._prepare(
                content=content, company_id=self.other_association.id
            ).with_context(**there)
            wizard.action_import()
            copies += wizard.entry_ids
        self.assertEqual(self._describe(copies), told, "once, not in each format")
        references = {f"{uuid}-{id_}" for id_ in entries.ids}
        self.assertEqual(set(copies.mapped("import_key")), references)
        # Back home.
        copies = copies.with_context(**there)
        contents = [self._export(copies, name) for name in FORMATS]
        parameters.set_param("database.uuid", uuid)
        for content in contents:
            check = self._check(content=content)
            self.assertEqual(check.line_ids.mapped("outcome"), ["unchanged"] * 6)

    # ------------------------------------------------------------------
    # The template
    # ------------------------------------------------------------------
    def _fill_template(self, *rows):
        wizard = self._prepare({})
        wizard.action_download_template()
        book = openpyxl.load_workbook(
            io.BytesIO(base64.b64decode(wizard.template_file))
        )
        sheet = book.worksheets[0]
        headings = [cell.value for cell in sheet[1]]
        for line, row in enumerate(rows, start=2):
            for heading, value in row.items():
                sheet.cell(line, headings.index(heading) + 1, value)
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()

    def test_template_filled_in(self):
        content = self._fill_template(
            {
                "Date": date(2025, 5, 1),
                "Person": "Maëlys Lefèvre",
                "Hours per Person": "2h30",
                "Activity": "Reception",
                "State": "Approved",
            },
            {
                "Date": date(2025, 5, 2),
                "What Was Done": "Fair",
                "Hours per Person": 4,
                "People": 30,
                "Estimated": "yes",
                "Project": "Repair Café",
                "Structure": "Amicale du Quai",
            },
        )
        entries = self._import(content=content)
        first, second = entries.sorted("date")
        self.assertEqual((first.name, first.hours), ("Reception", 2.5))
        self.assertEqual((first.partner_id, first.state), (self.person, "approved"))
        self.assertEqual((second.total_hours, second.state), (120.0, "submitted"))
        self.assertTrue(second.is_estimate)
        self.assertEqual(second.structure_id, self.member_organisation)
        self.assertEqual(second.project_id, self.project)
        self.assertFalse(self._import(content=content), "again adds nothing")

    # ------------------------------------------------------------------
    # Bénévalibre
    # ------------------------------------------------------------------
    def test_the_same_export_in_another_format_adds_nothing(self):
        contents = {}
        for file_format in FORMATS:
            with file_open(f"{PEER}.{file_format}", "rb") as file:
                contents[file_format] = file.read()
        check = self._check(content=contents["xlsx"])
        self.assertEqual((check.create_count, check.error_count), (480, 0))
        self.assertAlmostEqual(check.hours, 1151.67, 2)
        self.assertAlmostEqual(check.distance, 3194.94, 2)
        entries = self._import(content=contents["json"])
        self.assertAlmostEqual(sum(entries.mapped("hours")), 1151.67, 2)
        for content in contents.values():
            self.assertFalse(self._import(content=content))
