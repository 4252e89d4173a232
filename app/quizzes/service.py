"""Sitting a quiz."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, update

from app.catalogue.kinds import FIELD, KINDS, UnreadableAnswer
from app.catalogue.kinds.contract import Form, Grade
from app.catalogue.types import Lesson, Question, Quiz
from app.core.clock import now
from app.core.db import insert_unless_there, session
from app.core.errors import Forbidden, Invalid
from app.core.words import N_
from app.progress import rules as progress_rules
from app.progress import service as progress
from app.progress.queries import Learning
from app.progress.queries import list_opened as list_opened_lessons
from app.quizzes import finishing, rules, timing
from app.quizzes.finishing import Ended
from app.quizzes.models import Answer, Attempt
from app.quizzes.queries import Sitting, find_extra_time, list_attempts, list_opened

USED = N_("You have used every attempt of this quiz.")
WAIT = N_("The next attempt opens later.")


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer brought; `is_right` is None until somebody has marked it. `ended` when it closed the attempt.

    `is_taken` is false when it came after the attempt was over: it does not count, what was saved before does.
    """

    is_right: bool | None
    ended: Ended | None = None
    is_taken: bool = True


def start(learning: Learning, lesson: Lesson, release_id: int, *, seed: int | None = None) -> Attempt:
    """Begins an attempt, or gives back the one that is open. `seed` chooses the draw (default: nobody can foresee it).

    Raises Forbidden while the lesson is locked, Invalid when no attempt is left or the wait is not over.
    """
    quiz = _quiz(lesson)
    before = list_attempts(learning.enrolment_id, quiz.id, to_begin=True)
    if before and before[-1].finished_at is None:
        return before[-1]
    opened = list_opened_lessons(learning.enrolment_id)
    if progress_rules.standing(lesson, learning.started, learning.completed, opened).state == "locked":
        raise Forbidden(N_("This lesson is still locked."))
    moment = now()
    allowed = timing.allowance(quiz, before, list_opened(learning.enrolment_id, quiz.id), moment)
    if not allowed.may_begin:
        raise Invalid(USED if allowed.state == "used" else WAIT)
    seen = frozenset(entry["id"] for attempt in before for entry in attempt.questions)
    attempt = Attempt(
        enrolment_id=learning.enrolment_id,
        lesson_id=lesson.id,
        quiz_id=quiz.id,
        number=len(before) + 1,
        release_id=release_id,
        questions=rules.draw(quiz, secrets.randbits(32) if seed is None else seed, seen),
        started_at=moment,
        due_at=timing.due_at(quiz, moment, find_extra_time(learning.enrolment_id)) if quiz.time_limit_minutes else None,
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


def answer(
    sitting: Sitting,
    lesson: Lesson,
    question: Question,
    form: Form,
    *,
    language: str,
    arrived: datetime | None = None,
    hand_in: bool = False,
) -> Answered:
    """Keeps an answer, for good or until the attempt is handed in, as the quiz says. Raises Invalid if there is none.

    `arrived` is when it reached us (default now): waiting for our own locks makes nobody late. `hand_in` closes the
    attempt with it, whether or not there was an answer.
    """
    quiz, moment = _quiz(lesson), arrived or now()
    if quiz.feedback == "each":
        return _answer_for_good(sitting, lesson, question, form, language, moment)
    if sitting.finished_at is not None or timing.is_late(sitting.due_at, moment):
        ended = finishing.hand_in(sitting, lesson, moment)
        return Answered(None, ended, is_taken=_is_nothing_new(sitting, question, form))
    scores = sitting.scores
    try:
        chosen, grade = _graded(question, form)
    except Invalid:
        if not hand_in:
            raise
    else:
        row = _row(sitting, question, chosen, grade, language, moment)
        if not insert_unless_there(Answer, row):
            _change(row)
        scores[question.id] = row["score"]
    return Answered(None, finishing.finish(sitting, lesson, scores, moment) if hand_in else None)


def _answer_for_good(
    sitting: Sitting, lesson: Lesson, question: Question, form: Form, language: str, moment: datetime
) -> Answered:
    """A second answer to the same question changes nothing; the last one closes the attempt."""
    if given := sitting.answers.get(question.id):
        return Answered(given.is_right)
    chosen, grade = _graded(question, form)
    row = _row(sitting, question, chosen, grade, language, moment)
    if not insert_unless_there(Answer, row):
        return Answered(row["is_right"])
    scores = sitting.scores | {question.id: row["score"]}
    ended = None
    if len(scores) == len(sitting.questions):
        ended = finishing.finish(sitting, lesson, scores, moment)
    return Answered(row["is_right"], ended)


def _graded(question: Question, form: Form) -> tuple[list[str], Grade | None]:
    """The answer as it is kept, and its grade unless a person marks it. Raises Invalid."""
    kind = KINDS[question.kind]
    try:
        chosen = kind.read(question, form)
    except UnreadableAnswer as error:
        raise Invalid(error.message, field="answer") from error
    return chosen, None if kind.is_marked else kind.grade(question, chosen)


def _row(
    sitting: Sitting, question: Question, chosen: list[str], grade: Grade | None, language: str, moment: datetime
) -> dict[str, Any]:
    return {
        "attempt_id": sitting.id,
        "question_id": question.id,
        "version": question.version,
        "chosen": chosen,
        "is_right": grade.is_right if grade else None,
        "score": rules.thousandths(grade.score) if grade else None,
        "language": language,
        "answered_at": moment,
    }


def _change(row: dict[str, Any]) -> None:
    """Overwrites a kept answer as long as its attempt is open."""
    is_open = exists().where(Attempt.id == row["attempt_id"], Attempt.finished_at.is_(None))
    mine = (Answer.attempt_id == row["attempt_id"]) & (Answer.question_id == row["question_id"])
    session().execute(update(Answer).where(mine, is_open).values(row))


def _is_nothing_new(sitting: Sitting, question: Question, form: Form) -> bool:
    """Whether a form that came too late holds no more than what was saved."""
    try:
        chosen, _ = _graded(question, form)
    except Invalid:
        return True
    kept = sitting.answers.get(question.id)
    return kept is not None and kept.chosen == chosen


def is_blank(form: Form) -> bool:
    """Whether nothing was answered: to leave a question as it is, is no mistake."""
    return not any(value.strip() for name, values in form.items() if name.startswith(FIELD) for value in values)
