"""A lesson's segments as pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from app.catalogue.types import Lesson, Segment, in_language
from app.core.words import N_, direction_of
from app.releases.queries import Published
from app.web.languages import gettext
from app.web.trusted import rendered

STRENGTHS = {
    "guideline": N_("Guideline"),
    "manual": N_("Manual"),
    "law": N_("Law"),
    "meta-analysis": N_("Meta-analysis"),
    "systematic-review": N_("Systematic review"),
    "review": N_("Review"),
    "study": N_("Study"),
    "small-study": N_("Small study"),
    "commission": N_("Report of a commission"),
    "expert-text": N_("Experts’ opinion"),
    "official-page": N_("Official page"),
    "course-document": N_("Course document"),
    "project-document": N_("Project document"),
    "general-knowledge": N_("General knowledge"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A segment in the reader's language."""

    kind: str
    id: str
    heading: str
    body: Markup
    items: tuple[tuple[str, Markup, Markup, bool], ...]  # id, text, feedback, is right
    settings: Mapping[str, str | int]
    lang: str
    dir: str


@lru_cache(maxsize=400)
def segments(content: Published, lesson_id: str, language: str, facilitation: bool = False) -> tuple[Shown, ...]:
    """Neighbouring stretches of prose are one. Source language where a translation is missing, marked as such."""
    lesson = content.catalogue.lessons[lesson_id]
    if facilitation:
        source: Iterable[Segment] = lesson.facilitation.segments if lesson.facilitation else ()
    else:
        source = lesson.segments
    return tuple(_shown(segment, language, lesson.source_language) for segment in source)


def _shown(segment: Segment, language: str, source: str) -> Shown:
    used = language
    for words in (segment.body, segment.heading, *(item.text for item in segment.items)):
        if words:
            used = in_language(words, language, source)[0]
            break
    return Shown(
        kind=segment.kind,
        id=segment.id,
        heading=in_language(segment.heading, used, source)[1],
        body=rendered(in_language(segment.body, used, source)[1]),
        items=tuple(
            (
                item.id,
                rendered(in_language(item.text, used, source)[1]),
                rendered(in_language(item.feedback, used, source)[1]),
                item.is_right,
            )
            for item in segment.items
        ),
        settings=segment.settings,
        lang=used,
        dir=direction_of(used),
    )


SECTION = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


@lru_cache(maxsize=400)
def contents(content: Published, lesson_id: str, language: str) -> tuple[tuple[str, Markup], ...]:
    """Sections of a lesson's page: anchor and title."""
    return tuple(
        (anchor, rendered(TAG.sub("", title)))
        for shown in segments(content, lesson_id, language)
        if shown.kind == "prose"
        for anchor, title in SECTION.findall(shown.body)
    )


@dataclass(frozen=True, slots=True)
class Neighbours:
    previous: Lesson | None
    following: Lesson | None


def neighbours(lessons: tuple[Lesson, ...], lesson_id: str) -> Neighbours:
    written = [lesson for lesson in lessons if not lesson.is_planned]
    at = next((n for n, lesson in enumerate(written) if lesson.id == lesson_id), None)
    if at is None:
        return Neighbours(None, None)
    return Neighbours(written[at - 1] if at else None, written[at + 1] if at + 1 < len(written) else None)


def strength_words() -> dict[str, str]:
    """How far a source carries, by the codes of `sources.yaml`, in the reader's language."""
    return {code: gettext(text) for code, text in STRENGTHS.items()}
