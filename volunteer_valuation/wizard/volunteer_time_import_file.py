import base64
import binascii

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from ..tools.import_keys import compute_import_keys
from ..tools.tables import LINES_AT_MOST
from ..tools.time_files import read_time
from ..tools.time_rows import CellProblem, FileProblem
from .volunteer_time_import_step import Step
from .volunteer_time_import_vocabulary import read_vocabulary

# As much of a cell as people need to find it.
CELL_SHOWN = 80


def shorten(text: str) -> str:
    """The start of a long text."""
    return text if len(text) <= CELL_SHOWN else f"{text[:CELL_SHOWN]}…"


class VolunteerTimeImport(models.TransientModel):
    """The file of an import: its lines, or one sentence on what is wrong with it."""

    _inherit = "volunteer.time.import"

    def _read_steps(self):
        """One step per line of the file.

        :raises UserError: where the file as a whole cannot be read
        """
        encoded = self.with_context(bin_size=False).data_file or b""
        try:
            content = base64.b64decode(encoded)
            hours_per_day = self.company_id.volunteer_day_hours
            columns = self.env["volunteer.time.entry"]._get_exchange_columns()
            lines = list(read_time(content, read_vocabulary(columns), hours_per_day))
        except binascii.Error:
            raise UserError(
                self.env._("The file was not transmitted whole: choose it again.")
            ) from None
        except FileProblem as problem:
            raise UserError(self._describe_file_problem(problem)) from None
        steps = [Step(line) for line in lines]
        readable = [step for step in steps if step.row]
        keys = compute_import_keys(step.row for step in readable)
        for step, import_key in zip(readable, keys, strict=True):
            step.import_key = import_key
        for step in steps:
            if problem := step.line.problem:
                sentence = self._describe_cell_problem(problem)
                step.refuse(sentence, (problem.code, problem.column))
        return steps

    def _describe_file_problem(self, problem: FileProblem):
        """What is wrong with the file, and what to do."""
        problem = FileProblem(problem.code, shorten(problem.detail))
        sentences = self._describe_other_files() | self._describe_damaged_files(problem)
        return sentences[problem.code]

    def _describe_other_files(self):
        return {
            "empty": self.env._("The file is empty: choose another one."),
            "picture": self.env._(
                "The file is a picture: choose a table of time, as XLSX, CSV or JSON."
            ),
            "pdf": self.env._(
                "The file is a PDF: choose a table of time, as XLSX, CSV or JSON."
            ),
            "old_office": self.env._(
                "The file was saved in the format of Office before 2007: open it in a "
                "spreadsheet and save it as XLSX."
            ),
            "open_document": self.env._(
                "The file is an OpenDocument file: open it in a spreadsheet and save it "
                "as XLSX."
            ),
            "protected": self.env._(
                "The file is protected by a password: save it without one."
            ),
            "archive": self.env._(
                "The file is an archive: unpack it and choose the table of time in it."
            ),
            "no_workbook": self.env._(
                "The file is an archive or a document, but no workbook: choose a table of "
                "time, as XLSX, CSV or JSON."
            ),
            "markup": self.env._(
                "The file is a web page or other XML: open it in a spreadsheet and save it "
                "as XLSX."
            ),
            "not_entries": self.env._(
                "The JSON file holds no list of entries: choose the export as the software "
                "made it."
            ),
        }

    def _describe_damaged_files(self, problem: FileProblem):
        return {
            "utf16": self.env._(
                "The file is encoded in UTF-16: save it as XLSX, or as CSV in UTF-8."
            ),
            "not_utf8": self.env._(
                "The file is not encoded in UTF-8: save it as XLSX, or as CSV in UTF-8."
            ),
            "separator": self.env._(
                "The columns are separated by “%(separator)s”: save the file as XLSX, or as "
                "CSV with commas in UTF-8.",
                separator=problem.detail.replace("\t", self.env._("tab")),
            ),
            "cut_off": self.env._(
                "The last line of the file is cut off: export or download it again."
            ),
            "broken_csv": self.env._(
                "The CSV file is cut off or damaged, as a quotation mark is not closed: "
                "export or download it again."
            ),
            "broken_json": self.env._(
                "The JSON file is cut off or damaged: export or download it again."
            ),
            "broken_xlsx": self.env._(
                "The workbook is cut off or damaged: export or download it again."
            ),
            "xml_entities": self.env._(
                "The workbook holds XML definitions that no spreadsheet writes: open it in "
                "a spreadsheet and save it again as XLSX."
            ),
            "too_large": self.env._(
                "The workbook is too large once unpacked: import it in parts."
            ),
            "too_many_lines": self.env._(
                "The file holds more than %(limit)s lines: import it in parts.",
                limit=formatLang(self.env, LINES_AT_MOST, digits=0),
            ),
            "empty_sheet": self.env._(
                "The first sheet of the workbook is empty: put the table of time there."
            ),
            "no_rows": self.env._("The file holds no time at all."),
            "unknown_columns": self.env._(
                "None of the columns is known (%(columns)s): fill in the template, or choose "
                "an export of time from Bénévalibre, from Paheko or from here.",
                columns=problem.detail,
            ),
            "column_missing": self.env._(
                "The column “%(column)s” is missing: choose the export as the software made "
                "it, or fill in the template.",
                column=self._get_own_headings().get(problem.detail, problem.detail),
            ),
            "column_twice": self.env._(
                "The column “%(column)s” is there twice: remove one.",
                column=problem.detail,
            ),
        }

    def _get_own_headings(self):
        return self.env["volunteer.time.entry"]._get_export_headings()

    def _describe_cell_problem(self, problem: CellProblem):
        cell = {"text": shorten(problem.text), "column": problem.column}
        match problem.code:
            case "not_a_date":
                return self.env._(
                    "“%(text)s” in column “%(column)s” is not a date such as 2025-12-31.",
                    **cell,
                )
            case "not_a_number":
                return self.env._(
                    "“%(text)s” in column “%(column)s” is not a number such as 1.5.",
                    **cell,
                )
            case "not_a_whole_number":
                return self.env._(
                    "“%(text)s” in column “%(column)s” is not a whole number.",
                    **cell,
                )
            case "not_a_duration":
                return self.env._(
                    "“%(text)s” in column “%(column)s” is not a duration such as 1.5, 1:30, "
                    "1h30 or 90 min.",
                    **cell,
                )
            case "not_true_or_false":
                return self.env._(
                    "“%(text)s” in column “%(column)s” says neither yes nor no.",
                    **cell,
                )
            case "not_a_choice":
                return self.env._(
                    "“%(text)s” in column “%(column)s” is none of %(states)s.",
                    states=", ".join(self._get_choice_words(problem.key)),
                    **cell,
                )
            case _:
                return self.env._(
                    "“%(text)s” stands to the right of the last column, “%(column)s”: "
                    "the cells of this line are shifted.",
                    **cell,
                )

    def _get_choice_words(self, key):
        """What may stand in a column that holds one of a few."""
        choices = self.env["volunteer.time.entry"]._get_export_choices()
        return choices[key].values()
