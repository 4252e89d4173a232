"""Reading receivers and hand-overs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment import policy as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.enrolment.policy import COORDINATING
from app.handovers import policy
from app.handovers.models import Handover, HandoverEvent, Receiver
from app.handovers.rules import DECLINED, LIVE, OFFERED

NO_HANDOVER, NO_RECEIVER = N_("There is no such hand-over of yours."), N_("There is no such receiver.")
SHOWN = 200

waiting = (
    select(func.count(Handover.id))
    .where(Handover.to_person_id == Person.id, Handover.state == OFFERED)
    .correlate(Person)
    .scalar_subquery()
)
"""How many are offered to `Person` and not answered."""


@dataclass(frozen=True, slots=True)
class OfCase:
    """What a case's own page says of a hand-over; `is_into` is true on the side of whoever took over."""

    handover_id: int
    is_into: bool
    receiver: str
    state: str
    outcome: str
    offered_on: datetime
    answered_at: datetime | None
    begun_on: date | None


def of_cases(case_ids: Collection[int]) -> dict[int, list[OfCase]]:
    """Hand-overs of these cases, and the one that each came by, the newest first, in one statement.

    The codes of both sides are never given together.
    """
    wanted = select(Handover, Receiver.name).join(Handover.receiver)
    wanted = wanted.where(or_(Handover.case_id.in_(case_ids), Handover.to_case_id.in_(case_ids)))
    found: dict[int, list[OfCase]] = {}
    for one, name in session().execute(wanted.order_by(Handover.id.desc())):
        for case_id, is_into in ((one.case_id, False), (one.to_case_id, True)):
            if case_id is not None and case_id in case_ids:
                line = OfCase(
                    one.id, is_into, name, one.state, one.outcome, one.offered_at, one.answered_at, one.begun_on
                )
                found.setdefault(case_id, []).append(line)
    return found


def get_handover(actor: Actor, handover_id: int) -> Handover:
    """Raises NotFound."""
    wanted = _whole().where(Handover.id == handover_id)
    found = session().scalars(wanted.options(selectinload(Handover.events).joinedload(HandoverEvent.by))).first()
    if found is None or not policy.may_see_handover(actor, found):
        raise NotFound(NO_HANDOVER)
    return found


def list_sent(actor: Actor) -> Sequence[Handover]:
    """The actor's own, those under way first."""
    return _list(_whole().where(Enrolment.person_id == actor.id))


def list_received(actor: Actor) -> Sequence[Handover]:
    """Offered to the actor, those under way first."""
    return _list(_whole().where(Handover.to_person_id == actor.id))


def list_watched(actor: Actor, states: Collection[str], late_at: datetime | None = None) -> Sequence[Handover]:
    """Of the cohorts that the actor coordinates, the oldest first; `late_at`: only what is late by then."""
    wanted = _whole().where(enrolment.visible_cohorts(actor, COORDINATING), Handover.state.in_(states))
    if late_at is not None:
        wanted = wanted.where(Handover.due_at <= late_at)
    return session().scalars(wanted.order_by(Handover.offered_at, Handover.id).limit(SHOWN)).all()


def count_watched(actor: Actor) -> dict[str, int]:
    """The same by state."""
    wanted = select(Handover.state, func.count(Handover.id)).join(Handover.enrolment).join(Enrolment.cohort)
    wanted = wanted.where(enrolment.visible_cohorts(actor, COORDINATING)).group_by(Handover.state)
    return {row[0]: row[1] for row in session().execute(wanted)}


def count_late(actor: Actor, at: datetime) -> int:
    """Those of the cohorts that the actor coordinates for which somebody has waited too long."""
    wanted = select(func.count(Handover.id)).join(Handover.enrolment).join(Enrolment.cohort)
    return session().scalars(wanted.where(enrolment.visible_cohorts(actor, COORDINATING), Handover.due_at <= at)).one()


def list_untold(at: datetime) -> Sequence[Handover]:
    """Those for which somebody has waited too long, and nobody was told of it yet."""
    wanted = _whole().where(Handover.due_at <= at, Handover.late_told_at.is_(None))
    return session().scalars(wanted.order_by(Handover.due_at).limit(SHOWN)).all()


def find_declined(case_id: int) -> Handover | None:
    """The last one of a case, if it was declined: what stands in it can be offered to somebody else."""
    wanted = select(Handover).where(Handover.case_id == case_id).order_by(Handover.id.desc()).limit(1)
    last = session().scalars(wanted).first()
    return last if last is not None and last.state == DECLINED else None


def has_live(case_id: int, receiver_id: int) -> bool:
    wanted = select(Handover.id).where(
        Handover.case_id == case_id, Handover.receiver_id == receiver_id, Handover.state.in_(LIVE)
    )
    return session().scalars(wanted.limit(1)).first() is not None


def list_live_of(receiver_id: int, states: Collection[str] = LIVE) -> Sequence[Handover]:
    return session().scalars(_whole().where(Handover.receiver_id == receiver_id, Handover.state.in_(states))).all()


def get_receiver(actor: Actor, receiver_id: int) -> Receiver:
    """Raises NotFound."""
    receiver = session().get(Receiver, receiver_id)
    if receiver is None or not policy.may_see_receiver(actor, receiver):
        raise NotFound(NO_RECEIVER)
    return receiver


def list_receivers(actor: Actor) -> Sequence[Receiver]:
    """Those that the actor sees as a coordinator; closed ones last."""
    wanted = select(Receiver).where(policy.visible_receivers(actor)).options(joinedload(Receiver.institution))
    return session().scalars(wanted.order_by(Receiver.is_open.desc(), Receiver.name, Receiver.id).limit(SHOWN)).all()


def list_offers(learner: Enrolment, day: date) -> Sequence[Receiver]:
    """Those who take somebody over from a learner on `day`; never the learner."""
    wanted = select(Receiver).where(
        policy.offered_to(learner),
        Receiver.is_open,
        or_(Receiver.away_until.is_(None), Receiver.away_until < day),
        or_(Receiver.person_id.is_(None), Receiver.person_id != learner.person_id),
    )
    return session().scalars(wanted.order_by(Receiver.kind, Receiver.name, Receiver.id).limit(SHOWN)).all()


def _list(wanted: Select[Handover]) -> Sequence[Handover]:
    return session().scalars(wanted.order_by(Handover.state.not_in(LIVE), Handover.id.desc()).limit(SHOWN)).all()


def _whole() -> Select[Handover]:
    return (
        select(Handover)
        .join(Handover.enrolment)
        .join(Enrolment.cohort)
        .options(
            contains_eager(Handover.enrolment).contains_eager(Enrolment.cohort).joinedload(Cohort.institution),
            contains_eager(Handover.enrolment).joinedload(Enrolment.person),
            joinedload(Handover.receiver),
            joinedload(Handover.case),
        )
    )
