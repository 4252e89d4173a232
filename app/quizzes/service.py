"""Sitting a quiz."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import update

from app.catalogue.kinds import KINDS, UnreadableAnswer
from app.catalogue.kinds.contract import Form, Grade
from app.catalogue.types import Lesson, Question, Quiz
from app.core.clock import day_of, now
from app.core.db import insert_unless_there, session
from app.core.errors import Forbidden, Invalid
from app.core.words import N_
from app.progress import rules as progress_rules
from app.progress import service as progress
from app.progress.queries import Learning, list_opened
from app.progress.rules import QUIZ
from app.quizzes import rules
from app.quizzes.models import Answer, Attempt
from app.quizzes.queries import Sitting, list_attempts


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer brought; `is_right` is None until somebody has marked it. `result` when it was the last one."""

    is_right: bool | None
    result: rules.Result | None = None
    outcome: progress.Outcome | None = None


def start(learning: Learning, lesson: Lesson, release_id: int) -> Attempt:
    """Begins an attempt, or gives back the one that is open.

    Raises Forbidden while the lesson is locked, Invalid when no attempt is left.
    """
    quiz = _quiz(lesson)
    before = list_attempts(learning.enrolment_id, quiz.id, to_begin=True)
    if before and before[-1].finished_at is None:
        return before[-1]
    opened = list_opened(learning.enrolment_id)
    if progress_rules.standing(lesson, learning.started, learning.completed, opened).state == "locked":
        raise Forbidden(N_("This lesson is still locked."))
    if quiz.max_attempts is not None and len(before) >= quiz.max_attempts:
        raise Invalid(N_("You have used every attempt of this quiz. Talk to your trainer about the next step."))
    seen = frozenset(entry["id"] for attempt in before for entry in attempt.questions)
    attempt = Attempt(
        enrolment_id=learning.enrolment_id,
        lesson_id=lesson.id,
        quiz_id=quiz.id,
        number=len(before) + 1,
        release_id=release_id,
        questions=rules.draw(quiz, secrets.randbits(32), seen),
        started_at=now(),
    )
    session().add(attempt)
    session().flush()
    progress.start(learning.enrolment_id, lesson)
    return attempt


def _quiz(lesson: Lesson) -> Quiz:
    if lesson.quiz is None:
        raise Invalid(N_("This lesson has no quiz."))
    return lesson.quiz


def question_of(quiz: Quiz, sitting: Sitting, number: int) -> Question | None:
    """The question at `number` (from 1) of the attempt."""
    if not 1 <= number <= len(sitting.questions):
        return None
    wanted = sitting.questions[number - 1]["id"]
    return next((q for q in quiz.questions if q.id == wanted), None)


def answer(sitting: Sitting, lesson: Lesson, question: Question, form: Form, *, language: str) -> Answered:
    """Keeps an answer as given; a second one to the same question changes nothing. Raises Invalid if there is none."""
    quiz, kind = _quiz(lesson), KINDS[question.kind]
    if given := sitting.answers.get(question.id):
        return Answered(given.is_right)
    try:
        chosen = kind.read(question, form)
    except UnreadableAnswer as error:
        raise Invalid(error.message, field="answer") from error
    grade = None if kind.is_marked else kind.grade(question, chosen)
    is_right = grade.is_right if grade else None
    if not _keep(sitting, question, chosen, grade, language):
        return Answered(is_right)
    scores = sitting.scores | {question.id: _thousandths(grade)}
    if len(scores) < len(sitting.questions):
        return Answered(is_right)
    return _finish(sitting, quiz, lesson, scores, is_right)


def _thousandths(grade: Grade | None) -> int | None:
    return None if grade is None else rules.thousandths(grade.score)


def _keep(sitting: Sitting, question: Question, chosen: list[str], grade: Grade | None, language: str) -> bool:
    values = {
        "attempt_id": sitting.id,
        "question_id": question.id,
        "version": question.version,
        "chosen": chosen,
        "is_right": grade.is_right if grade else None,
        "score": _thousandths(grade),
        "language": language,
        "answered_at": now(),
    }
    return insert_unless_there(Answer, values)


def _finish(
    sitting: Sitting, quiz: Quiz, lesson: Lesson, scores: dict[str, int | None], is_right: bool | None
) -> Answered:
    result = rules.grade(quiz, sitting.questions, scores)
    session().execute(
        update(Attempt)
        .where(Attempt.id == sitting.id, Attempt.finished_at.is_(None))
        .values(finished_at=now(), score_percent=result.score_percent, is_passed=result.is_passed)
    )
    outcome = None
    if result.is_passed:
        outcome = progress.do_step(
            sitting.enrolment_id, lesson, QUIZ, release_id=sitting.release_id, day=day_of(now(), sitting.time_zone)
        )
    return Answered(is_right, result, outcome)
