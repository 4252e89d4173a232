"""Lists, lines and places as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.words import ENDONYMS, N_
from app.enrolment.finding import Found
from app.imports.headings import EMAIL, FIRST, LANGUAGE, LAST, NAME, PHONE, START
from app.imports.models import ImportLine
from app.imports.queries import given_of
from app.imports.rules import CHANGED, JOINS, LEFT_OUT, NEW, PROBLEM, SURE, UNCHANGED, Outcome, Trouble
from app.web import formats
from app.web.formats import place_name
from app.web.forms import Choices
from app.web.languages import gettext, language

FIELDS = {
    EMAIL: N_("E-mail"),
    NAME: N_("Name"),
    FIRST: N_("First name"),
    LAST: N_("Last name"),
    PHONE: N_("Phone"),
    LANGUAGE: N_("Language"),
    START: N_("First day"),
}
KINDS = {
    PROBLEM: N_("Problem"),
    NEW: N_("New"),
    JOINS: N_("Has an account, joins"),
    CHANGED: N_("Changed"),
    UNCHANGED: N_("Unchanged"),
    LEFT_OUT: N_("Left out"),
}
TONES = {PROBLEM: "danger", NEW: "success", JOINS: "success", CHANGED: "warning", UNCHANGED: "quiet", LEFT_OUT: "quiet"}
ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list. `troubles`: what is wrong and what to do; `suggestion` can be taken with one press."""

    number: int
    kind: str
    word: str
    tone: str
    name: str
    email: str
    more: str
    note: str
    troubles: tuple[str, ...]
    suggestion: str
    changes: tuple[Change, ...]


def row(one: Outcome) -> Row:
    note = gettext(one.note) if one.note else ""
    if one.same_as:
        note = gettext("The same as line %(number)s.", number=one.same_as)
    return Row(
        number=one.number,
        kind=one.kind,
        word=gettext(KINDS[one.kind]),
        tone=TONES[one.kind],
        name=one.wanted.name,
        email=one.wanted.email,
        more=_more(one),
        note=note,
        troubles=tuple(said(trouble) for trouble in one.troubles),
        suggestion=next((x.suggestion for x in one.troubles if x.suggestion), ""),
        changes=tuple(_change(name, *pair) for name, pair in one.changes.items()),
    )


def said(trouble: Trouble) -> str:
    """Which column, and what is wrong there."""
    values = {
        name: formats.day(value, language()) if isinstance(value, date) else value
        for name, value in trouble.values.items()
    }
    return f"{gettext(FIELDS[trouble.field])}: {gettext(trouble.message, **values)}"


def _more(one: Outcome) -> str:
    parts = [ENDONYMS[one.wanted.language]]
    if one.wanted.start:
        parts.append(formats.day(one.wanted.start, language()))
    return " · ".join(parts)


def _change(name: str, before: str, after: str) -> Change:
    if name == LANGUAGE:
        before, after = ENDONYMS.get(before, before), ENDONYMS.get(after, after)
    return Change(gettext(FIELDS[name]), before, after)


def columns(read: Mapping[str, str]) -> tuple[list[tuple[str, str]], list[str]]:
    """What each recognised heading was taken for, and the headings that were passed over."""
    taken = [(gettext(FIELDS[name]), heading) for name, heading in read.items() if name in FIELDS]
    return taken, [heading for name, heading in read.items() if name not in FIELDS]


def values_of(line: ImportLine, outcome: Outcome) -> dict[str, object]:
    """What a form for mending begins with."""
    texts = given_of(line).texts
    return {
        "email": outcome.wanted.email,
        "name": outcome.wanted.name,
        "phone": texts.get(PHONE, ""),
        "language": outcome.wanted.language if outcome.wanted.is_language_given else "",
        "start": texts.get(START, ""),
        "sure": bool(texts.get(SURE)),
    }


def in_file(line: ImportLine) -> list[tuple[str, str]]:
    return [(gettext(label), line.given[name]) for name, label in FIELDS.items() if line.given.get(name)]


def places(found: Found) -> Choices:
    return [(value, place_name(name, names, language())) for value, name, names in found.offered()]


def pages(found: Sequence[Outcome], number: int) -> tuple[Sequence[Outcome], int, int]:
    """One page of them, its number, and how many there are."""
    count = max(1, -(-len(found) // ON_A_PAGE))
    shown = min(max(number, 1), count)
    return found[(shown - 1) * ON_A_PAGE : shown * ON_A_PAGE], shown, count
