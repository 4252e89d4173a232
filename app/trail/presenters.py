"""Rows of the trail in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Institution
from app.audit.models import REFUSED, AuditEvent
from app.core.words import name_in
from app.trail import wording
from app.web.languages import gettext, language


@dataclass(frozen=True, slots=True)
class Line:
    """`code`, `subject_code`, `place` and `detail` stand as they are kept; the rest is for reading."""

    id: int
    at: datetime
    who: str
    act: str
    code: str
    about: str
    place: str
    detail: str
    is_refused: bool


def line(event: AuditEvent, names: Mapping[str, str]) -> Line:
    return Line(
        id=event.id,
        at=event.at,
        who=_who(event.actor_id, names),
        act=_act(event.action),
        code=event.action,
        about=_thing(event.subject, names),
        place=_thing(event.place, names),
        detail=event.detail,
        is_refused=event.outcome == REFUSED,
    )


def kinds() -> list[tuple[str, str]]:
    """Codes and words of what can be chosen, by the word."""
    return sorted(((code, str(gettext(word))) for code, word in wording.NOUNS.items()), key=lambda kind: kind[1])


def names(found: Mapping[str, str], institutions: Sequence[Institution]) -> Mapping[str, str]:
    return {**found, **{f"institution:{one.id}": name_of(one) for one in institutions}}


def name_of(institution: Institution) -> str:
    return name_in(institution.names, language(), institution.code)


def _who(number: int | None, names: Mapping[str, str]) -> str:
    if number is None:
        return str(gettext(wording.NOBODY))
    return names.get(f"person:{number}") or gettext(wording.SOMEBODY) % {"number": number}


def _act(action: str) -> str:
    """A verb that has no words yet stands as its code."""
    noun, _, verb = action.partition(".")
    said = str(gettext(wording.NOUNS[noun])) if noun in wording.NOUNS else noun
    if not verb:
        return said
    return f"{said}: {gettext(wording.VERBS[verb]) if verb in wording.VERBS else verb}"


def _thing(code: str, names: Mapping[str, str]) -> str:
    kind, _, number = code.partition(":")
    if not code or code == "page:0":
        return ""
    if names.get(code):
        return names[code]
    word = str(gettext(wording.THINGS[kind])) if kind in wording.THINGS else kind
    return word if kind == "national" else f"{word} {number}"
