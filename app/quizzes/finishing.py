"""Ending an attempt: graded once, with its step and its credit, whoever ends it and however often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from app.catalogue.types import Lesson
from app.core.clock import day_of, now
from app.core.db import session, write_transaction
from app.core.errors import Conflict
from app.core.words import N_
from app.progress import service as progress
from app.progress.rules import QUIZ
from app.quizzes import queries, regrading_standing, reviews, rules, timing, waiting
from app.quizzes.models import Attempt
from app.quizzes.queries import Sitting
from app.releases import queries as releases

AT_ONCE = 200
"""Attempts that the house closes in one round."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What the end of an attempt brought; `outcome` when it did the quiz's step."""

    result: rules.Result
    outcome: progress.Outcome | None


def finish(sitting: Sitting, lesson: Lesson, scores: Mapping[str, int | None], moment: datetime) -> Ended | None:
    """Ends an open attempt as of `moment`, or as of the end of its time; None if it has ended already."""
    if lesson.quiz is None:
        return None
    scores = regrading_standing.corrected(sitting, scores)
    result = rules.grade(lesson.quiz, sitting.questions, scores)
    ended_at = timing.end_of(sitting.due_at, moment)
    ended = session().execute(
        update(Attempt)
        .where(Attempt.id == sitting.id, Attempt.finished_at.is_(None))
        .values(finished_at=ended_at, score_percent=result.score_percent, is_passed=result.is_passed)
    )
    if not getattr(ended, "rowcount", 0):
        return None
    waiting.tell(sitting, result.waiting, ended_at)
    reviews.note_missed(sitting, lesson.quiz, scores, is_passed=bool(result.is_passed))
    outcome = None
    if result.is_passed:
        day = day_of(ended_at, sitting.time_zone)
        outcome = progress.do_step(sitting.enrolment_id, lesson, QUIZ, release_id=sitting.release_id, day=day)
    return Ended(result, outcome)


def hand_in(sitting: Sitting, lesson: Lesson, moment: datetime) -> Ended | None:
    """Ends an attempt with what was saved; None if it has ended. Raises Conflict where each answer is final."""
    if sitting.finished_at is not None:
        return None
    if lesson.quiz is not None and lesson.quiz.feedback == "each":
        raise Conflict(N_("This quiz ends with the answer to its last question. There is nothing to hand in."))
    return finish(sitting, lesson, sitting.scores, moment)


def close_overdue() -> int:
    """Hands in what nobody came back to; returns how many. Each in a transaction of its own, so that nobody waits long.

    It leaves time for what arrived in time and waits to be written.
    """
    ids = queries.list_overdue(now() - timing.GRACE - timing.SLACK, AT_ONCE)
    for attempt_id in ids:
        with write_transaction():
            sitting = queries.get_to_close(attempt_id)
            lesson = releases.published(sitting.release_id).catalogue.lessons[sitting.lesson_id]
            if timing.is_late(sitting.due_at, now()):  # somebody may have given more time meanwhile
                hand_in(sitting, lesson, now())
    return len(ids)
