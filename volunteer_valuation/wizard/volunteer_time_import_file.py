import base64
import binascii

from odoo import models
from odoo.exceptions import UserError

from ..tools.exchange import Vocabulary
from ..tools.import_keys import compute_import_keys
from ..tools.time_files import read_time
from ..tools.time_rows import CellProblem, FileProblem
from .volunteer_time_import_step import Step


class VolunteerTimeImport(models.TransientModel):
    """The file of an import: its lines, or one sentence on what is wrong with it."""

    _inherit = "volunteer.time.import"

    def _read_steps(self):
        """One step per line of the file.

        :raises UserError: where the file as a whole cannot be read
        """
        encoded = self.with_context(bin_size=False).data_file or b""
        try:
            lines = list(read_time(base64.b64decode(encoded), Vocabulary()))
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
        match problem.code:
            case "empty":
                return self.env._("The file is empty: choose an export in CSV.")
            case "no_rows":
                return self.env._("The file holds headings, but no time at all.")
            case "column_missing":
                return self.env._(
                    "The column “%(column)s” is missing: this is not an export of "
                    "Bénévalibre in CSV.",
                    column=problem.detail,
                )
            case _:
                return self.env._(
                    "The file is not a CSV in UTF-8: choose the export as Bénévalibre "
                    "made it, in CSV."
                )

    def _describe_cell_problem(self, problem: CellProblem):
        match problem.code:
            case "not_a_date":
                return self.env._(
                    "“%(text)s” in column “%(column)s” is not a date such as 2025-12-31.",
                    text=problem.text,
                    column=problem.column,
                )
            case "not_a_number":
                return self.env._(
                    "“%(text)s” in column “%(column)s” is not a number such as 1.5.",
                    text=problem.text,
                    column=problem.column,
                )
            case "not_true_or_false":
                return self.env._(
                    "“%(text)s” in column “%(column)s” is neither True nor False.",
                    text=problem.text,
                    column=problem.column,
                )
            case _:
                return self.env._(
                    "“%(text)s” stands to the right of the last column, “%(column)s”: "
                    "the cells of this line are shifted.",
                    text=problem.text,
                    column=problem.column,
                )
