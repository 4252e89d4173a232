"""Reading one's own sittings. No query here answers for anybody but whoever sat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from app.accounts.actor import Actor
from app.catalogue.exercise_types import Exercise
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.practice import queries as practice
from app.practice.year import Year
from app.releases import queries as releases
from app.releases.queries import Published
from app.sittings.models import Sitting

NO_EXERCISE = practice.NO_EXERCISE
NO_SITTING = N_("There is no such exercise of yours.")


@dataclass(frozen=True, slots=True)
class Seat:
    """An exercise in a year of the actor's own, and the release that holds it."""

    year: Year
    content: Published
    exercise: Exercise


def get_seat(actor: Actor, exercise_id: str) -> Seat:
    """A written exercise of the newest of the actor's years that has it. Raises NotFound."""
    for year in practice.list_own(actor):
        exercise = year.exercises.get(exercise_id)
        if exercise_id in year.plan.weeks and exercise and not exercise.is_planned:
            return Seat(year, _content_of(year.enrolment_id), exercise)
    raise NotFound(NO_EXERCISE)


def _content_of(enrolment_id: int) -> Published:
    return releases.published(session().get_one(Enrolment, enrolment_id).cohort.release_id)


def get_own(actor: Actor, sitting_id: int, *, to_keep: bool = False) -> Sitting:
    """`to_keep`: the row is held until the end of the transaction. Raises NotFound for anybody else's."""
    wanted = _own(actor.id).where(Sitting.id == sitting_id)
    found = session().scalars(wanted.with_for_update(of=Sitting) if to_keep else wanted).one_or_none()
    if found is None or found.exercise_id is None:
        raise NotFound(NO_SITTING)
    return found


def exercise_of(sitting: Sitting) -> tuple[Published, Exercise]:
    """As it was when the sitting was begun. Raises NotFound."""
    content = releases.published(sitting.release_id)
    exercise = content.catalogue.exercises.get(sitting.exercise_id or "")
    if exercise is None or exercise.is_planned:
        raise NotFound(NO_EXERCISE)
    return content, exercise


def find_open(enrolment_id: int, exercise_id: str) -> Sitting | None:
    wanted = select(Sitting).filter_by(enrolment_id=enrolment_id, exercise_id=exercise_id, ended_on=None)
    return session().scalars(wanted).one_or_none()


def list_written(person_id: int) -> Sequence[Sitting]:
    """Everything that somebody has kept, newest first."""
    wanted = _own(person_id).where(Sitting.sealed.is_not(None), Sitting.exercise_id.is_not(None))
    return session().scalars(wanted.order_by(Sitting.begun_on.desc(), Sitting.id.desc())).all()


def find_latest(person_id: int) -> Sitting | None:
    wanted = _own(person_id).where(Sitting.sealed.is_not(None)).order_by(Sitting.id.desc()).limit(1)
    return session().scalars(wanted).one_or_none()


def _own(person_id: int) -> Select[Sitting]:
    return select(Sitting).join(Enrolment, Enrolment.id == Sitting.enrolment_id).where(Enrolment.person_id == person_id)


def has_earned(enrolment_id: int, exercise_id: str) -> bool:
    wanted = select(Sitting.id).filter_by(enrolment_id=enrolment_id, exercise_id=exercise_id)
    return session().scalars(wanted.where(Sitting.earned > 0)).first() is not None


def is_source(enrolment_id: int, source_id: str) -> bool:
    """For the proof of the ledger."""
    sitting = session().get(Sitting, int(source_id)) if source_id.isdecimal() else None
    return sitting is not None and sitting.enrolment_id == enrolment_id and sitting.earned > 0


def list_earned() -> Iterator[tuple[int, str, int]]:
    """For the proof of the ledger: enrolment, sitting and the minutes that it brought."""
    wanted = select(Sitting.enrolment_id, Sitting.id, Sitting.earned).where(Sitting.earned > 0)
    for enrolment_id, sitting_id, minutes in session().execute(wanted):
        yield enrolment_id, str(sitting_id), minutes
