"""The lesson and the occasion that a pack is printed for, and its texts as a paper takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.catalogue.types import Catalogue, Lesson, Words, in_language
from app.core.words import ENDONYMS, N_
from app.learning.presenters import Shown, segments
from app.meetings.models import Meeting
from app.papers.letters import isolated
from app.releases.queries import Published
from app.web.languages import gettext

USUAL_PEOPLE = 18
A_SET = 3
"""A helper, a person and an observer share one set of cards."""

BLOCKS: Mapping[str, str] = {
    "note": N_("Note"),
    "warning": N_("Please note"),
    "reflect": N_("To think about"),
    "try-it": N_("Try it"),
    "decide": N_("What would you do?"),
    "checklist": N_("Checklist"),
    "cards": N_("Choose"),
    "handout": N_("To print"),
    "timer": N_("Timer"),
    "breathe": N_("Breathing"),
    "rate": N_("Where are you now?"),
    "video": N_("Video"),
    "audio": N_("Audio"),
    "roleplay": N_("Role-play"),
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """`start`: minutes after midnight. `names`: who is expected; empty where no meeting is planned yet."""

    content: Published
    lesson: Lesson
    language: str
    start: int
    meeting: Meeting | None = None
    names: tuple[str, ...] = ()

    @property
    def catalogue(self) -> Catalogue:
        return self.content.catalogue

    @property
    def people(self) -> int:
        return len(self.names) or USUAL_PEOPLE

    @property
    def sets(self) -> int:
        return -(-self.people // A_SET)

    @property
    def notes(self) -> tuple[Shown, ...]:
        return segments(self.content, self.lesson.id, self.language, facilitation=True)

    @property
    def page(self) -> tuple[Shown, ...]:
        return segments(self.content, self.lesson.id, self.language)

    def foreign(self, used: str) -> str | None:
        """The language that a piece has to name; None when it is the paper's own."""
        return used if used != self.language else None

    def plain(self, words: Words) -> dict[str, Any]:
        """A text that is not HTML, in the paper's language or as it was written."""
        return piece(words, self.language, self.lesson.source_language)


def piece(words: Words, language: str, source: str = "en") -> dict[str, Any]:
    """A text and its language; None for that where it is the paper's own."""
    used, text = in_language(words, language, source)
    return {"text": isolated(text), "lang": None if used == language else used}


def untranslated(used: Iterable[str | None]) -> str:
    """A line for the head of a part that holds pieces in other languages; empty when it does not."""
    languages = sorted({ENDONYMS[one] for one in used if one})
    if not languages:
        return ""
    return str(gettext(N_("Not yet translated: parts of this are in %(languages)s."), languages=", ".join(languages)))
