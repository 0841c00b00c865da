import csv
import io
import json
from datetime import date

from openpyxl import load_workbook

from ..tools.exchange import COLUMNS
from .common import VolunteerCommon


def keep_own_columns(case):
    """Let files hold the columns of this addon alone, whatever others add."""
    case.classPatch(
        case.env.registry["volunteer.time.entry"],
        "_get_exchange_columns",
        lambda _entries: COLUMNS,
    )


class TimeExportCommon(VolunteerCommon):
    """Exports, read back as other software reads them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        keep_own_columns(cls)

    def _export(self, user=None, domain=None, file_format="json", **context):
        """The content of a file, by default of all that ``user`` reads here."""
        entries = self.env["volunteer.time.entry"].with_user(user or self.manager_user)
        entries = entries.with_context(**context)
        if domain is None:
            domain = [("company_id", "=", self.association.id)]
        return b"".join(entries._export(domain, file_format))

    def _read_json(self, *args, **kwargs):
        return json.loads(self._export(*args, **kwargs))

    def _read_csv(self, *args, **kwargs):
        content = self._export(*args, file_format="csv", **kwargs)
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))

    def _read_xlsx(self, *args, **kwargs):
        content = self._export(*args, file_format="xlsx", **kwargs)
        return load_workbook(io.BytesIO(content)).active

    def _declare_everything(self):
        """One approved entry that has something to tell in every column but a few."""
        self.person.email = "maelys@example.com"
        task = self.env["project.task"].create(
            {"name": "Repair toasters", "project_id": self.project.id}
        )
        return self._approve(
            name="=1+1",
            description="Sorting\nand mending",
            date=date(2025, 3, 12),
            date_end=date(2025, 3, 13),
            hours=1.5,
            headcount=2,
            is_estimate=True,
            distance=12.5,
            project_id=self.project.id,
            task_id=task.id,
            level_id=self.level.id,
            structure_id=self.member_organisation.id,
        )
