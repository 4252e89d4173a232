"""Reading one's own practice; nobody reads another's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, select

from app.accounts.actor import Actor
from app.accounts.models import Institution, Person
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.quizzes.reviews_models import QuizReview
from app.quizzes.reviews_rules import A_DAY

NO_CARD = N_("There is no such question in your practice.")


def _is_running(day: ColumnElement[date] | date) -> ColumnElement[bool]:
    """Over `Enrolment` and `Cohort`: whose year is not over."""
    return and_(Enrolment.left_on.is_(None), Cohort.ends_on >= day)


_due = (
    select(func.count())
    .select_from(QuizReview)
    .join(Enrolment, Enrolment.id == QuizReview.enrolment_id)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .where(Enrolment.person_id == Person.id, QuizReview.due_at <= bindparam("moment"), _is_running(bindparam("day")))
)
due = (
    _due.with_only_columns(case((func.count() > A_DAY, A_DAY), else_=func.count())).correlate(Person).scalar_subquery()
)
"""How many come back today to `Person`; `moment` and `day` are those of the session's statement."""


@dataclass(frozen=True, slots=True)
class Own:
    """A question in the actor's practice, with what its enrolment says."""

    row: QuizReview
    pinned: int | None
    time_zone: str
    ends_on: date

    @property
    def name(self) -> str:
        return f"{self.row.enrolment_id}/{self.row.quiz_id}/{self.row.question_id}"


def _own(actor: Actor) -> Select[QuizReview, int | None, str, date]:
    return (
        select(QuizReview, Cohort.release_id, Institution.time_zone, Cohort.ends_on)
        .join(Enrolment, Enrolment.id == QuizReview.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Institution, Institution.id == Cohort.institution_id)
        .where(Enrolment.person_id == actor.id, _is_running(today()))
        .order_by(QuizReview.enrolment_id.desc(), QuizReview.quiz_id, QuizReview.question_id)
    )


def list_due(actor: Actor) -> list[Own]:
    return [Own(*row) for row in session().execute(_own(actor).where(QuizReview.due_at <= now()))]


def list_answered(actor: Actor, since: datetime) -> list[Own]:
    return [Own(*row) for row in session().execute(_own(actor).where(QuizReview.last_at >= since))]


def get_own(actor: Actor, lesson_id: str, question_id: str, *, to_change: bool = False) -> Own:
    """Raises NotFound. `to_change` holds the row until the transaction ends."""
    wanted = _own(actor).where(QuizReview.lesson_id == lesson_id, QuizReview.question_id == question_id)
    if to_change:
        wanted = wanted.with_for_update(of=QuizReview)
    is_name = lesson_id.isprintable() and question_id.isprintable()  # PostgreSQL refuses to look for some signs
    found = session().execute(wanted).first() if is_name else None
    if found is None:
        raise NotFound(NO_CARD)
    return Own(*found)


@dataclass(frozen=True, slots=True)
class Coming:
    """How many questions are in the practice, and when the next one comes back."""

    count: int
    next_at: datetime | None
    time_zone: str


def find_coming(actor: Actor) -> Coming:
    columns = (func.count(QuizReview.due_at), func.min(QuizReview.due_at), func.min(Institution.time_zone))
    wanted = _own(actor).with_only_columns(*columns).order_by(None)
    return Coming(*session().execute(wanted).one())


def find_year(enrolment_id: int) -> tuple[str, date]:
    """Time zone and last day of an enrolment's year."""
    wanted = (
        select(Institution.time_zone, Cohort.ends_on)
        .join(Cohort, Cohort.institution_id == Institution.id)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Enrolment.id == enrolment_id)
    )
    zone, ends_on = session().execute(wanted).one()
    return zone, ends_on


def list_known() -> Sequence[tuple[str, str, int | None]]:
    """Lesson, question and pinned release of everything that is in anybody's practice."""
    wanted = (
        select(QuizReview.lesson_id, QuizReview.question_id, Cohort.release_id)
        .join(Enrolment, Enrolment.id == QuizReview.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .distinct()
    )
    return [(row[0], row[1], row[2]) for row in session().execute(wanted)]
