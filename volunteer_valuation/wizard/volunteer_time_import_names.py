from odoo import models

from ..tools.names import Directory, fold

# What a row names, by the field of the entry that points to it.
NAMED_BY = {
    "partner_id": "person",
    "activity_id": "activity",
    "project_id": "project",
    "level_id": "level",
}


class VolunteerTimeImport(models.TransientModel):
    """People, activities, projects and levels of a file: found by name, created, or refused.

    Never guessed: where several bear the same name and nothing tells them apart, the
    line is refused.
    """

    _inherit = "volunteer.time.import"

    def _resolve_names(self, steps):
        """Give ``steps`` the ids of what their rows name; those that fail become errors.

        :return: {field of the entry: the names that were unknown}
        """
        return {
            field: self._resolve_names_of(field, column, steps)
            for field, column in NAMED_BY.items()
        }

    def _resolve_names_of(self, field, column, steps):
        names = dict.fromkeys(getattr(step.row, column) for step in steps)
        names.pop("", None)
        if not names:
            return []
        directory = self._read_directory(field)
        unknown = {}
        for name in names:
            if not directory.find(name):
                unknown.setdefault(fold(name), name)
        if self.create_missing:
            self._create_missing(field, unknown.values(), directory)
        found = {name: directory.find(name) for name in names}
        for step in steps:
            name = getattr(step.row, column)
            match found.get(name):
                case None:
                    pass
                case [record_id]:
                    step.named_ids[field] = record_id
                case []:
                    step.refuse(self._describe_unknown(field, name))
                case _:
                    step.refuse(self._describe_ambiguous(field, name))
        return list(unknown.values())

    def _create_missing(self, field, names, directory):
        model = self.env["volunteer.time.entry"]._fields[field].comodel_name
        quietly = (
            self.env[model]
            .sudo()
            .with_context(
                mail_create_nolog=True,
                mail_create_nosubscribe=True,
                tracking_disable=True,
            )
        )
        records = quietly.create([self._prepare_missing(field, name) for name in names])
        for record, name in zip(records, names, strict=True):
            directory.add(record.id, [name], True, True)

    def _prepare_missing(self, field, name):
        match field:
            case "partner_id":
                # A person may give time to several associations.
                return {"name": name}
            case "activity_id":
                own = {"import_name": name}
            case "project_id":
                # Importing a file makes nobody a project manager.
                own = {"user_id": False}
            case _:
                own = {}
        return {"name": name, "company_id": self.company_id.id} | own

    def _describe_unknown(self, field, name):
        return self.env._(
            "%(kind)s “%(name)s” is unknown: create it, or let the import create what "
            "is missing.",
            kind=self.env["volunteer.time.entry"]._get_label(field),
            name=name,
        )

    def _describe_ambiguous(self, field, name):
        if field == "partner_id":
            return self.env._(
                "Several people are called “%(name)s”: give the right one an engagement "
                "in %(association)s first.",
                name=name,
                association=self.company_id.name,
            )
        return self.env._(
            "%(kind)s “%(name)s” exists more than once: rename the others first.",
            kind=self.env["volunteer.time.entry"]._get_label(field),
            name=name,
        )

    # ------------------------------------------------------------------
    # Who and what is known
    # ------------------------------------------------------------------
    def _read_directory(self, field):
        match field:
            case "partner_id":
                return self._read_people()
            case "activity_id":
                return self._read_records("volunteer.activity", "import_name")
            case "project_id":
                return self._read_projects()
            case _:
                return self._read_records("volunteer.level")

    def _read_people(self):
        """People, archived ones too; those engaged in the association come first."""
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
        )
        directory = Directory()
        for partner_id, name, active in people:
            directory.add(partner_id, [name or ""], partner_id in engaged, active)
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

    def _read_records(self, model, *other_names, domain=None):
        """What ``model`` holds for the association, archived or not, its own first.

        :param other_names: fields that hold a name besides ``name``
        """
        domain = domain or [("company_id", "in", [False, self.company_id.id])]
        columns = ("id", "company_id", "active", "name", *other_names)
        directory = Directory()
        for row in self._read_columns(model, domain, *columns):
            record_id, company_id, active, translations, *others = row
            names = [*translations.values(), *filter(None, others)]
            directory.add(record_id, names, company_id == self.company_id.id, active)
        return directory

    def _read_columns(self, model, domain, *names):
        """Bare columns, archived records included, names in all languages: {lang: name}.

        Without records: there may be a hundred thousand people.
        """
        records = (
            self.env[model].sudo().with_context(active_test=False, prefetch_langs=True)
        )
        query = records._search(domain)
        columns = [records._field_to_sql(query.table, name, query) for name in names]
        return self.env.execute_query(query.select(*columns))
