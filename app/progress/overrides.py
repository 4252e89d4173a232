"""A coordinator opens a locked lesson for one learner: with a reason, on record, and visible to that learner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.audit import service as audit
from app.catalogue.types import Lesson
from app.core.clock import now
from app.core.db import insert_unless_there, session
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_
from app.enrolment import policy
from app.enrolment.models import Enrolment
from app.progress import queries, rules
from app.progress.models import GateOverride

ONLY_COORDINATORS = N_("Only a coordinator of this cohort can open a locked lesson.")
NOT_LOCKED = N_("This lesson is not locked for this learner.")
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Opened:
    """A lesson that somebody opened, as its learner and staff read of it."""

    lesson_id: str
    by: str
    reason: str
    at: datetime


def may_open(actor: Actor, enrolment: Enrolment) -> bool:
    return policy.may_see_cohort(actor, enrolment.cohort, policy.COORDINATING) and enrolment.person_id != actor.id


def open_lesson(actor: Actor, enrolment: Enrolment, lesson: Lesson, reason: str) -> None:
    """Raises Forbidden for whoever may not, Invalid without a reason, Conflict when nothing is locked."""
    if not may_open(actor, enrolment):
        raise Forbidden(ONLY_COORDINATORS)
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Invalid(N_("Say why, in at most 300 characters. The learner reads it."), field="reason")
    learning = queries.get_learning(enrolment.id)
    opened = queries.list_opened(enrolment.id)
    if rules.standing(lesson, learning.started, learning.completed, opened).state != "locked":
        raise Conflict(NOT_LOCKED)
    values = {"enrolment_id": enrolment.id, "lesson_id": lesson.id, "by_id": actor.id, "reason": why, "at": now()}
    if not insert_unless_there(GateOverride, values):
        raise Conflict(NOT_LOCKED)
    audit.record(
        actor.id, "lesson.open", f"enrolment:{enrolment.id}", place=f"cohort:{enrolment.cohort_id}", detail=lesson.id
    )


def list_overrides(enrolment_id: int) -> list[Opened]:
    """Newest first."""
    wanted = (
        select(GateOverride.lesson_id, Person.name, GateOverride.reason, GateOverride.at)
        .join(Person, Person.id == GateOverride.by_id)
        .where(GateOverride.enrolment_id == enrolment_id)
        .order_by(GateOverride.at.desc())
    )
    return [Opened(*row) for row in session().execute(wanted)]
