"""When a lesson is complete, and when it is open: pure rules over a catalogue and what was done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Literal

from app.catalogue.types import Catalogue, Gate, Lesson, Programme

QUIZ = "quiz"
ATTENDANCE = "attendance"
SCENARIO = "scenario"
RATING = "rating"

State = Literal["planned", "locked", "open", "started", "complete"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one lesson stands for one learner. `missing` are the prerequisites that keep it locked."""

    state: State
    missing: tuple[str, ...] = ()


def required_steps(lesson: Lesson) -> tuple[str, ...]:
    """What completes a lesson.

    Self-study: its steps and its quiz. Workshop, live, simulation: attendance on a meeting's roll, and the quiz and a
    passed role-play where there are any (curriculum, "Completion"). A scenario is asked for in all of them; whether a
    run must pass, it says itself.
    """
    scenario = (SCENARIO,) if lesson.scenario else ()
    quiz = (QUIZ,) if lesson.quiz else ()
    if lesson.kind == "self-study":
        return (*(step.id for step in lesson.steps), *scenario, *quiz)
    rating = (RATING,) if lesson.is_rated else ()
    return (ATTENDANCE, *scenario, *quiz, *rating)


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


@dataclass(frozen=True, slots=True)
class GateStanding:
    """Where a gate stands for one learner: `missing` are its lessons that are not complete, in their order."""

    gate: Gate
    missing: tuple[str, ...]
    opened_at: datetime | None  # when the last of its lessons was completed; None while it is closed

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    @property
    def of(self) -> int:
        return len(self.gate.lessons)

    @property
    def done(self) -> int:
        return self.of - len(self.missing)


def gate_standing(gate: Gate, completed: Mapping[str, datetime]) -> GateStanding:
    """A gate is open exactly while all of its lessons are complete: no override of a lesson opens it, and a completion
    that is taken back closes it again. `completed`: when each lesson was completed."""
    missing = tuple(x for x in gate.lessons if x not in completed)
    opened_at = None if missing else max((completed[x] for x in gate.lessons), default=None)
    return GateStanding(gate, missing, opened_at)


def next_lesson(
    lessons: Collection[Lesson], standings: Mapping[str, Standing], touched: Mapping[str, datetime]
) -> Lesson | None:
    """Self-study that was begun, the last touched first; else what is open, in order; else what waits for a meeting.

    A workshop that was opened waits for its roll: it must not stand in the way of what the learner can do alone.
    """
    begun = [x for x in lessons if standings[x.id].state == "started"]
    alone = [x for x in begun if x.kind == "self-study"]
    if alone:
        return max(alone, key=lambda x: touched[x.id])
    waiting = (x for x in lessons if standings[x.id].state == "open")
    return next(chain(waiting, begun), None)
