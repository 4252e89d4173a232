"""Reading performances, scoped to the actor. What lists show of a rating is that it was sent, never what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.core.db import hold, session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.performance import policy
from app.performance.models import OPEN, RATED, SETTLED, Performance, PerformanceRating, Remediation

NO_PERFORMANCE = N_("There is no such role-play here.")
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """That a rating was sent, by whom and when."""

    performance_id: int
    part: str
    rater_id: int
    by: str
    at: datetime


def _performances() -> Select[Performance]:
    return (
        select(Performance)
        .join(Enrolment, Enrolment.id == Performance.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Person, Person.id == Enrolment.person_id)
        .options(
            contains_eager(Performance.enrolment).contains_eager(Enrolment.person),
            contains_eager(Performance.enrolment).contains_eager(Enrolment.cohort),
        )
    )


def get_performance(actor: Actor, performance_id: int) -> Performance:
    """The actor's own, or one of a place at which they rate. Raises NotFound."""
    wanted = _performances().where(Performance.id == performance_id, policy.visible_performances(actor))
    found = session().scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(NO_PERFORMANCE)
    return found


def lock(performance: Performance) -> None:
    """Those who change it at one moment wait for one another."""
    hold(select(Performance.id).where(Performance.id == performance.id).with_for_update())
    session().refresh(performance)


def lock_learners(enrolment_ids: Iterable[int]) -> None:
    """Openings of one learner wait for one another."""
    wanted = select(Enrolment.id).where(Enrolment.id.in_(sorted(enrolment_ids))).order_by(Enrolment.id)
    hold(wanted.with_for_update(key_share=True))


def list_of_cohort(cohort: Cohort) -> Sequence[Performance]:
    """Newest first."""
    return _list(Enrolment.cohort_id == cohort.id)


def list_of_learner(enrolment_id: int) -> Sequence[Performance]:
    """Newest first."""
    return _list(Performance.enrolment_id == enrolment_id)


def list_own(actor: Actor) -> Sequence[Performance]:
    """The actor's own role-plays, newest first."""
    return _list(Enrolment.person_id == actor.id)


def list_to_rate(actor: Actor, limit: int = SHOWN) -> Sequence[Performance]:
    """Open ones at the actor's places, and those that wait for a third look; the longest waiting first."""
    waits = Performance.state.in_((OPEN, RATED))
    seen = (policy.visible_performances(actor), Enrolment.person_id != actor.id, waits)
    wanted = _performances().where(*seen).order_by(Performance.day, Performance.id).limit(limit)
    return session().scalars(wanted).all()


def _list(condition: ColumnElement[bool]) -> Sequence[Performance]:
    wanted = _performances().where(condition).order_by(Performance.day.desc(), Performance.id.desc()).limit(SHOWN)
    return session().scalars(wanted).all()


def list_open_of(enrolment_ids: Iterable[int], lesson_id: str) -> dict[tuple[int, str], Performance]:
    """Performances by learner and sheet that are not over yet."""
    wanted = select(Performance).where(
        Performance.enrolment_id.in_(sorted(enrolment_ids)),
        Performance.lesson_id == lesson_id,
        Performance.state.in_((OPEN, RATED)),
    )
    return {(one.enrolment_id, one.sheet_id): one for one in session().scalars(wanted)}


def list_passed(enrolment_ids: Iterable[int], lesson_id: str, *, but: int = 0) -> dict[int, frozenset[str]]:
    """Sheets of a lesson that each learner has passed; `but` leaves one performance out."""
    wanted = select(Performance.enrolment_id, Performance.sheet_id).where(
        Performance.enrolment_id.in_(sorted(enrolment_ids)),
        Performance.lesson_id == lesson_id,
        Performance.state == SETTLED,
        Performance.is_passed.is_(True),
        Performance.id != but,
    )
    found: dict[int, frozenset[str]] = {}
    for enrolment_id, sheet_id in session().execute(wanted):
        found[enrolment_id] = found.get(enrolment_id, frozenset()) | {sheet_id}
    return found


def count_all(enrolment_id: int, sheet_id: str) -> int:
    """How many were ever opened: their numbers are never given twice."""
    wanted = select(Performance.id).filter_by(enrolment_id=enrolment_id, sheet_id=sheet_id)
    return len(session().scalars(wanted).all())


def list_latest(enrolment_id: int, lesson_id: str) -> dict[str, Performance]:
    """By sheet: the learner's last role-play of a lesson that was not cancelled."""
    wanted = (
        select(Performance)
        .where(
            Performance.enrolment_id == enrolment_id,
            Performance.lesson_id == lesson_id,
            Performance.state.in_((OPEN, RATED, SETTLED)),
        )
        .order_by(Performance.number)
    )
    return {one.sheet_id: one for one in session().scalars(wanted)}


def list_sent(performance_ids: Iterable[int]) -> dict[int, list[Sent]]:
    """By performance; ticks and notes are not even read."""
    wanted = (
        select(
            PerformanceRating.performance_id,
            PerformanceRating.part,
            PerformanceRating.rater_id,
            Person.name,
            PerformanceRating.sent_at,
        )
        .join(Person, Person.id == PerformanceRating.rater_id)
        .where(PerformanceRating.performance_id.in_(sorted(performance_ids)))
        .order_by(PerformanceRating.id)
    )
    found: dict[int, list[Sent]] = {}
    for row in session().execute(wanted):
        found.setdefault(row[0], []).append(Sent(*row))
    return found


def list_ratings(performance_id: int) -> Mapping[str, PerformanceRating]:
    """By part. Whoever asks has made sure that they may be read."""
    wanted = select(PerformanceRating).filter_by(performance_id=performance_id).order_by(PerformanceRating.id)
    return {one.part: one for one in session().scalars(wanted)}


def find_rating_of(performance_id: int, rater_id: int) -> PerformanceRating | None:
    return (
        session().scalars(select(PerformanceRating).filter_by(performance_id=performance_id, rater_id=rater_id)).first()
    )


def find_by_key(client_key: str) -> PerformanceRating | None:
    return session().scalars(select(PerformanceRating).filter_by(client_key=client_key)).first()


def find_remediation(performance_id: int) -> Remediation | None:
    return session().scalars(select(Remediation).filter_by(performance_id=performance_id)).first()


def list_open_remediations(enrolment_id: int, sheet_id: str) -> Sequence[Remediation]:
    wanted = (
        select(Remediation)
        .join(Performance, Performance.id == Remediation.performance_id)
        .where(
            Performance.enrolment_id == enrolment_id,
            Performance.sheet_id == sheet_id,
            Remediation.closed_at.is_(None),
        )
    )
    return session().scalars(wanted).all()
