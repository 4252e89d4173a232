"""Who runs meetings: trainers and coordinators of the cohort, never for their own minutes."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from app.accounts.actor import Actor
from app.core.errors import Forbidden
from app.core.words import N_
from app.enrolment import policy as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.meetings.models import MakeUpTask

OWN_ROLL = N_("You stand on this roll yourself. Another trainer or the coordinator closes it.")
OWN_TASK = N_("Nobody accepts their own work. Another trainer or the coordinator decides.")


def may_run(actor: Actor, cohort: Cohort) -> bool:
    return enrolment.may_see_cohort(actor, cohort, enrolment.TEACHING)


def runs(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Cohort`."""
    return enrolment.visible_cohorts(actor, enrolment.TEACHING)


def visible_meetings(actor: Actor) -> ColumnElement[bool]:
    """Meetings (joined to `Cohort`) that the actor runs, or is invited to."""
    own = select(Enrolment.cohort_id).where(Enrolment.person_id == actor.id, Enrolment.left_on.is_(None))
    return or_(runs(actor), Cohort.id.in_(own))


def may_see_task(actor: Actor, task: MakeUpTask) -> bool:
    return task.enrolment.person_id == actor.id or may_run(actor, task.enrolment.cohort)


def require_other(actor: Actor, learner_ids: set[int], message: str) -> None:
    if actor.id in learner_ids:
        raise Forbidden(message)
