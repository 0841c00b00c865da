"""A year's statement as a workbook: a worksheet for each table, with a chart where it has one."""

import io

import xlsxwriter

from ..tools.workbook import write_text
from .volunteer_statement_cells import Cell
from .volunteer_yearly_sheet_xlsx import NOT_IN_A_TAB, PAPER_A4, TAB_LENGTH

NUMBER_FORMATS = {"count": "#,##0", "hours": "#,##0.00", "number": "#,##0.00"}
NAME_WIDTH, TEXT_WIDTH, NUMBER_WIDTH = 48, 24, 14
CHART_ROW_HEIGHT, CHART_MARGIN, CHART_WIDTH = 44, 110, 760
INK = "#343A40"


class StatementWorkbook:
    """Writes what a :class:`StatementContent` tells: plain values, never formulas."""

    def __init__(self, content):
        self.content = content
        self.env = content.env
        decimals = content.currency.decimal_places
        money = "#,##0" + ("." + "0" * decimals if decimals else "")
        self.number_formats = NUMBER_FORMATS | {"money": money, "share": "0.0%"}

    def build(self) -> bytes:
        """Bytes of the XLSX file."""
        output = io.BytesIO()
        with xlsxwriter.Workbook(output, {"in_memory": True}) as self.workbook:
            self.formats = {}
            for number, table in enumerate(self.content.tables, start=1):
                self._write_sheet(number, table)
        return output.getvalue()

    def _write_sheet(self, number, table):
        name = NOT_IN_A_TAB.sub(" ", f"{number} {table.title}")[:TAB_LENGTH]
        self.sheet = self.workbook.add_worksheet(name)
        self._set_up_paper()
        self._set_widths(table)
        self.line = 0
        self._write_heading(table)
        self._write_table(table)
        for note in table.notes:
            self.line += 1
            self._write_text(0, note)
        if table.picture:
            self.line += 2
            self._write_picture(table.picture, table.text_columns - 1)

    def _set_up_paper(self):
        self.sheet.set_paper(PAPER_A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&A&R&P / &N")

    def _set_widths(self, table):
        for column in range(len(table.headings)):
            width = TEXT_WIDTH if column < table.text_columns else NUMBER_WIDTH
            self.sheet.set_column(column, column, width)
        name = table.text_columns - 1
        self.sheet.set_column(name, name, NAME_WIDTH)

    def _write_heading(self, table):
        """Of whom and when, then what."""
        content = self.content
        self._write_text(0, ", ".join(content.get_identities()), bold=True)
        self.line += 1
        self._write_text(0, content.describe_days())
        self.line += 2
        self._write_text(0, table.title, bold=True, font_size=14)
        self.line += 1

    def _write_table(self, table):
        for column, heading in enumerate(table.headings):
            side = "left" if column < table.text_columns else "right"
            self._write_text(
                column, heading, bold=True, bottom=1, text_wrap=True, align=side
            )
        self.line += 1
        self.sheet.freeze_panes(self.line, table.text_columns)
        for row in table.rows:
            for column, cell in enumerate(row.cells):
                options = {"bold": True, "top": 1} if row.is_total else {}
                if row.is_part and column == 0:
                    options["indent"] = 1
                self._write_cell(column, cell, **options)
            self.line += 1

    def _write_picture(self, picture, column):
        """The bars as a small table, and the chart that is drawn from it."""
        self._write_text(column, picture.title, bold=True, bottom=1)
        for offset, period in enumerate(self.content.periods, start=1):
            self._write_text(
                column + offset, period, bold=True, bottom=1, align="right"
            )
        heading = self.line
        for bar in picture.rows:
            self.line += 1
            self._write_cell(column, Cell(bar.name))
            self._write_cell(column + 1, Cell(bar.now, picture.kind))
            self._write_cell(column + 2, Cell(bar.before, picture.kind))
        self._draw_chart(picture, column, heading)

    def _draw_chart(self, picture, column, heading):
        """Told apart without colour: full is this period, hollow the one before."""
        chart = self.workbook.add_chart({"type": "bar"})
        name, last = self.sheet.name, heading + len(picture.rows)
        for offset, ink in ((1, INK), (2, "#FFFFFF")):
            values = column + offset
            chart.add_series(
                {
                    "name": [name, heading, values],
                    "categories": [name, heading + 1, column, last, column],
                    "values": [name, heading + 1, values, last, values],
                    "fill": {"color": ink},
                    "border": {"color": INK},
                    "data_labels": {"value": True},
                    "gap": 60,
                }
            )
        chart.set_title({"name": picture.title, "name_font": {"size": 12}})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_legend({"position": "bottom"})
        height = CHART_MARGIN + CHART_ROW_HEIGHT * len(picture.rows)
        chart.set_size({"width": CHART_WIDTH, "height": height})
        self.sheet.insert_chart(last + 2, column, chart, {"description": picture.title})

    # ------------------------------------------------------------------
    # Cells
    # ------------------------------------------------------------------
    def _write_cell(self, column, cell, **options):
        if cell.kind == "text":
            self._write_text(column, cell.value or "", text_wrap=True, **options)
        elif cell.value is not None:
            number_format = self.number_formats[cell.kind]
            if cell.is_change:
                number_format = f"+{number_format};-{number_format};{number_format}"
            formatted = self._get_format(num_format=number_format, **options)
            self.sheet.write_number(self.line, column, cell.value, formatted)
        elif options:
            self.sheet.write_blank(self.line, column, None, self._get_format(**options))

    def _write_text(self, column, text, **options):
        write_text(self.sheet, self.line, column, text, self._get_format(**options))

    def _get_format(self, **options):
        """One format for all cells that look alike."""
        key = tuple(sorted(options.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(options | {"valign": "top"})
        return self.formats[key]
