"""A portfolio as a workbook: one sheet of competencies, one of ratings. Nobody's words are taken for a formula."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from flask_babel import force_locale
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.core.words import direction_of
from app.portfolio import export_presenters as presenters
from app.portfolio.exports import Export
from app.portfolio.presenters import wanted
from app.portfolio.wording import STATES
from app.web import formats
from app.web.languages import gettext
from app.web.workbooks import OPTIONS, plain

LONGEST_TITLE = 31  # of a sheet, as spreadsheets have it


def draw(found: Export, language: str) -> bytes:
    drawn = BytesIO()
    with force_locale(language), Workbook(drawn, OPTIONS) as book:
        words = presenters.words()
        created = datetime.combine(found.made_at.date(), datetime.min.time())
        book.set_properties({"title": gettext(presenters.TITLE), "created": created})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        first = _sheet(book, language, gettext(presenters.TITLE))
        second = _sheet(book, language, words["seen"])
        _competencies(first, found, language, words, (bold, wrap))
        _ratings(second, found, language, words, (bold, wrap))
    return drawn.getvalue()


def _sheet(book: Workbook, language: str, title: str) -> Worksheet:
    sheet = book.add_worksheet(title[:LONGEST_TITLE])
    if direction_of(language) == "rtl":
        sheet.right_to_left()
    return sheet


def _competencies(
    sheet: Worksheet, found: Export, language: str, words: dict[str, str], formatted: tuple[Format, Format]
) -> None:
    bold, wrap = formatted
    row = 0
    for name, text in presenters.facts(found, language):
        _texts(sheet, row, (name, text), wrap)
        row += 1
    _texts(sheet, row, (words["holds"], gettext(presenters.HOLDS)), wrap)
    row += 2
    _texts(sheet, row, [words[one] for one in ("number", "competency", "state", "met", "wanted")], bold)
    for part in found.parts:
        row += 1
        standing = part.standing
        sheet.write_number(row, 0, part.number, wrap)
        texts = (
            presenters.say(standing.competency.title, language),
            gettext(STATES[standing.state]),
            f"{len(standing.assessors)} / {standing.wanted}",
            "\n".join(filter(None, (*wanted(standing), presenters.withdrawn(part)))),
        )
        _texts(sheet, row, texts, wrap, first=1)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 4, 28)


def _ratings(
    sheet: Worksheet, found: Export, language: str, words: dict[str, str], formatted: tuple[Format, Format]
) -> None:
    bold, wrap = formatted
    names = ("number", "competency", "day", "kind", "level", "assessor", "seen", "changes", "missing")
    _texts(sheet, 0, [words[one] for one in names], bold)
    row = 0
    for part in found.parts:
        for one in part.ratings:
            row += 1
            sheet.write_number(row, 0, part.number, wrap)
            acts = (one.feedback.seen, one.feedback.changes, one.feedback.missing)
            texts = (
                presenters.say(part.standing.competency.title, language),
                formats.day(one.rating.day, language),
                presenters.evidence(one),
                presenters.level(one),
                one.rating.assessor.name,
                *("\n".join(presenters.say(act.text, language) for act in group) for group in acts),
            )
            _texts(sheet, row, texts, wrap, first=1)
    sheet.freeze_panes(1, 0)
    sheet.set_column(1, 1, 32)
    sheet.set_column(2, 5, 18)
    sheet.set_column(6, 8, 48)


def _texts(sheet: Worksheet, row: int, texts: tuple[str, ...] | list[str], how: Format, *, first: int = 0) -> None:
    for column, text in enumerate(texts, first):
        sheet.write_string(row, column, plain(text), how)
