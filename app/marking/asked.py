"""The question behind a task, as the attempt's release has it: rubrics change only with a release."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.types import Lesson, Question
from app.core.errors import NotFound
from app.marking.models import MarkingTask
from app.marking.queries import NO_TASK
from app.releases import queries as releases


@dataclass(frozen=True, slots=True)
class Asked:
    """`number` is the question's place in the attempt, from 1. `is_current`: the newest content asks it alike."""

    question: Question
    lesson: Lesson
    number: int
    release_id: int
    is_current: bool


def get_asked(task: MarkingTask, newest: int | None = None) -> Asked:
    """Raises NotFound when the release does not hold the question, which only a damaged database brings about."""
    release_id = task.attempt.release_id
    lesson = releases.published(release_id).catalogue.lessons.get(task.lesson_id)
    question = find_question(lesson, task.question_id)
    places = [entry["id"] for entry in task.attempt.questions]
    if lesson is None or question is None or question.id not in places:
        raise NotFound(NO_TASK)
    number = places.index(question.id) + 1
    return Asked(question, lesson, number, release_id, _is_current(task, question, newest))


def find_question(lesson: Lesson | None, question_id: str) -> Question | None:
    questions = lesson.quiz.questions if lesson and lesson.quiz else ()
    return next((one for one in questions if one.id == question_id), None)


def _is_current(task: MarkingTask, question: Question, newest: int | None) -> bool:
    if newest is None or newest == task.attempt.release_id:
        return True
    current = find_question(releases.published(newest).catalogue.lessons.get(task.lesson_id), task.question_id)
    return current is not None and current.version == question.version
