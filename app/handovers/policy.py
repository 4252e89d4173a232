"""Who sees a hand-over: whoever handed over, whoever it was offered to, and coordinators its course alone."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, true

from app.accounts.actor import Actor
from app.core.errors import Forbidden
from app.core.words import N_
from app.enrolment import policy as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.enrolment.policy import COORDINATING
from app.handovers import rules
from app.handovers.models import Handover, Receiver

SENDER, RECEIVER, COORDINATOR = "sender", "receiver", "coordinator"
NOT_KEPT = N_("This receiver is there for every institution. An administrator can change it.")


def side_of(actor: Actor, handover: Handover) -> str:
    """From which side the actor sees it; empty for whoever does not."""
    if handover.enrolment.person_id == actor.id:
        return SENDER
    if handover.to_person_id == actor.id:
        return RECEIVER
    return COORDINATOR if enrolment.may_see_cohort(actor, handover.enrolment.cohort, COORDINATING) else ""


def may_see_handover(actor: Actor, handover: Handover) -> bool:
    return bool(side_of(actor, handover))


def visible_handovers(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Handover` joined to the sender's `Enrolment` and `Cohort`."""
    return or_(
        Enrolment.person_id == actor.id,
        Handover.to_person_id == actor.id,
        enrolment.visible_cohorts(actor, COORDINATING),
    )


def may_answer(actor: Actor, handover: Handover) -> bool:
    """The receiver alone where they have an account, else those whom they told: the sender or a coordinator."""
    if handover.to_person_id is not None:
        return handover.to_person_id == actor.id
    return side_of(actor, handover) in (SENDER, COORDINATOR)


def withdrawals(actor: Actor, handover: Handover) -> tuple[str, ...]:
    """Why the actor may end it now; that the person does not want it any more, either side may have heard."""
    side = side_of(actor, handover)
    ways = rules.withdrawals(handover.state) if side else ()
    return tuple(one for one in ways if one == rules.NO_CONSENT or side != RECEIVER)


def coordinates(actor: Actor, institution_id: int | None) -> bool:
    """At this institution; receivers without one are the administrators'."""
    if institution_id is None:
        return actor.is_national("administrator")
    return actor.is_national(*COORDINATING) or institution_id in actor.places("institution", COORDINATING)


def may_see_receiver(actor: Actor, receiver: Receiver) -> bool:
    if actor.is_national(*COORDINATING):
        return True
    own = actor.places("institution", COORDINATING)
    return bool(own) and (receiver.institution_id is None or receiver.institution_id in own)


def visible_receivers(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Receiver`."""
    if actor.is_national(*COORDINATING):
        return true()
    own = sorted(actor.places("institution", COORDINATING))
    here = Receiver.institution_id.in_(own)
    return or_(here, Receiver.institution_id.is_(None)) if own else here


def require_keeping(actor: Actor, receiver: Receiver) -> None:
    if not coordinates(actor, receiver.institution_id):
        raise Forbidden(NOT_KEPT)


def offered_to(learner: Enrolment) -> ColumnElement[bool]:
    """Receivers that a learner may hand over to, as SQL over `Receiver`: their institution's, and those for all."""
    own = select(Cohort.institution_id).where(Cohort.id == learner.cohort_id).scalar_subquery()
    return or_(Receiver.institution_id == own, Receiver.institution_id.is_(None))
