"""Reading attempts: an attempt is its learner's own; staff see results elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select

from app.accounts.actor import Actor
from app.accounts.models import Institution, Person
from app.core.db import Reading, Rows, fetch, hold, session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.progress.models import StepDone
from app.progress.rules import QUIZ
from app.quizzes.models import Answer, Attempt, QuizExtraTime, QuizOverride
from app.quizzes.regrading_models import QuizRegradeChange


@dataclass(frozen=True, slots=True)
class Given:
    """`score` in thousandths; None waits for a mark."""

    chosen: list[str]
    is_right: bool | None
    score: int | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt with its answers by question id."""

    id: int
    enrolment_id: int
    lesson_id: str
    quiz_id: str
    number: int
    release_id: int
    questions: list[dict[str, Any]]
    due_at: datetime | None
    finished_at: datetime | None
    score_percent: int | None
    is_passed: bool | None
    time_zone: str  # the institution's: a credit falls on its day
    is_corrected: bool  # a question of it was counted again
    answers: dict[str, Given]

    @property
    def first_open(self) -> int | None:
        """Number (from 1) of the first question without an answer."""
        for number, entry in enumerate(self.questions, 1):
            if entry["id"] not in self.answers:
                return number
        return None

    @property
    def scores(self) -> dict[str, int | None]:
        return {name: given.score for name, given in self.answers.items()}


_any = (
    select(
        Attempt.id,
        Attempt.enrolment_id,
        Attempt.lesson_id,
        Attempt.quiz_id,
        Attempt.number,
        Attempt.release_id,
        Attempt.questions,
        Attempt.due_at,
        Attempt.finished_at,
        Attempt.score_percent,
        Attempt.is_passed,
        Institution.time_zone,
        exists().where(QuizRegradeChange.attempt_id == Attempt.id).label("is_corrected"),
        Answer.question_id,
        Answer.chosen,
        Answer.is_right,
        Answer.score,
    )
    .select_from(Attempt)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .join(Institution, Institution.id == Cohort.institution_id)
    .outerjoin(Answer, Answer.attempt_id == Attempt.id)
    .where(Attempt.id == bindparam("attempt"))
)
_sitting = _any.where(Enrolment.person_id == bindparam("person"))
_lock: Reading = select(Attempt.id).where(Attempt.id == bindparam("attempt")).with_for_update()
_lock_enrolment: Reading = (
    select(Enrolment.id)
    .where(Enrolment.id == bindparam("enrolment"))
    .with_for_update(key_share=True)  # rows that point at it are still taken
)


def get_sitting(actor: Actor, attempt_id: int, *, to_answer: bool = False) -> Sitting:
    """The actor's own attempt with its answers. Raises NotFound.

    `to_answer` makes answers that arrive together wait for one another, so that each sees the answers before it.
    """
    if to_answer:
        hold(_lock, {"attempt": attempt_id})
    rows = fetch(_sitting, {"attempt": attempt_id, "person": actor.id})
    if not rows:
        raise NotFound(N_("There is no such quiz attempt of yours."))
    return _group(rows)


def get_to_close(attempt_id: int) -> Sitting:
    """Anybody's attempt, for the house to close; it waits for answers that are being written."""
    hold(_lock, {"attempt": attempt_id})
    return _group(fetch(_any, {"attempt": attempt_id}))


def _group(rows: Rows) -> Sitting:
    answers = {row[13]: Given(row[14], row[15], row[16]) for row in rows if row[13] is not None}
    values: list[Any] = [*rows[0][:13], answers]
    return Sitting(*values)


def lock_enrolment(enrolment_id: int) -> None:
    """Whoever changes what one learner may do in quizzes, or begins one there, waits for the others."""
    hold(_lock_enrolment, {"enrolment": enrolment_id})


def list_attempts(enrolment_id: int, quiz_id: str, *, to_begin: bool = False) -> Sequence[Attempt]:
    """Oldest first. `to_begin` makes those who begin together wait, so that each sees the attempt begun before it."""
    if to_begin:
        lock_enrolment(enrolment_id)
    wanted = select(Attempt).filter_by(enrolment_id=enrolment_id, quiz_id=quiz_id).order_by(Attempt.number)
    return session().scalars(wanted).all()


@dataclass(frozen=True, slots=True)
class Opened:
    """What somebody opened for a learner, as that learner and staff read of it."""

    kind: str
    quiz_id: str
    lesson_id: str
    by: str
    reason: str
    at: datetime


_opened = (
    select(
        QuizOverride.kind,
        QuizOverride.quiz_id,
        QuizOverride.lesson_id,
        Person.name,
        QuizOverride.reason,
        QuizOverride.at,
    )
    .join(Person, Person.id == QuizOverride.by_id)
    .where(QuizOverride.enrolment_id == bindparam("enrolment"))
    .order_by(QuizOverride.id)
)


def list_opened(enrolment_id: int, quiz_id: str = "") -> list[Opened]:
    """Oldest first; in every quiz, or in one."""
    rows = fetch(_opened, {"enrolment": enrolment_id})
    return [Opened(*row) for row in rows if quiz_id in ("", row[1])]


def find_extra_time(enrolment_id: int) -> int:
    """Percent; 0 for whoever has none."""
    wanted = select(QuizExtraTime.percent).where(QuizExtraTime.enrolment_id == enrolment_id)
    return session().scalars(wanted).first() or 0


def list_every_attempt(enrolment_id: int) -> Sequence[Attempt]:
    """In all quizzes, oldest first."""
    wanted = select(Attempt).filter_by(enrolment_id=enrolment_id).order_by(Attempt.started_at, Attempt.id)
    return session().scalars(wanted).all()


def list_passed(enrolment_id: int) -> frozenset[str]:
    """Lessons whose quiz counts as passed."""
    wanted = select(StepDone.lesson_id).where(StepDone.enrolment_id == enrolment_id, StepDone.step_id == QUIZ)
    return frozenset(session().scalars(wanted))


def list_running(enrolment_id: int) -> Sequence[Attempt]:
    """Open attempts that have an end."""
    wanted = select(Attempt).filter_by(enrolment_id=enrolment_id, finished_at=None).order_by(Attempt.id)
    return session().scalars(wanted.where(Attempt.due_at.is_not(None)).with_for_update()).all()


def list_overdue(before: datetime, limit: int) -> Sequence[int]:
    """Ids of open attempts whose time was over before then, the longest ago first."""
    wanted = select(Attempt.id).where(Attempt.finished_at.is_(None), Attempt.due_at < before)
    return session().scalars(wanted.order_by(Attempt.due_at).limit(limit)).all()
