"""Reading attempts: an attempt is its learner's own; staff see results elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.core.db import fetch, session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.quizzes.models import Answer, Attempt


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


_sitting = (
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
    .where(Attempt.id == bindparam("attempt"), Enrolment.person_id == bindparam("person"))
)
_lock = select(Attempt.id).where(Attempt.id == bindparam("attempt")).with_for_update()
_lock_enrolment = (
    select(Enrolment.id)
    .where(Enrolment.id == bindparam("enrolment"))
    .with_for_update(key_share=True)  # rows that point at it are still taken
)


def get_sitting(actor: Actor, attempt_id: int, *, to_answer: bool = False) -> Sitting:
    """The actor's own attempt with its answers. Raises NotFound.

    `to_answer` makes answers that arrive together wait for one another, so that each sees the answers before it;
    SQLite has one writer at a time anyway.
    """
    if to_answer and session().get_bind().dialect.name != "sqlite":
        session().execute(_lock, {"attempt": attempt_id})
    rows = fetch(_sitting, {"attempt": attempt_id, "person": actor.id})
    if not rows:
        raise NotFound(N_("There is no such quiz attempt of yours."))
    answers = {row[12]: Given(row[13], row[14], row[15]) for row in rows if row[12] is not None}
    values: list[Any] = [*rows[0][:12], answers]
    return Sitting(*values)


def list_attempts(enrolment_id: int, quiz_id: str, *, to_begin: bool = False) -> Sequence[Attempt]:
    """Oldest first. `to_begin` makes those who begin together wait, so that each sees the attempt begun before it."""
    if to_begin and session().get_bind().dialect.name != "sqlite":
        session().execute(_lock_enrolment, {"enrolment": enrolment_id})
    wanted = select(Attempt).filter_by(enrolment_id=enrolment_id, quiz_id=quiz_id).order_by(Attempt.number)
    return session().scalars(wanted).all()
