"""How one learner does in quizzes, as trainers and coordinators see it: results, never answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.catalogue.types import Lesson
from app.core.clock import now
from app.quizzes import timing
from app.quizzes.models import Attempt
from app.quizzes.queries import Opened
from app.quizzes.timing import Allowance


@dataclass(frozen=True, slots=True)
class Line:
    """A quiz of the programme; `ways` is what could be opened now."""

    lesson: Lesson
    attempts: list[Attempt]
    opened: list[Opened]
    allowed: Allowance
    ways: tuple[str, ...]
    is_done: bool


def lines(
    lessons: Sequence[Lesson], attempts: Sequence[Attempt], opened: Sequence[Opened], done: Collection[str]
) -> list[Line]:
    """Quizzes that somebody sat or was given something in come first, then the others, each in reading order."""
    found = [_line(lesson, attempts, opened, lesson.id in done) for lesson in lessons if lesson.quiz]
    return sorted(found, key=lambda line: not (line.attempts or line.opened))


def _line(lesson: Lesson, attempts: Sequence[Attempt], opened: Sequence[Opened], is_done: bool) -> Line:
    quiz = lesson.quiz
    if quiz is None:
        raise ValueError(f"{lesson.id} has no quiz")
    sat = [one for one in attempts if one.quiz_id == quiz.id]
    given = [one for one in opened if one.quiz_id == quiz.id]
    allowed = timing.allowance(quiz, sat, given, now())
    return Line(lesson, sat, given, allowed, timing.ways(allowed, is_done=is_done), is_done)
