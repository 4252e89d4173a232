"""A question that comes back, drawn as in a quiz."""

from __future__ import annotations

from dataclasses import replace

from app.catalogue.kinds import KINDS
from app.catalogue.kinds.contract import Form
from app.catalogue.types import Lesson, Question
from app.core.clock import day_of, now
from app.quizzes import presenters, reviews_rules, rules
from app.quizzes.presenters import QuestionShown
from app.quizzes.queries import Given, Sitting
from app.quizzes.reviews_queries import Own

HOME = "/review"


def path(own: Own) -> str:
    return f"{HOME}/{own.row.lesson_id}/{own.row.question_id}"


def is_answered(own: Own) -> bool:
    """Whether there is an answer to explain: until it comes back, the last one."""
    return own.row.last_at is not None and (own.row.due_at is None or own.row.due_at > now())


def question(own: Own, lesson: Lesson, asked: Question, language: str, typed: Form | None = None) -> QuestionShown:
    """A sitting of one question that nobody keeps; the order of what is offered is the day's."""
    row, answered = own.row, is_answered(own)
    day = day_of(row.last_at if answered and row.last_at else now(), own.time_zone)
    kind = KINDS[asked.kind]
    drawn = {
        "id": asked.id,
        "version": asked.version,
        "options": kind.arrange(asked, reviews_rules.chance(own.name, day)),
    }
    given = {}
    if answered:
        grade = kind.grade(asked, row.given)
        given[asked.id] = Given(row.given, grade.is_right, rules.thousandths(grade.score))
    sitting = Sitting(
        id=0,
        enrolment_id=row.enrolment_id,
        lesson_id=row.lesson_id,
        quiz_id=row.quiz_id,
        number=1,
        release_id=0,
        questions=[drawn],
        due_at=None,
        finished_at=None,
        score_percent=None,
        is_passed=None,
        time_zone=own.time_zone,
        is_corrected=False,
        answers=given,
    )
    return replace(presenters.question(sitting, lesson, asked, 1, language, typed), following=HOME)
