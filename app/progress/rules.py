"""When a lesson is complete, and when it is open: pure rules over a catalogue and what was done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from app.catalogue.types import Catalogue, Lesson, Programme

QUIZ = "quiz"
ATTENDANCE = "attendance"

State = Literal["planned", "locked", "open", "started", "complete"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one lesson stands for one learner. `missing` are the prerequisites that keep it locked."""

    state: State
    missing: tuple[str, ...] = ()


def required_steps(lesson: Lesson) -> tuple[str, ...]:
    """What completes a lesson.

    Self-study: its steps and its quiz. Workshop, live, simulation: attendance on a meeting's roll, and the quiz where
    there is one (curriculum, "Completion").
    """
    quiz = (QUIZ,) if lesson.quiz else ()
    if lesson.kind == "self-study":
        return (*(step.id for step in lesson.steps), *quiz)
    return (ATTENDANCE, *quiz)


def is_complete(lesson: Lesson, done: Collection[str]) -> bool:
    needed = required_steps(lesson)
    return bool(needed) and all(step in done for step in needed)


def standing(
    lesson: Lesson, started: Collection[str], completed: Collection[str], opened: Collection[str] = ()
) -> Standing:
    """`started`, `completed`, `opened` (by override) are lesson ids. What was completed stays so."""
    if lesson.id in completed:
        return Standing("complete")
    if lesson.is_planned:
        return Standing("planned")
    missing = tuple(p for p in lesson.prerequisites if p not in completed)
    if missing and lesson.id not in opened:
        return Standing("locked", missing)
    return Standing("started" if lesson.id in started else "open")


def standings(
    catalogue: Catalogue,
    programme: Programme,
    started: Collection[str],
    completed: Collection[str],
    opened: Collection[str] = (),
) -> dict[str, Standing]:
    return {x.id: standing(x, started, completed, opened) for x in catalogue.lessons_of(programme)}


def next_lesson(programme_lessons: Collection[Lesson], by_id: Mapping[str, Standing]) -> Lesson | None:
    """The one begun most lately is the caller's to prefer; here: the first begun, else the first open."""
    for wanted in ("started", "open"):
        for lesson in programme_lessons:
            if by_id[lesson.id].state == wanted:
                return lesson
    return None
