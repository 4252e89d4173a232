"""Exercises as pages show them: once for each release, form and language. Nothing personal is in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from app.catalogue.exercise_types import Exercise, Form
from app.catalogue.page_types import Segment, Words, in_language
from app.catalogue.types import Source
from app.core.words import direction_of
from app.releases.queries import Published
from app.web.trusted import rendered


@dataclass(frozen=True, slots=True)
class ShownSegment:
    kind: str
    id: str
    heading: str
    body: Markup
    items: tuple[tuple[str, Markup], ...]
    settings: Mapping[str, str | int]

    @property
    def is_distress(self) -> bool:
        return self.settings.get("polarity") == "distress"


@dataclass(frozen=True, slots=True)
class ShownStep:
    """`lang` is the language that it is written in, which may be another than the reader's."""

    number: int
    id: str
    title: str
    segments: tuple[ShownSegment, ...]
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class ShownText:
    html: Markup
    lang: str
    dir: str


def texts(exercise: Exercise, language: str) -> Mapping[str, ShownText]:
    """Its paragraphs outside of the steps, by name."""
    named = {"why": exercise.why, "stop": exercise.stop, "sharing": exercise.sharing, "evidence": exercise.evidence}
    return {name: _text(words, language, exercise.source_language) for name, words in named.items()}


def _text(words: Words, language: str, source: str) -> ShownText:
    lang, text = in_language(words, language, source)
    return ShownText(rendered(text), lang, direction_of(lang))


@lru_cache(maxsize=400)
def steps(content: Published, exercise_id: str, form: Form, language: str) -> tuple[ShownStep, ...]:
    exercise = content.catalogue.exercises[exercise_id]
    shown = []
    for number, step in enumerate(exercise.steps_of(form), 1):
        lang, title = in_language(step.title, language, exercise.source_language)
        parts = tuple(_segment(segment, lang, exercise.source_language) for segment in step.segments)
        shown.append(ShownStep(number, step.id, title, parts, lang, direction_of(lang)))
    return tuple(shown)


def _segment(segment: Segment, language: str, source: str) -> ShownSegment:
    return ShownSegment(
        kind=segment.kind,
        id=segment.id,
        heading=in_language(segment.heading, language, source)[1],
        body=rendered(in_language(segment.body, language, source)[1]),
        items=tuple((item.id, rendered(in_language(item.text, language, source)[1])) for item in segment.items),
        settings=segment.settings,
    )


def sources(content: Published, exercise: Exercise) -> tuple[Source, ...]:
    known = content.catalogue.sources
    return tuple(known[key] for key in exercise.sources if key in known)
