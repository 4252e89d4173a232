"""What depends only on release and language is prepared once and kept: rows of lessons in each of their states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from app.catalogue.types import Catalogue, Lesson, Module, Programme, Segment, in_language
from app.core.words import direction_of
from app.hours.queries import Totals
from app.progress.rules import Standing
from app.releases import queries as releases
from app.web.render import environment

STATES = ("planned", "open", "started", "complete")


@dataclass(frozen=True, slots=True)
class ModuleRows:
    """A module's lessons: HTML of each lesson's row in each state; `locked` rows name what is missing."""

    module: Module
    minutes: int
    rows: Mapping[str, Mapping[str, Markup]]


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    programme: Programme
    minutes: int
    modules: tuple[ModuleRows, ...]
    lessons: tuple[Lesson, ...]


@lru_cache(maxsize=64)
def _prepared(app_id: int, release_id: int, programme_id: str, language: str) -> ProgrammePage:
    catalogue = releases.published(release_id).catalogue
    programme = catalogue.programmes[programme_id]
    template = environment(language).get_template("learning/row.html")
    modules = []
    for module_id in programme.modules:
        module = catalogue.modules[module_id]
        rows = {
            lesson_id: {
                state: Markup(template.render(state=state, **_row(catalogue, lesson_id, language)))
                for state in (*STATES, "locked")
            }
            for lesson_id in module.lessons
        }
        minutes = sum(catalogue.lessons[i].minutes for i in module.lessons)
        modules.append(ModuleRows(module, minutes, rows))
    return ProgrammePage(programme, sum(m.minutes for m in modules), tuple(modules), catalogue.lessons_of(programme))


def _row(catalogue: Catalogue, lesson_id: str, language: str) -> dict[str, object]:
    lesson = catalogue.lessons[lesson_id]
    missing = [catalogue.lessons[p].title for p in lesson.prerequisites]
    return {"lesson": lesson, "missing": missing, "has_language": lesson.is_planned or language in lesson.languages}


def programme_page(release_id: int, programme_id: str, language: str) -> ProgrammePage:
    return _prepared(id(current_app._get_current_object()), release_id, programme_id, language)  # type: ignore[attr-defined] # noqa: SLF001


def rows(page: ProgrammePage, standings: Mapping[str, Standing], totals: Totals) -> list[dict[str, object]]:
    """Modules with their rows put together for one learner."""
    return [
        {
            "module": m.module,
            "minutes": m.minutes,
            "credited": totals.minutes(module=m.module.id),
            "done": sum(1 for i in m.rows if standings[i].state == "complete"),
            "of": len(m.rows),
            "rows": Markup("").join(cells[standings[i].state] for i, cells in m.rows.items()),
        }
        for m in page.modules
    ]


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
def segments(release_id: int, lesson_id: str, language: str, facilitation: bool = False) -> tuple[Shown, ...]:
    """Neighbouring stretches of prose are one. Source language where a translation is missing, marked as such."""
    lesson = releases.published(release_id).catalogue.lessons[lesson_id]
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
        body=Markup(in_language(segment.body, used, source)[1]),
        items=tuple(
            (
                item.id,
                Markup(in_language(item.text, used, source)[1]),
                Markup(in_language(item.feedback, used, source)[1]),
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
def contents(release_id: int, lesson_id: str, language: str) -> tuple[tuple[str, Markup], ...]:
    """Sections of a lesson's page: anchor and title."""
    return tuple(
        (anchor, Markup(TAG.sub("", title)))
        for shown in segments(release_id, lesson_id, language)
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
