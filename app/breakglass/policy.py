"""Who may open, and who sees that it was opened: coordinators of the cohort, and the learner whom it is about."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, or_, select

from app.accounts.actor import Actor
from app.breakglass.models import BreakGlass
from app.core.clock import now
from app.core.db import session
from app.enrolment import policy as enrolment
from app.enrolment.models import Enrolment
from app.enrolment.policy import COORDINATING


def may_open(actor: Actor, learner: Enrolment) -> bool:
    """Coordinators of the cohort; a person must answer for it, so the system opens nothing, nor anybody themselves."""
    is_somebody_else = actor.id not in (0, learner.person_id)
    return is_somebody_else and enrolment.may_see_cohort(actor, learner.cohort, COORDINATING)


def is_open(actor: Actor, enrolment_id: int) -> bool:
    """Whether the actor may read now what this learner has written."""
    if not actor.has_role(*COORDINATING):
        return False
    return session().scalars(opened_by(actor).where(BreakGlass.enrolment_id == enrolment_id)).first() is not None


def opened_by(actor: Actor) -> Select[int]:
    """Enrolments that are open to the actor now; a role that was taken away closes them at once."""
    return (
        select(BreakGlass.enrolment_id)
        .join(BreakGlass.enrolment)
        .join(Enrolment.cohort)
        .where(
            BreakGlass.actor_id == actor.id,
            BreakGlass.closed_at.is_(None),
            BreakGlass.until > now(),
            Enrolment.person_id != actor.id,
            enrolment.visible_cohorts(actor, COORDINATING),
        )
    )


def may_see_opening(actor: Actor, glass: BreakGlass) -> bool:
    return enrolment.may_see_enrolment(actor, glass.enrolment, COORDINATING)


def visible_openings(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `BreakGlass` joined to `Enrolment` and `Cohort`."""
    return or_(Enrolment.person_id == actor.id, enrolment.visible_cohorts(actor, COORDINATING))
