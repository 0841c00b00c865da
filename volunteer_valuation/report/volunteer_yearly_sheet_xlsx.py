"""The yearly sheets as a workbook: a list of the people, and a worksheet for each."""

import io
import re
from math import fsum

import xlsxwriter

from ..tools.workbook import Column, add_formats, write_row, write_text

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
        self.shows_value = wizard.shows_value
        self.columns = self._get_columns()
        self.people_columns = self._get_people_columns()

    def build(self, sheets) -> bytes:
        """Bytes of the XLSX file; the people are listed where there are several."""
        output = io.BytesIO()
        with xlsxwriter.Workbook(output, {"in_memory": True}) as self.workbook:
            self._add_formats()
            if len(sheets) > 1:
                self._write_people(sheets)
            for number, sheet in enumerate(sheets, start=1):
                self._write_sheet(number, sheet)
        return output.getvalue()

    def _add_formats(self):
        add = self.workbook.add_format
        self.title = add({"bold": True, "font_size": 14})
        self.heading = add({"bold": True, "bottom": 1, "text_wrap": True})
        self.signature = add({"border": 1, "valign": "top", "text_wrap": True})

    # ------------------------------------------------------------------
    # The two kinds of worksheets
    # ------------------------------------------------------------------
    def _write_people(self, sheets):
        rows = [
            [
                number,
                sheet.person.name,
                len(sheet.entries),
                sheet.hours,
                sheet.waiting_hours,
                sheet.amount,
            ]
            for number, sheet in enumerate(sheets, start=1)
        ]
        count, hours, amount = self.wizard._get_sums_of_nobody()
        if count:
            nobody = self.env._("Nobody in particular: on no sheet")
            rows.append([None, nobody, count, hours, 0.0, amount])
        sums = [fsum(column) for column in list(zip(*rows, strict=True))[2:]]
        sums[-1] = self.currency.round(sums[-1])
        self._add_worksheet(self.env._("People"), self.people_columns)
        self._write_identity()
        self._write_table(
            self.people_columns, rows, [[self.env._("Total"), None, *sums]]
        )

    def _write_sheet(self, number, sheet):
        self._add_worksheet(f"{number} {sheet.person.name}", self.columns)
        self.worksheet.set_landscape()
        self._write_identity(sheet.person)
        sums = [self._get_sums(self.env._("Total"), sheet.hours, sheet.amount)]
        if sheet.waiting_hours:
            waiting = self.env._("Waiting for approval, not counted above")
            sums.append(self._get_sums(waiting, sheet.waiting_hours))
        self._write_table(self.columns, map(self._get_row, sheet.entries), sums)
        self._write_signatures(sheet.person)

    def _get_people_columns(self):
        columns = [
            Column(self.env._("Sheet"), "integer", 8),
            Column(self.env._("Person"), "text", 40),
            Column(self.env._("Entries"), "integer", 10),
            Column(self.env._("Approved Hours"), "hours", 12),
            Column(self.env._("Waiting for Approval"), "hours", 12),
        ]
        return columns + [self._get_amount_column()] * self.shows_value

    def _get_columns(self):
        columns = [
            Column(self.env._("Date"), "date", 12),
            Column(self.env._("Last Day"), "date", 12),
            Column(self.env._("What Was Done"), "text", 40),
            Column(self.env._("Activity"), "text", 30),
            Column(self.env._("Project"), "text", 26),
            Column(self.env._("Estimated"), "text", 10),
            Column(self.env._("Hours per Person"), "hours", 10),
            Column(self.env._("People"), "integer", 8),
            Column(self.env._("Total Hours"), "hours", 10),
        ]
        if not self.shows_value:
            return columns
        return [
            *columns,
            Column(self.env._("Hourly Rate"), "rate", 12),
            self._get_amount_column(),
            Column(self.env._("Why Not Valued"), "text", 30),
        ]

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
            self.env._("yes") if entry.is_estimate else None,
            entry.hours,
            entry.headcount,
            entry.total_hours,
        ]
        if not self.shows_value:
            return row
        if entry.is_valued:
            return [*row, entry.hourly_rate, entry.amount, None]
        return [*row, None, None, entry.unvalued_reason]

    def _get_sums(self, label, hours, amount=None):
        return [label, *[None] * 7, hours, None, amount, None]

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
        association = self.wizard.company_id.partner_id
        told = [
            ", ".join(self.wizard._get_identity(party))
            for party in (association, person)
            if party
        ]
        write_text(self.worksheet, 0, 0, self.env._("Volunteer Time"), self.title)
        for text in (*told, self.wizard._describe_days()):
            self.line += 1
            write_text(self.worksheet, self.line, 0, text)
        self.line += 2

    def _write_table(self, columns, rows, sums):
        """Heading, rows and sums; on paper the heading is on every page.

        The value comes last: rows longer than ``columns`` do not show it.
        """
        self.worksheet.repeat_rows(self.line)
        self.worksheet.freeze_panes(self.line + 1, 0)
        self._write_rows(
            [[column.heading for column in columns]], [self.heading] * len(columns)
        )
        cells = add_formats(self.workbook, columns, valign="top", text_wrap=True)
        self._write_rows(rows, cells)
        self._write_rows(sums, add_formats(self.workbook, columns, bold=True, top=1))

    def _write_rows(self, rows, formats):
        for row in rows:
            write_row(self.worksheet, self.line, row[: len(formats)], formats)
            self.line += 1

    def _write_signatures(self, person):
        """A place for each of both, side by side."""
        first, last = self.line + 1, self.line + 1 + SIGNATURE_ROWS
        signatures = self.wizard._get_signatures(person)
        for (left, right), words in zip(((0, 2), (3, 8)), signatures, strict=True):
            # Merged empty: what a merged range is given might be taken for a formula.
            self.worksheet.merge_range(first, left, last, right, "", self.signature)
            write_text(self.worksheet, first, left, words, self.signature)
