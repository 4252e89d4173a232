"""Answers that a person marks: who is told that one waits, and what a mark does to its attempt.

Marks are given further up the stairway; whoever gives them registers a listener here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from fractions import Fraction

from sqlalchemy import update

from app.catalogue.kinds import KINDS, UnreadableAnswer
from app.catalogue.kinds.contract import Form
from app.catalogue.types import Question
from app.core.clock import day_of, now
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.progress import service as progress
from app.progress.rules import QUIZ
from app.quizzes import queries, rules
from app.quizzes.models import Answer, Attempt
from app.quizzes.queries import Sitting
from app.releases import queries as releases

Listener = Callable[[Sitting, str, datetime], None]
"""Called with the attempt, the question's id and when it was handed in, in the transaction that ends the attempt."""

_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    _listeners.append(listener)


def tell(sitting: Sitting, question_ids: Iterable[str], moment: datetime) -> None:
    for question_id in question_ids:
        for listener in _listeners:
            listener(sitting, question_id, moment)


def mark(attempt_id: int, question_id: str, share: Fraction, *, is_right: bool) -> rules.Result:
    """Gives a waiting answer its score, once, and settles its attempt. A score that is there stays."""
    waits = (Answer.attempt_id == attempt_id, Answer.question_id == question_id, Answer.score.is_(None))
    queries.get_to_close(attempt_id)
    values = {"score": rules.thousandths(share), "is_right": is_right}
    session().execute(update(Answer).where(*waits).values(values))
    return settle(attempt_id)


def settle(attempt_id: int) -> rules.Result:
    """Counts an ended attempt again; as soon as no mark can change it, it is passed or not, and the step is done.

    The credit falls on the day on which the learner ended the attempt. Doing it again changes nothing.
    """
    sitting = queries.get_to_close(attempt_id)
    lesson = releases.published(sitting.release_id).catalogue.lessons[sitting.lesson_id]
    if lesson.quiz is None:
        raise NotFound(N_("There is no such quiz."))
    result = rules.grade(lesson.quiz, sitting.questions, sitting.scores)
    ended = sitting.finished_at
    if ended is None:
        return result
    values: dict[str, object] = {"score_percent": result.score_percent}
    if sitting.is_passed is None:
        values["is_passed"] = result.is_passed
    session().execute(update(Attempt).where(Attempt.id == attempt_id).values(values))
    if sitting.is_passed is None and result.is_passed:
        day = day_of(ended, sitting.time_zone)
        progress.do_step(sitting.enrolment_id, lesson, QUIZ, release_id=sitting.release_id, day=day)
    return result


def write_again(sitting: Sitting, question: Question, form: Form, language: str) -> None:
    """Puts other words in the place of an answer that still waits. Raises Invalid if they cannot be taken."""
    try:
        chosen = KINDS[question.kind].read(question, form)
    except UnreadableAnswer as error:
        raise Invalid(error.message, field="answer") from error
    waits = (Answer.attempt_id == sitting.id, Answer.question_id == question.id, Answer.score.is_(None))
    values = {"chosen": chosen, "language": language, "answered_at": now()}
    session().execute(update(Answer).where(*waits).values(values))
