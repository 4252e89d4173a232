"""A list of roles as a page, a CSV file and a workbook. Nobody's words are taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from urllib.parse import quote

from flask import Response
from xlsxwriter import Workbook

from app.access_review import policy, wording
from app.access_review.queries import Held, Place
from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.core.clock import DEFAULT_ZONE, day_of, now
from app.core.words import N_, direction_of, name_in
from app.web import formats
from app.web.languages import gettext, language
from app.web.papers import file_name
from app.web.workbooks import OPTIONS, answer, plain

TITLE = N_("Who may do what: %(place)s")
WIDTHS = (26, 30, 16, 28, 14, 14, 22, 24, 24, 14)


@dataclass(frozen=True, slots=True)
class Line:
    """A role as the page shows it; `texts` are the cells of a file."""

    held: Held
    role: str
    place: str
    texts: tuple[str, ...]
    may_end: bool


def title(place: Place) -> str:
    return str(gettext(TITLE) % {"place": name_of(place.institution)})


def name_of(at: object) -> str:
    """The name of an institution, cohort or site; of nothing: all institutions."""
    if at is None:
        return str(gettext(wording.NATIONAL))
    if isinstance(at, Institution):
        return name_in(at.names, language(), at.code)
    return str(getattr(at, "name", ""))


def lines(actor: Actor, place: Place, held: Sequence[Held]) -> list[Line]:
    return [Line(one, *_words(one), may_end=policy.may_end(actor, one.grant, place.id)) for one in held]


def _words(held: Held) -> tuple[str, str, tuple[str, ...]]:
    role, place = str(gettext(wording.ROLES[held.grant.role])), name_of(held.at)
    since = held.grant.from_day or day_of(held.grant.granted_at)
    name = held.person.name if held.person.is_active else f"{held.person.name} ({gettext(wording.SWITCHED_OFF)})"
    texts = (
        name,
        held.person.email or "",
        role,
        place,
        formats.day(since, language()),
        formats.day(held.grant.until_day, language()) if held.grant.until_day else "",
        held.by or str(gettext(wording.BY_COMMAND)),
        _when(held.signed_in_at),
        _when(held.used_at),
        str(gettext(wording.YES if held.has_step else wording.NO)),
    )
    return role, place, texts


def _when(moment: datetime | None) -> str:
    return formats.moment(moment, language()) if moment else str(gettext(wording.NEVER))


def as_csv(place: Place, held: Sequence[Held]) -> Response:
    """With a mark by which spreadsheets know the encoding."""
    drawn = StringIO()
    writer = csv.writer(drawn)
    for row in ([gettext(one) for one in wording.COLUMNS], *(_words(one)[2] for one in held)):
        writer.writerow([plain(text) for text in row])
    response = Response("\ufeff" + drawn.getvalue(), mimetype="text/csv")
    file = quote(file_name(title(place), "csv"), safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"kelim.csv\"; filename*=UTF-8''{file}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def as_workbook(place: Place, held: Sequence[Held]) -> Response:
    """Right to left where the reader's language is."""
    drawn, day = BytesIO(), day_of(now(), DEFAULT_ZONE)
    with Workbook(drawn, OPTIONS) as book:
        book.set_properties({"title": title(place), "created": datetime.combine(day, datetime.min.time())})
        sheet = book.add_worksheet(f"{day:%Y-%m-%d}")
        if direction_of(language()) == "rtl":
            sheet.right_to_left()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, plain(f"{title(place)} · {formats.day(day, language())}"), bold)
        for column, (name, width) in enumerate(zip(wording.COLUMNS, WIDTHS, strict=True)):
            sheet.write_string(1, column, plain(gettext(name)), bold)
            sheet.set_column(column, column, width)
        for row, one in enumerate(held, 2):
            for column, text in enumerate(_words(one)[2]):
                sheet.write_string(row, column, plain(text), wrap)
        sheet.freeze_panes(2, 1)
    return answer(drawn.getvalue(), title(place))
