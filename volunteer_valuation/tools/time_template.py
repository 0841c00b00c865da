"""The spreadsheet in which people write time down, to be imported as it stands.

Pure: no database, no language.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from .exchange import ExchangeColumn, Words
from .workbook import Column, add_formats, clean_text

# Rows on which a list drops down: more than one person fills in by hand.
ROWS_WITH_LISTS = 5_000
# The kinds of columns that hold nothing else than what drops down.
CLOSED = frozenset({"choice", "truth"})


@dataclass(frozen=True)
class Explanations:
    """What the second sheet tells of each column, and the names of the further sheets."""

    sheet: str
    lists_sheet: str
    column_heading: str
    meaning_heading: str
    meanings: Mapping[str, str]


def write_template(
    columns: Sequence[ExchangeColumn],
    words: Words,
    explanations: Explanations,
    choices: Mapping[str, Sequence[str]],
) -> bytes:
    """Bytes of an XLSX file: headings to write under, what they mean, and what exists.

    :param choices: what drops down in a column, by its key
    """
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"strings_to_formulas": False}) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        sheet = workbook.add_worksheet(words.sheet)
        _fill_columns(workbook, sheet, columns, words, bold)
        _explain(workbook, columns, words, explanations, bold)
        lists = workbook.add_worksheet(explanations.lists_sheet)
        _add_lists(sheet, lists, columns, words, choices, bold)
    return output.getvalue()


def _fill_columns(workbook, sheet, columns, words, bold):
    columns = [
        Column(words.headings[column.key], column.kind, column.width)
        for column in columns
    ]
    sheet.freeze_panes(1, 0)
    for index, (column, cell_format) in enumerate(
        zip(columns, add_formats(workbook, columns), strict=True)
    ):
        sheet.set_column(index, index, column.width, cell_format)
        sheet.write_string(0, index, column.heading, bold)


def _explain(workbook, columns, words, explanations, bold):
    sheet = workbook.add_worksheet(explanations.sheet)
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 22, wrapped)
    sheet.set_column(1, 1, 90, wrapped)
    sheet.write_row(
        0, 0, [explanations.column_heading, explanations.meaning_heading], bold
    )
    for line, column in enumerate(columns, start=1):
        sheet.write_string(line, 0, words.headings[column.key])
        sheet.write_string(line, 1, explanations.meanings[column.key])


def _add_lists(sheet, lists, columns, words, choices, bold):
    name = lists.get_name().replace("'", "''")
    places = {column.key: index for index, column in enumerate(columns)}
    for index, (key, names) in enumerate(choices.items()):
        lists.set_column(index, index, 30)
        lists.write_string(0, index, words.headings[key], bold)
        for line, text in enumerate(names, start=1):
            lists.write_string(line, index, clean_text(text))
        if not names:
            continue
        letter = xlsxwriter.utility.xl_col_to_name(index)
        sheet.data_validation(
            1,
            places[key],
            ROWS_WITH_LISTS,
            places[key],
            {
                "validate": "list",
                "source": f"='{name}'!${letter}$2:${letter}${len(names) + 1}",
                "show_error": columns[places[key]].kind in CLOSED,
            },
        )
