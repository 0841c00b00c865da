"""The grant table as a workbook: both sides beside each other, as the form prints them."""

import io

import xlsxwriter

from ..tools.workbook import NUMBER_FORMATS, write_text

PAPER_A4 = 9
WIDTHS = (8, 44, 14, 3, 8, 30, 14)
# First column of each side.
USES, SOURCES = 0, 4


def write_grant_table(grant) -> bytes:
    """Bytes of the XLSX file of a ``volunteer.grant.table``: plain values, never formulas."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as workbook:
        GrantTableSheet(grant, workbook).fill()
    return output.getvalue()


class GrantTableSheet:
    """One worksheet: whose figures they are, the block 86/87, the people."""

    def __init__(self, grant, workbook):
        self.grant = grant
        self.env = grant.env
        self.sheet = workbook.add_worksheet("86-87")
        self.bold = workbook.add_format({"bold": True})
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.heading = workbook.add_format({"bold": True, "bottom": 1})
        self.money = workbook.add_format({"num_format": NUMBER_FORMATS["money"]})
        self.total = workbook.add_format({"bold": True, "top": 1})
        self.total_money = workbook.add_format(
            {"bold": True, "top": 1, "num_format": NUMBER_FORMATS["money"]}
        )
        self.hours = workbook.add_format({"num_format": NUMBER_FORMATS["hours"]})
        self.row = 0

    def fill(self):
        figures = self.grant._get_figures()
        self.sheet.set_paper(PAPER_A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        self._write_identity()
        self._write_block(figures)
        self._write_people(figures)

    def _write_identity(self):
        grant = self.grant
        title = self.env._("Contributions in kind, as the grant form prints them")
        self._write_line([title], self.title)
        self._write_line([grant.company_id.name])
        if grant.project_id:
            self._write_line([grant.project_id.name])
        self._write_line([grant._describe_days()])
        self.row += 1

    def _write_block(self, figures):
        self._write_half(
            USES, "86", self.env._("Use of contributions in kind"), self.heading
        )
        self._write_half(
            SOURCES, "87", self.env._("Voluntary contributions in kind"), self.heading
        )
        self.row += 1
        for use, source in figures["lines"]:
            for first, line in ((USES, use), (SOURCES, source)):
                if line.name:
                    self._write_half(first, line.code, line.name)
                    self.sheet.write_number(
                        self.row, first + 2, float(line.amount), self.money
                    )
            self.row += 1
        for first, amount in (
            (USES, figures["total_uses"]),
            (SOURCES, figures["total_sources"]),
        ):
            self._write_half(first, "", self.env._("Total"), self.total)
            self.sheet.write_number(self.row, first + 2, amount, self.total_money)
        self.row += 2

    def _write_half(self, first, code, name, text_format=None):
        write_text(self.sheet, self.row, first, code, text_format)
        write_text(self.sheet, self.row, first + 1, name, text_format)
        if text_format is self.heading:
            currency = self.grant.currency_id.name
            write_text(self.sheet, self.row, first + 2, currency, text_format)

    def _write_people(self, figures):
        self._write_line(
            [
                "",
                self.env._("People"),
                self.env._("Number"),
                "",
                self.env._("FTE"),
            ],
            self.bold,
        )
        for name, number, fte in figures["people"]:
            write_text(self.sheet, self.row, 1, name)
            self.sheet.write_number(self.row, 2, number)
            self.sheet.write_number(self.row, 4, fte, self.hours)
            self.row += 1
        for note in figures["notes"]:
            self._write_line(["", note])

    def _write_line(self, texts, text_format=None):
        for column, text in enumerate(texts):
            if text:
                write_text(self.sheet, self.row, column, text, text_format)
        self.row += 1
