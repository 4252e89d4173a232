"""What comes before what: modules of programmes, lessons of gates, prerequisites without circles, retired ids."""

from __future__ import annotations

from collections.abc import Mapping

from app.catalogue.findings import nearest
from app.catalogue.reader import Reading
from app.catalogue.types import Lesson, Programme


def check(reading: Reading) -> None:
    for programme in reading.catalogue.programmes.values():
        _modules(programme, reading)
        _gates(programme, reading)
    _prerequisites(reading)
    for identifier, place in reading.places.declared.items():
        if identifier in reading.retired:
            reading.report.error(place, "retired-id", f'the id "{identifier}" is retired and never used again')
    _weeks(reading)


def _modules(programme: Programme, reading: Reading) -> None:
    known = reading.catalogue.modules
    for module in programme.modules:
        if module not in known and not _is_unread(module, reading):
            place = reading.places.of(f"use:module:{module}@{programme.id}")
            reading.report.error(place, "unknown-module", f'there is no module "{module}"', nearest(module, known))


def _is_unread(module: str, reading: Reading) -> bool:
    """Its file is there and faulty, which is said there."""
    return module not in reading.catalogue.modules and f"modules/{module}/module.yaml" in reading.files


def _gates(programme: Programme, reading: Reading) -> None:
    known = reading.catalogue.modules
    if any(_is_unread(module, reading) for module in programme.modules):
        return
    inside = {lesson for module in programme.modules if module in known for lesson in known[module].lessons}
    for gate in programme.gates:
        place = reading.places.of(f"gate:{programme.id}/{gate.id}")
        for module in reading.places.gate_modules.get(f"{programme.id}/{gate.id}", ()):
            if module not in known:
                reading.report.error(place, "unknown-module", f'there is no module "{module}"', nearest(module, known))
        for lesson in gate.lessons:
            if lesson not in inside:
                message = f'the gate "{gate.id}" asks for "{lesson}", which is not a lesson of this programme'
                reading.report.error(place, "unknown-lesson", message, nearest(lesson, inside))


def _prerequisites(reading: Reading) -> None:
    lessons = reading.catalogue.lessons
    for lesson in lessons.values():
        for wanted in lesson.prerequisites:
            place = reading.places.of(f"lesson:{lesson.id}:prerequisites:{wanted}", f"lesson:{lesson.id}")
            if wanted not in lessons:
                reading.report.error(
                    place, "unknown-lesson", f'there is no lesson "{wanted}"', nearest(wanted, lessons)
                )
            elif lesson.id in _before(wanted, lessons):
                message = f'"{lesson.id}" and "{wanted}" each wait for the other'
                reading.report.error(place, "prerequisite-circle", message)


def _before(identifier: str, lessons: Mapping[str, Lesson]) -> set[str]:
    """Every lesson that must be complete before this one, itself included."""
    found: set[str] = set()
    waiting = [identifier]
    while waiting:
        current = waiting.pop()
        if current in lessons and current not in found:
            found.add(current)
            waiting.extend(lessons[current].prerequisites)
    return found


def _weeks(reading: Reading) -> None:
    seen: dict[tuple[str, int], str] = {}
    for exercise in reading.catalogue.exercises.values():
        week = exercise.programme, exercise.week
        if week in seen:
            place = reading.places.of(f"exercise:{exercise.id}")
            message = f'week {exercise.week} belongs to "{seen[week]}" already'
            reading.report.error(place, "duplicate-week", message)
        seen.setdefault(week, exercise.id)
