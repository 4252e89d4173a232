"""A learner as of a day: what was begun, complete, open and credited then. Structure only: no writing, no answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.catalogue.types import Lesson, Programme
from app.core.clock import today, zone
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment import policy
from app.enrolment.models import Enrolment
from app.hours.models import Credit
from app.hours.queries import Totals
from app.learning.activity import Span, completions
from app.progress import rules
from app.progress.models import GateOverride, LessonState, StepDone
from app.releases import queries as releases
from app.releases.models import ContentActivation

NO_LEARNER = N_("There is no such learner here.")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


def get_learner(actor: Actor, enrolment_id: int) -> Enrolment:
    """A learner of a cohort that the actor teaches or coordinates; never oneself. Raises NotFound."""
    found = session().get(Enrolment, enrolment_id)
    if found is None or not policy.may_see_cohort(actor, found.cohort):
        raise NotFound(NO_LEARNER)
    return found


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`on` is the institution's day; everything up to its end counts."""

    learner: Enrolment
    on: date
    content: releases.Published
    programme: Programme
    spans: dict[str, Span]
    opened: frozenset[str]
    totals: Totals

    @property
    def started(self) -> frozenset[str]:
        return frozenset(self.spans)

    @property
    def completed(self) -> frozenset[str]:
        return frozenset(completions(self.spans))

    @property
    def gates(self) -> list[rules.GateStanding]:
        return [rules.gate_standing(gate, completions(self.spans)) for gate in self.programme.gates]

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return self.content.catalogue.lessons_of(self.programme)

    @property
    def standings(self) -> dict[str, rules.Standing]:
        return rules.standings(self.content.catalogue, self.programme, self.started, self.completed, self.opened)


def read_day(text: str, time_zone: str) -> date:
    """`?on=2026-03-01`; today without one. Raises Invalid."""
    if not text:
        return today(time_zone)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = FIRST_DAY
    if not FIRST_DAY < day < LAST_DAY:
        raise Invalid(N_("Write the day as year-month-day, for example 2026-03-01."), field="on")
    return day


def take(learner: Enrolment, on: date) -> Snapshot:
    """Raises NotFound when the release of that day does not hold the cohort's programme."""
    until = _end_of(on, learner.cohort.institution.time_zone)
    content = releases.published(learner.cohort.release_id or _release_at(until))
    programme = content.catalogue.programmes.get(learner.cohort.programme_id)
    if programme is None:
        raise NotFound(N_("This programme is not in the published content."))
    opened = select(GateOverride.lesson_id).where(GateOverride.enrolment_id == learner.id, GateOverride.at < until)
    return Snapshot(
        learner,
        on,
        content,
        programme,
        _spans(learner.id, until),
        frozenset(session().scalars(opened)),
        _totals(learner.id, on),
    )


def list_steps(snapshot: Snapshot, lesson_id: str) -> dict[str, datetime]:
    """Which steps were done by then, and when: never what was answered."""
    until = _end_of(snapshot.on, snapshot.learner.cohort.institution.time_zone)
    wanted = select(StepDone.step_id, StepDone.done_at).where(
        StepDone.enrolment_id == snapshot.learner.id, StepDone.lesson_id == lesson_id, StepDone.done_at < until
    )
    return {row[0]: row[1] for row in session().execute(wanted)}


def end_of(snapshot: Snapshot) -> datetime:
    return _end_of(snapshot.on, snapshot.learner.cohort.institution.time_zone)


def _end_of(day: date, time_zone: str) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone(time_zone)).astimezone(UTC)


def _spans(enrolment_id: int, until: datetime) -> dict[str, Span]:
    wanted = select(LessonState.lesson_id, LessonState.started_at, LessonState.completed_at).where(
        LessonState.enrolment_id == enrolment_id, LessonState.started_at < until
    )
    return {row[0]: Span(row[1], row[2] if row[2] and row[2] < until else None) for row in session().execute(wanted)}


def _totals(enrolment_id: int, on: date) -> Totals:
    wanted = (
        select(Credit.part, Credit.module, func.sum(Credit.minutes))
        .where(Credit.enrolment_id == enrolment_id, Credit.day <= on)
        .group_by(Credit.part, Credit.module)
    )
    return Totals({(row[0], row[1]): int(row[2]) for row in session().execute(wanted)}, {})


def _release_at(until: datetime) -> int | None:
    """What was active at that moment; before anything was, the first release ever."""
    wanted = select(ContentActivation.release_id)
    before = wanted.where(ContentActivation.activated_at < until).order_by(ContentActivation.id.desc()).limit(1)
    first = wanted.order_by(ContentActivation.id).limit(1)
    return session().scalars(before).first() or session().scalars(first).first()
