"""Reading openings, and what was read under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.actor import Actor
from app.audit.models import AuditEvent
from app.breakglass import policy
from app.breakglass.models import BreakGlass
from app.core.clock import now
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.enrolment.policy import COORDINATING

NO_GLASS = N_("There is no such opening.")
MARK = "break-glass:"
PAGE, SHOWN = 50, 500


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that was read: what the trail calls it, and when."""

    at: datetime
    action: str
    kind: str
    id: int


def get_learner(actor: Actor, enrolment_id: int) -> Enrolment:
    """Somebody whose writing the actor may open. Raises NotFound, also for oneself."""
    learner = enrolment.get_enrolment(actor, enrolment_id, COORDINATING)
    if not policy.may_open(actor, learner):
        raise NotFound(N_("There is no such learner here."))
    return learner


def get_glass(actor: Actor, glass_id: int) -> BreakGlass:
    """Raises NotFound."""
    glass = session().scalars(_whole().where(BreakGlass.id == glass_id)).first()
    if glass is None or not policy.may_see_opening(actor, glass):
        raise NotFound(NO_GLASS)
    return glass


def find_open(actor: Actor, enrolment_id: int) -> BreakGlass | None:
    """What the actor holds open now of this learner."""
    if not policy.is_open(actor, enrolment_id):
        return None
    wanted = select(BreakGlass).where(
        BreakGlass.actor_id == actor.id,
        BreakGlass.enrolment_id == enrolment_id,
        BreakGlass.closed_at.is_(None),
        BreakGlass.until > now(),
    )
    return session().scalars(wanted.order_by(BreakGlass.id.desc()).limit(1)).first()


def mark(actor: Actor, enrolment_id: int) -> str:
    """The `detail` of a trail row about something that is read under an opening; empty where none is."""
    glass = find_open(actor, enrolment_id)
    return mark_of(glass) if glass else ""


def mark_of(glass: BreakGlass) -> str:
    return f"{MARK}{glass.id}"


def list_visible(actor: Actor, page: int) -> Sequence[BreakGlass]:
    """A page of all uses that the actor may know of, the newest first."""
    wanted = _whole().where(policy.visible_openings(actor)).order_by(BreakGlass.id.desc())
    return session().scalars(wanted.limit(PAGE).offset((page - 1) * PAGE)).all()


def count_visible(actor: Actor) -> int:
    wanted = select(func.count(BreakGlass.id)).join(BreakGlass.enrolment).join(Enrolment.cohort)
    return session().scalars(wanted.where(policy.visible_openings(actor))).one()


def list_about(actor: Actor) -> Sequence[BreakGlass]:
    """Every opening of what the actor has written, the newest first."""
    wanted = _whole().where(Enrolment.person_id == actor.id).order_by(BreakGlass.id.desc())
    return session().scalars(wanted.limit(SHOWN)).all()


def list_readings(glass: BreakGlass) -> list[Reading]:
    """What was read under it, oldest first, out of the trail."""
    wanted = select(AuditEvent).where(
        AuditEvent.at >= glass.opened_at,
        AuditEvent.at <= (glass.closed_at or glass.until),
        AuditEvent.actor_id == glass.actor_id,
        AuditEvent.detail == mark_of(glass),
        AuditEvent.action.notlike("breakglass.%"),
    )
    found = session().scalars(wanted.order_by(AuditEvent.id).limit(SHOWN)).all()
    return [Reading(one.at, one.action, *_split(one.subject)) for one in found]


def _split(subject: str) -> tuple[str, int]:
    kind, _, number = subject.partition(":")
    return kind, int(number) if number.isdecimal() else 0


def _whole() -> Select[BreakGlass]:
    return (
        select(BreakGlass)
        .join(BreakGlass.enrolment)
        .join(Enrolment.cohort)
        .options(
            contains_eager(BreakGlass.enrolment).options(
                contains_eager(Enrolment.cohort).joinedload(Cohort.institution),
                joinedload(Enrolment.person),
            )
        )
    )
