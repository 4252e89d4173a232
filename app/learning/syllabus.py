"""A programme on one page: what is taught, how long and how, towards what, and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.catalogue.types import Catalogue, Lesson, Module, Plan, Programme, Source
from app.core.words import LANGUAGES
from app.releases.queries import Published


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson. `unwritten`: languages of its programme that it is not in; of a planned one nothing is said.

    `sources`: their numbers in the syllabus's own list.
    """

    lesson: Lesson
    unwritten: tuple[str, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A module with its entries; minutes are sums over them."""

    module: Module
    entries: tuple[Entry, ...]
    minutes: int
    theory_minutes: int
    practice_minutes: int


@dataclass(frozen=True, slots=True)
class Unwritten:
    """So many written lessons are not in `language` yet. `instead`: languages that every one of them is in."""

    language: str
    lessons: int
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Syllabus:
    """`modes`: kind of lesson → (lessons, minutes), in the order of the first of each."""

    programme: Programme
    parts: tuple[Part, ...]
    minutes: int
    theory_minutes: int
    practice_minutes: int
    lessons: int
    planned: int
    modes: Mapping[str, tuple[int, int]]
    unwritten: tuple[Unwritten, ...]
    sources: tuple[Source, ...]
    year: Plan | None


@lru_cache(maxsize=16)
def draw_up(content: Published, programme_id: str) -> Syllabus:
    catalogue = content.catalogue
    programme = catalogue.programmes[programme_id]
    lessons = catalogue.lessons_of(programme)
    keys = list(dict.fromkeys(key for lesson in lessons for key in lesson.sources))
    numbers = {key: number for number, key in enumerate(keys, 1)}
    parts = tuple(_part(catalogue, programme, catalogue.modules[one], numbers) for one in programme.modules)
    return Syllabus(
        programme=programme,
        parts=parts,
        minutes=sum(part.minutes for part in parts),
        theory_minutes=sum(part.theory_minutes for part in parts),
        practice_minutes=sum(part.practice_minutes for part in parts),
        lessons=len(lessons),
        planned=sum(lesson.is_planned for lesson in lessons),
        modes=_modes(lessons),
        unwritten=unwritten(programme, lessons),
        sources=tuple(catalogue.sources[key] for key in keys),
        year=catalogue.plans.get(programme.practises),
    )


def _part(catalogue: Catalogue, programme: Programme, module: Module, numbers: Mapping[str, int]) -> Part:
    lessons = [catalogue.lessons[one] for one in module.lessons]
    return Part(
        module=module,
        entries=tuple(
            Entry(lesson, _missing(programme, lesson), tuple(sorted(numbers[key] for key in lesson.sources)))
            for lesson in lessons
        ),
        minutes=sum(lesson.minutes for lesson in lessons),
        theory_minutes=sum(lesson.theory_minutes for lesson in lessons),
        practice_minutes=sum(lesson.practice_minutes for lesson in lessons),
    )


def _missing(programme: Programme, lesson: Lesson) -> tuple[str, ...]:
    if lesson.is_planned:
        return ()
    return tuple(one for one in LANGUAGES if one in programme.languages and one not in lesson.languages)


def _modes(lessons: Iterable[Lesson]) -> Mapping[str, tuple[int, int]]:
    count: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for lesson in lessons:
        count[lesson.kind] += 1
        minutes[lesson.kind] += lesson.minutes
    return {kind: (count[kind], minutes[kind]) for kind in count}


def unwritten(programme: Programme, lessons: Iterable[Lesson]) -> tuple[Unwritten, ...]:
    """By language of the programme: how many lessons that are written elsewhere it still lacks."""
    found = []
    written = [lesson for lesson in lessons if not lesson.is_planned]
    for language in LANGUAGES:
        lacking = [lesson for lesson in written if language in _missing(programme, lesson)]
        if lacking:
            instead = tuple(one for one in LANGUAGES if all(one in lesson.languages for lesson in lacking))
            found.append(Unwritten(language, len(lacking), instead))
    return tuple(found)
