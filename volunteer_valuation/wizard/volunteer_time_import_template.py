import base64

from odoo import fields, models

from ..tools.time_template import Explanations, write_template

# What a person can look through in a list that drops down.
MOST_CHOICES = 1_000


class VolunteerTimeImport(models.TransientModel):
    """The template: a spreadsheet of one's own that imports as it stands."""

    _inherit = "volunteer.time.import"

    template_file = fields.Binary(attachment=False, readonly=True)

    def action_download_template(self):
        """Download a spreadsheet to write time down in, in the user's language.

        :raises AccessError: for anyone but a manager of the association
        """
        self.ensure_one()
        self._check_may_import()
        self.template_file = base64.b64encode(self._write_template())
        name = self.env._("volunteer-time-template")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/template_file/{name}.xlsx"
            "?download=true",
            # A download: the dialog stays as it is.
            "target": "self",
        }

    def _write_template(self):
        entries = self.env["volunteer.time.entry"]
        words = entries._get_export_words()
        columns = [c for c in entries._get_exchange_columns() if c.in_template]
        return write_template(
            columns,
            words,
            self._get_template_explanations(),
            {
                "is_estimate": [words.yes, words.no],
                "activity": self._get_choices("volunteer.activity"),
                "project": self._get_choices("project.project"),
                "level": self._get_choices("volunteer.level"),
                "status": self._get_choices("volunteer.status"),
            }
            | {
                column.key: list(words.choices[column.key].values())
                for column in columns
                if column.kind == "choice"
            },
        )

    def _get_choices(self, model):
        """What the association uses, as its members call it."""
        companies = [False, *self.company_id.sudo().parent_ids.ids]
        domain = [("company_id", "in", companies)]
        if model == "project.project":
            domain += [
                ("is_template", "=", False),
                ("volunteer_declarable", "=", True),
            ]
        records = self.env[model].sudo().search(domain, limit=MOST_CHOICES)
        return list(dict.fromkeys(records.mapped("name")))

    def _get_template_explanations(self):
        return Explanations(
            sheet=self.env._("Columns"),
            lists_sheet=self.env._("Lists"),
            column_heading=self.env._("Column"),
            meaning_heading=self.env._("What It Holds"),
            meanings=self._get_template_meanings(),
        )

    def _get_template_meanings(self):
        """What each column of the template holds, by its key."""
        return {
            "date": self.env._("The day, or the first one of several. Needed."),
            "date_end": self.env._(
                "The last day, for time spread over several days; usually empty."
            ),
            "person": self.env._(
                "First and last name of the person who gave the time; empty for time "
                "given by nobody in particular."
            ),
            "email": self.env._(
                "Their e-mail address: it tells people of the same name apart."
            ),
            "name": self.env._(
                "What was done, in a few words; the activity where it is empty."
            ),
            "description": self.env._("More about it, where there is more to say."),
            "hours": self.env._(
                "Hours given by each person: 2.5, 2:30, 2h30 and 150 min are the "
                "same. Needed, unless a distance is told."
            ),
            "headcount": self.env._(
                "How many people gave these hours each; 1 where it is empty."
            ),
            "is_estimate": self.env._(
                "“%(yes)s” where the hours were estimated, not noted.",
                yes=self.env["volunteer.time.entry"]._get_export_words().yes,
            ),
            "distance": self.env._("Kilometres travelled: counted, not valued."),
            "activity": self.env._(
                "The kind of work. The sheet of lists holds those that exist; others "
                "are created, once the check has told which."
            ),
            "project": self.env._(
                "The project that the time was given to, if there is one."
            ),
            "task": self.env._("The task of that project, if there is one."),
            "level": self.env._(
                "The competence that the task asked for, not the person's diploma; "
                "the usual one of the activity where it is empty."
            ),
            "status": self.env._(
                "The legal status of the person; empty for a bénévole."
            ),
            "structure": self.env._(
                "The local branch or member organisation that it was given through."
            ),
            "state": self.env._(
                "How far its approval is; submitted where it is empty."
            ),
        }
