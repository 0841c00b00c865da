"""The yearly sheets as a workbook: a list of the people, and a worksheet for each."""

import io
import re
from datetime import date

import xlsxwriter

from ..tools.workbook import NUMBER_FORMATS, Column, clean_text

# What the name of a worksheet cannot hold, and what Excel counts as two characters.
NOT_IN_A_TAB = re.compile("[\x00-\x1f\\[\\]:*?/\\\\'\ufffe\uffff\U00010000-\U0010ffff]")
TAB_LENGTH = 31
PAPER_A4 = 9
SIGNATURE_ROWS = 6


class YearlySheetWorkbook:
    """Writes what a ``volunteer.yearly.sheet`` tells: plain values, never formulas."""

    def __init__(self, wizard):
        self.wizard = wizard
        self.env = wizard.env
        self.currency = wizard.company_id.currency_id
        self.line = 0

    def build(self, sheets) -> bytes:
        """Bytes of the XLSX file; the people are listed where there are several."""
        output = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False}
        with xlsxwriter.Workbook(output, options) as self.workbook:
            self._add_formats()
            if len(sheets) > 1:
                self._write_people(sheets)
            for number, sheet in enumerate(sheets, start=1):
                self._write_sheet(number, sheet)
        return output.getvalue()

    def _add_formats(self):
        add = self.workbook.add_format
        formats = {"text": "General"} | NUMBER_FORMATS
        self.formats = {
            "title": add({"bold": True, "font_size": 14}),
            "heading": add({"bold": True, "bottom": 1, "text_wrap": True}),
            "signature": add({"border": 1, "valign": "top", "text_wrap": True}),
        }
        self.cell_formats = {
            kind: add({"num_format": number, "valign": "top", "text_wrap": True})
            for kind, number in formats.items()
        }
        self.sum_formats = {
            kind: add({"num_format": number, "bold": True, "top": 1})
            for kind, number in formats.items()
        }

    # ------------------------------------------------------------------
    # The two kinds of worksheets
    # ------------------------------------------------------------------
    def _write_people(self, sheets):
        columns = [
            Column(self.env._("Sheet"), "integer", 8),
            Column(self.env._("Person"), "text", 40),
            Column(self.env._("Entries"), "integer", 10),
            Column(self.env._("Approved Hours"), "hours", 12),
            Column(self.env._("Waiting for Approval"), "hours", 12),
        ]
        rows = [
            [
                number,
                sheet.person.name,
                len(sheet.entries),
                sheet.hours,
                sheet.waiting_hours,
            ]
            for number, sheet in enumerate(sheets, start=1)
        ]
        amounts = [sheet.amount for sheet in sheets]
        count, hours, amount = self.wizard._get_sums_of_nobody()
        if count:
            nobody = self.env._("Nobody in particular: on no sheet")
            rows.append([None, nobody, count, hours, None])
            amounts.append(amount)
        sums = [self.env._("Total"), None]
        sums += [sum(row[index] or 0 for row in rows) for index in (2, 3, 4)]
        if self.wizard.shows_value:
            columns.append(self._get_amount_column())
            rows = [[*row, amount] for row, amount in zip(rows, amounts, strict=True)]
            sums.append(self.currency.round(sum(amounts)))
        self._add_worksheet(self.env._("People"), columns)
        self._write_identity()
        self._write_table(columns, rows, sums)

    def _write_sheet(self, number, sheet):
        columns = self._get_columns()
        self._add_worksheet(f"{number} {sheet.person.name}", columns)
        self.worksheet.set_landscape()
        self._write_identity(sheet.person)
        self._write_table(
            columns,
            map(self._get_row, sheet.entries),
            self._get_sums(self.env._("Total"), sheet.hours, sheet.amount),
        )
        waiting = self.env._("Waiting for approval, not counted above")
        self._write_row(
            columns, self._get_sums(waiting, sheet.waiting_hours), self.sum_formats
        )
        self._write_signatures(sheet.person)

    def _get_columns(self):
        columns = [
            Column(self.env._("Date"), "date", 12),
            Column(self.env._("Last Day"), "date", 12),
            Column(self.env._("What Was Done"), "text", 40),
            Column(self.env._("Activity"), "text", 30),
            Column(self.env._("Project"), "text", 26),
            Column(self.env._("Hours per Person"), "hours", 10),
            Column(self.env._("People"), "integer", 8),
            Column(self.env._("Total Hours"), "hours", 10),
            Column(self.env._("Estimated"), "text", 10),
        ]
        if self.wizard.shows_value:
            columns += [
                Column(self.env._("Hourly Rate"), "rate", 12),
                self._get_amount_column(),
                Column(self.env._("Why Not Valued"), "text", 30),
            ]
        return columns

    def _get_amount_column(self):
        heading = self.env._("Amount (%s)", self.currency.name)
        return Column(heading, "money", 14)

    def _get_row(self, entry):
        row = [
            entry.date,
            entry.date_end,
            entry.name,
            entry.activity_id.name,
            entry.project_id.name,
            entry.hours,
            entry.headcount,
            entry.total_hours,
            self.env._("yes") if entry.is_estimate else None,
        ]
        if self.wizard.shows_value and entry.is_valued:
            row += [entry.hourly_rate, entry.amount, None]
        elif self.wizard.shows_value:
            row += [None, None, entry.unvalued_reason]
        return row

    def _get_sums(self, label, hours, amount=None):
        sums = [label, *[None] * 6, hours, None]
        return [*sums, None, amount, None] if self.wizard.shows_value else sums

    # ------------------------------------------------------------------
    # What both are made of
    # ------------------------------------------------------------------
    def _add_worksheet(self, name, columns):
        name = NOT_IN_A_TAB.sub(" ", name)[:TAB_LENGTH]
        self.worksheet = self.workbook.add_worksheet(name)
        self.worksheet.set_paper(PAPER_A4)
        self.worksheet.fit_to_pages(1, 0)
        self.worksheet.set_footer("&L&A&R&P / &N")
        for index, column in enumerate(columns):
            self.worksheet.set_column(index, index, column.width)
        self.line = 0

    def _write_identity(self, person=None):
        """Who gave whom time, and when."""
        self._write_text(self.env._("Volunteer Time"), self.formats["title"])
        for party in (self.wizard.company_id.partner_id, person):
            if party:
                told = ", ".join(self.wizard._get_identity(party))
                self._write_text(told)
        self._write_text(self.wizard._describe_days())
        self.line += 1

    def _write_table(self, columns, rows, sums):
        """Heading, rows and their sums; paper repeats the heading on each page."""
        for index, column in enumerate(columns):
            text = clean_text(column.heading)
            self.worksheet.write_string(self.line, index, text, self.formats["heading"])
        self.worksheet.repeat_rows(self.line)
        self.worksheet.freeze_panes(self.line + 1, 0)
        self.line += 1
        for row in rows:
            self._write_row(columns, row, self.cell_formats)
        self._write_row(columns, sums, self.sum_formats)

    def _write_row(self, columns, row, formats):
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            if isinstance(value, str):
                cell = (value and clean_text(value), formats["text"])
                self.worksheet.write_string(self.line, index, *cell)
            elif isinstance(value, date):
                self.worksheet.write_datetime(
                    self.line, index, value, formats[column.kind]
                )
            elif value is None or value is False:
                self.worksheet.write_blank(self.line, index, None, formats[column.kind])
            else:
                self.worksheet.write_number(
                    self.line, index, value, formats[column.kind]
                )
        self.line += 1

    def _write_signatures(self, person):
        """A place for each of both, side by side."""
        self.line += 1
        last = self.line + SIGNATURE_ROWS
        for (first_column, last_column), text in zip(
            ((0, 2), (3, 7)), self.wizard._get_signatures(person), strict=True
        ):
            self.worksheet.merge_range(
                self.line,
                first_column,
                last,
                last_column,
                clean_text(text),
                self.formats["signature"],
            )

    def _write_text(self, text, cell_format=None):
        self.worksheet.write_string(self.line, 0, clean_text(text), cell_format)
        self.line += 1
