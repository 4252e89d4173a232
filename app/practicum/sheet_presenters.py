"""A month of a cohort as a workbook."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.catalogue.types import in_language
from app.core.words import N_, direction_of
from app.enrolment.models import Cohort
from app.practicum.sheets import Line, Sheet
from app.web import formats
from app.web.languages import gettext, language
from app.web.workbooks import OPTIONS, plain

HEAD = 4
"""The table begins below the heading, the explanation and an empty row."""


def workbook(sheet: Sheet, cohort: Cohort, day: date) -> bytes:
    """Minutes as whole numbers, their sum as hours as well; right to left where the reader's language is."""
    drawn = BytesIO()
    with Workbook(drawn, OPTIONS) as book:
        book.set_properties({"title": _title(sheet, cohort), "created": datetime.combine(day, time())})
        table = book.add_worksheet(f"{sheet.month:%Y-%m}")
        if direction_of(language()) == "rtl":
            table.right_to_left()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _head(table, sheet, cohort, day, bold)
        hours = book.add_format({"num_format": "0.00"})
        for row, line in enumerate(sheet.lines, HEAD):
            _line(table, row, line, hours)
        _sums(table, sheet, bold, book.add_format({"num_format": "0.00", "bold": True}))
    return drawn.getvalue()


def _title(sheet: Sheet, cohort: Cohort) -> str:
    month = formats.day(sheet.month, language(), "LLLL y")
    return str(gettext(N_("Practice in %(month)s: %(cohort)s")) % {"month": month, "cohort": cohort.name})


def _head(table: Worksheet, sheet: Sheet, cohort: Cohort, day: date, bold: Format) -> None:
    text = N_("Minutes by the day of practice, as signed on %(day)s. What is signed or amended later changes them.")
    table.write_string(0, 0, plain(_title(sheet, cohort)), bold)
    table.write_string(1, 0, plain(gettext(text) % {"day": formats.day(day, language())}))
    titles = [in_language(one, language())[1] for one in sheet.categories]
    columns = [
        gettext(N_("Learner")),
        gettext(N_("Number")),
        *titles,
        gettext(N_("Signed, minutes")),
        gettext(N_("Signed, hours")),
        gettext(N_("Waiting, minutes")),
    ]
    for column, title in enumerate(columns):
        table.write_string(HEAD - 1, column, plain(title), bold)
    table.set_column(0, 0, 28)
    table.set_column(1, len(columns) - 1, 14)
    table.freeze_panes(HEAD, 1)


def _line(table: Worksheet, row: int, line: Line, hours: Format) -> None:
    table.write_string(row, 0, plain(line.name))
    table.write_number(row, 1, line.enrolment_id)
    for column, minutes in enumerate((*line.signed, sum(line.signed)), 2):
        table.write_number(row, column, minutes)
    last = 2 + len(line.signed)
    table.write_number(row, last + 1, sum(line.signed) / 60, hours)
    table.write_number(row, last + 2, line.waiting)


def _sums(table: Worksheet, sheet: Sheet, bold: Format, hours: Format) -> None:
    row, last = HEAD + len(sheet.lines), 2 + len(sheet.categories)
    by_category = [sum(line.signed[number] for line in sheet.lines) for number in range(len(sheet.categories))]
    table.write_string(row, 0, plain(gettext(N_("Together"))), bold)
    for column, minutes in enumerate((*by_category, sum(by_category)), 2):
        table.write_number(row, column, minutes, bold)
    table.write_number(row, last + 1, sum(by_category) / 60, hours)
    table.write_number(row, last + 2, sum(line.waiting for line in sheet.lines), bold)
