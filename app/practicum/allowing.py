"""Letting days in that are too long ago: a coordinator says which, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import Forbidden, Invalid
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.practicum import policy
from app.practicum.models import LatePermission

SHOWN, LONGEST = 50, 300


def allow_late(actor: Actor, learner: Enrolment, from_day: date, until_day: date, reason: str) -> LatePermission:
    """Raises Forbidden for oneself and for strangers, Invalid for days the wrong way round and without a reason."""
    if learner.person_id == actor.id or not policy.may_coordinate(actor, learner):
        raise Forbidden(N_("Another coordinator of the institution can allow this."))
    why = " ".join(reason.split())
    if not why or len(why) > LONGEST:
        raise Invalid(N_("Say why, in at most 300 characters. The learner reads it."), field="reason")
    if until_day < from_day:
        raise Invalid(N_("The last day is before the first."), field="until_day")
    if until_day > today(learner.cohort.institution.time_zone):
        raise Invalid(N_("Only days that are over can be late."), field="until_day")
    made = LatePermission(
        enrolment_id=learner.id, from_day=from_day, until_day=until_day, reason=why, by_id=person_id(actor), at=now()
    )
    session().add(made)
    session().flush()
    days = f"{from_day.isoformat()}..{until_day.isoformat()}"
    audit.record(person_id(actor), "practicum.allow-late", f"enrolment:{learner.id}", detail=days)
    return made


def list_allowed(enrolment_id: int) -> Sequence[LatePermission]:
    """Newest first."""
    wanted = select(LatePermission).filter_by(enrolment_id=enrolment_id).options(joinedload(LatePermission.by))
    return session().scalars(wanted.order_by(LatePermission.id.desc()).limit(SHOWN)).all()
