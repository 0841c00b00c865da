import base64
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from ..tools.import_keys import compute_import_keys
from ..tools.time_rows import Line, Row
from ..wizard.volunteer_time_import_step import Step
from .common import VolunteerCommon
from .test_benevalibre import CELLS, write_csv

WRITTEN = [
    "volunteer.time.entry",
    "volunteer.engagement",
    "volunteer.activity",
    "volunteer.level",
    "project.project",
    "res.partner",
    "res.users",
    "mail.alias",
    "mail.message",
    "mail.mail",
    "mail.activity",
    "mail.followers",
    "bus.bus",
]


class ImportCase(VolunteerCommon):
    """Imports by the manager, on a day after all that the peer's export holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-11-21 12:00:00"))
        cls._set_homonyms_aside()

    @classmethod
    def _set_homonyms_aside(cls):
        """What a database holds already must not be taken for ours."""
        cls.level.company_id = cls.association
        cls.activity.company_id = cls.board.company_id = cls.association
        users = cls.env["res.users"].search([("login", "like", "vv\\_%")])
        ours = users.partner_id + cls.person
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE res_partner SET name = 'Stranger' "
            "WHERE NOT is_company AND NOT id = ANY(%s)",
            [ours.ids],
        )
        cls.env.invalidate_all()

    def _prepare(self, *changes, content=None, user=None, **values):
        """The import of a file: rows that differ from ``CELLS`` by ``changes``."""
        if content is None:
            content = write_csv([CELLS | change for change in changes])
        return (
            self.env["volunteer.time.import"]
            .with_user(user or self.manager_user)
            .create(
                {
                    "data_file": base64.b64encode(content),
                    "file_name": "export.csv",
                    "company_id": self.association.id,
                }
                | values
            )
        )

    def _import(self, *changes, **values):
        wizard = self._prepare(*changes, **values)
        wizard.action_import()
        return wizard.entry_ids

    def _check(self, *changes, **values):
        wizard = self._prepare(*changes, **values)
        wizard.action_check()
        return wizard

    # What a row tells, whatever file it stands in
    def _prepare_rows(self, *rows, **values):
        """The import of rows as a reader yields them, and a context in which to run it."""
        rows = [
            Row(
                **{"date": date(2025, 12, 1), "hours": 2.0, "title": f"Row {number}"}
                | {"identity": (number, *map(str, row.items()))}
                | row
            )
            for number, row in enumerate(rows, start=2)
        ]
        return self._prepare({}, **values), rows

    @contextmanager
    def _reading(self, rows):
        def read_steps(_wizard):
            keys = compute_import_keys(rows)
            return [
                Step(Line(number, row=row), import_key=key)
                for number, (row, key) in enumerate(zip(rows, keys, strict=True), 2)
            ]

        model = self.env.registry["volunteer.time.import"]
        with patch.object(model, "_read_steps", read_steps):
            yield

    def _import_rows(self, *rows, **values):
        wizard, rows = self._prepare_rows(*rows, **values)
        with self._reading(rows):
            wizard.action_import()
        return wizard.entry_ids

    def _check_rows(self, *rows, **values):
        wizard, rows = self._prepare_rows(*rows, **values)
        with self._reading(rows):
            wizard.action_check()
        return wizard

    def _count_everything(self):
        self.env.flush_all()
        return {
            model: self.env[model].with_context(active_test=False).search_count([])
            for model in WRITTEN
        }

    def _get_entries(self):
        return self.env["volunteer.time.entry"].search(
            [("company_id", "=", self.association.id)]
        )
