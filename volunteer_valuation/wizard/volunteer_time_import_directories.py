from odoo import models

from ..tools.known_records import People, Records, Tasks


class VolunteerTimeImport(models.TransientModel):
    """Who and what is known in the association, archived or not.

    Read as bare columns: there may be a hundred thousand people.
    """

    _inherit = "volunteer.time.import"

    def _read_directory(self, kind):
        match kind:
            case "partner_id":
                return self._read_people()
            case "structure_id":
                return self._read_structures()
            case "activity_id":
                return self._read_records("volunteer.activity", "import_name")
            case "project_id":
                return self._read_projects()
            case "task_id":
                return self._read_tasks()
            case "level_id":
                return self._read_records("volunteer.level")
            case "status_id":
                return self._read_records("volunteer.status")

    def _read_people(self):
        """People; those engaged in the association come first."""
        engaged = {
            partner_id
            for [partner_id] in self._read_columns(
                "volunteer.engagement",
                [("company_id", "=", self.company_id.id)],
                "partner_id",
            )
        }
        people = self._read_columns(
            "res.partner",
            [
                ("is_company", "=", False),
                ("type", "=", "contact"),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            "id",
            "name",
            "active",
            "email_normalized",
        )
        directory = People()
        for partner_id, name, active, email in people:
            likely = partner_id in engaged, active
            directory.add(partner_id, [name or ""], *likely, email=email)
        return directory

    def _read_structures(self):
        organisations = self._read_columns(
            "res.partner",
            [
                ("is_company", "=", True),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            "id",
            "name",
            "active",
        )
        directory = Records()
        for partner_id, name, active in organisations:
            directory.add(partner_id, [name or ""], active)
        return directory

    def _read_projects(self):
        """Projects that the association may use: its own, its parents', shared ones."""
        return self._read_records(
            "project.project",
            domain=[
                ("company_id", "in", [False, *self.company_id.sudo().parent_ids.ids]),
                ("is_template", "=", False),
            ],
        )

    def _read_tasks(self):
        tasks = self._read_columns(
            "project.task",
            [
                ("company_id", "in", [False, *self.company_id.sudo().parent_ids.ids]),
                ("is_template", "=", False),
            ],
            "id",
            "name",
            "active",
            "project_id",
        )
        directory = Tasks()
        for task_id, name, active, project_id in tasks:
            directory.add(task_id, [name or ""], active, project_id=project_id or False)
        return directory

    def _read_records(self, model, *other_names, domain=None):
        """What ``model`` holds for the association, its own first.

        :param other_names: fields that hold a name besides ``name``
        """
        domain = domain or [("company_id", "in", [False, self.company_id.id])]
        columns = ("id", "company_id", "active", "name", *other_names)
        directory = Records()
        for row in self._read_columns(model, domain, *columns):
            record_id, company_id, active, translations, *others = row
            names = [*translations.values(), *filter(None, others)]
            directory.add(record_id, names, company_id == self.company_id.id, active)
        return directory

    def _read_columns(self, model, domain, *names):
        """Bare columns, archived records included, names in all languages: {lang: name}."""
        records = (
            self.env[model].sudo().with_context(active_test=False, prefetch_langs=True)
        )
        query = records._search(domain)
        columns = [records._field_to_sql(query.table, name, query) for name in names]
        return self.env.execute_query(query.select(*columns))
