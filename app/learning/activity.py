"""When learners were last active, and what they have: for whole cohorts, in a constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, and_, func, or_, select

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import session
from app.enrolment.models import Cohort, Enrolment
from app.hours.models import Claim, Credit
from app.hours.queries import TRAINING
from app.progress.models import GateOverride, LessonState, StepDone
from app.quizzes.models import Answer, Attempt

SILENT_DAYS = 14


def _last(column: SQLColumnExpression[datetime], *on: ColumnElement[bool]) -> ScalarSelect[datetime]:
    return select(func.max(column)).where(*on).correlate(Enrolment).scalar_subquery()


TRACES = (
    _last(LessonState.last_at, LessonState.enrolment_id == Enrolment.id),
    _last(StepDone.done_at, StepDone.enrolment_id == Enrolment.id),
    _last(Attempt.started_at, Attempt.enrolment_id == Enrolment.id),
    _last(Answer.answered_at, Answer.attempt_id == Attempt.id, Attempt.enrolment_id == Enrolment.id),
)
"""What shows that somebody was there: reading, steps, attempts, answers."""

never = and_(*(trace.is_(None) for trace in TRACES))


def silent() -> ColumnElement[bool]:
    """Active once, and not for 14 days."""
    quiet = (or_(trace.is_(None), trace <= silent_before()) for trace in TRACES)
    return and_(~never, *quiet)


def silent_before() -> datetime:
    return now() - timedelta(days=SILENT_DAYS)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A learner who has not started (`last_at` is null) or is silent."""

    enrolment_id: int
    name: str
    cohort_id: int
    cohort_name: str
    enrolled_on: date
    last_at: datetime | None


def list_quiet(cohorts: ColumnElement[bool], which: ColumnElement[bool], limit: int) -> list[Quiet]:
    """Learners of these cohorts who are `never` or `silent()`, longest first; one statement."""
    wanted = (
        select(Enrolment.id, Person.name, Cohort.id, Cohort.name, Enrolment.enrolled_on, *TRACES)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(cohorts, Enrolment.left_on.is_(None), which)
        .order_by(Enrolment.enrolled_on, Person.name)
    )
    found = [Quiet(*row[:5], last_at=_latest(row[5:])) for row in session().execute(wanted)]
    found.sort(key=lambda one: one.last_at.isoformat() if one.last_at else "")
    return found[:limit]


def _latest(traces: tuple[datetime | None, ...]) -> datetime | None:
    return max((at for at in traces if at is not None), default=None)


@dataclass(frozen=True, slots=True)
class Span:
    """A lesson between its beginning and its completion."""

    started_at: datetime
    completed_at: datetime | None


def completions(spans: Mapping[str, Span]) -> dict[str, datetime]:
    """When each lesson that is complete was completed."""
    return {lesson: span.completed_at for lesson, span in spans.items() if span.completed_at}


@dataclass(frozen=True, slots=True)
class Learner:
    """One line of a cohort: lessons begun, lessons opened by override, minutes credited and pending."""

    enrolment_id: int
    name: str
    enrolled_on: date
    last_at: datetime | None
    lessons: dict[str, Span] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    minutes: int = 0
    pending: int = 0

    @property
    def is_silent(self) -> bool:
        return self.last_at is not None and self.last_at <= silent_before()

    @property
    def completed(self) -> frozenset[str]:
        return frozenset(self.completions)

    @property
    def completions(self) -> dict[str, datetime]:
        return completions(self.lessons)


def list_cohort(cohort_id: int) -> list[Learner]:
    """Everybody in a cohort that the caller may see, by name; five statements however many they are."""
    here = (Enrolment.cohort_id == cohort_id, Enrolment.left_on.is_(None))
    people = select(Enrolment.id, Person.name, Enrolment.enrolled_on, *TRACES).join(Person).where(*here)
    rows = session().execute(people.order_by(Person.name, Enrolment.id)).all()
    own = select(Enrolment.id).where(*here)
    spans: dict[int, dict[str, Span]] = defaultdict(dict)
    states = select(
        LessonState.enrolment_id, LessonState.lesson_id, LessonState.started_at, LessonState.completed_at
    ).where(LessonState.enrolment_id.in_(own))
    for enrolment_id, lesson_id, started_at, completed_at in session().execute(states):
        spans[enrolment_id][lesson_id] = Span(started_at, completed_at)
    opened: dict[int, set[str]] = defaultdict(set)
    gates = select(GateOverride.enrolment_id, GateOverride.lesson_id).where(GateOverride.enrolment_id.in_(own))
    for enrolment_id, lesson_id in session().execute(gates):
        opened[enrolment_id].add(lesson_id)
    credited, pending = _minutes(Credit, own), _minutes(Claim, own)
    return [
        Learner(
            row[0],
            row[1],
            row[2],
            _latest(tuple(row[3:])),
            spans[row[0]],
            opened[row[0]],
            credited.get(row[0], 0),
            pending.get(row[0], 0),
        )
        for row in rows
    ]


def _minutes(table: type[Credit] | type[Claim], own: object) -> dict[int, int]:
    wanted = (
        select(table.enrolment_id, func.sum(table.minutes))
        .where(table.enrolment_id.in_(own), table.part.in_(TRAINING))  # type: ignore[arg-type]
        .group_by(table.enrolment_id)
    )
    return {row[0]: int(row[1]) for row in session().execute(wanted)}
