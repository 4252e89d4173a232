"""Reading cohorts and enrolments, scoped to the actor."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import contains_eager

from app.accounts import policy as accounts
from app.accounts.actor import Actor
from app.accounts.models import Institution, Person, RoleGrant
from app.core.clock import today
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment import policy
from app.enrolment.models import Cohort, Enrolment


def get_cohort(actor: Actor, cohort_id: int, roles: tuple[str, ...] = policy.TEACHING) -> Cohort:
    cohort = session().get(Cohort, cohort_id)
    if cohort is None or not policy.may_see_cohort(actor, cohort, roles):
        raise NotFound(N_("There is no such cohort."))
    return cohort


def list_cohorts(actor: Actor, roles: tuple[str, ...] = policy.TEACHING) -> Sequence[Cohort]:
    wanted = select(Cohort).where(policy.visible_cohorts(actor, roles)).order_by(Cohort.starts_on.desc(), Cohort.name)
    return session().scalars(wanted).all()


def get_enrolment(actor: Actor, enrolment_id: int, roles: tuple[str, ...] = policy.TEACHING) -> Enrolment:
    enrolment = session().get(Enrolment, enrolment_id)
    if enrolment is None or not policy.may_see_enrolment(actor, enrolment, roles):
        raise NotFound(N_("There is no such learner here."))
    return enrolment


def list_own(actor: Actor) -> Sequence[Enrolment]:
    """The actor's own enrolments that have not ended, newest first."""
    wanted = (
        select(Enrolment)
        .join(Enrolment.cohort)
        .options(contains_eager(Enrolment.cohort))
        .where(Enrolment.person_id == actor.id, Enrolment.left_on.is_(None))
        .order_by(Cohort.starts_on.desc(), Enrolment.id.desc())
    )
    return session().scalars(wanted).all()


def list_learners(cohort: Cohort) -> Sequence[Enrolment]:
    """Everybody in a cohort that the caller may see, by name."""
    wanted = (
        select(Enrolment)
        .join(Enrolment.person)
        .options(contains_eager(Enrolment.person))
        .where(Enrolment.cohort_id == cohort.id, Enrolment.left_on.is_(None))
        .order_by(Person.name, Enrolment.id)
    )
    return session().scalars(wanted).all()


def list_ever(cohort: Cohort) -> Sequence[Enrolment]:
    """Everybody who is or was in a cohort that the caller may see, by name."""
    wanted = select(Enrolment).join(Enrolment.person).options(contains_eager(Enrolment.person))
    return session().scalars(wanted.where(Enrolment.cohort_id == cohort.id).order_by(Person.name, Enrolment.id)).all()


def list_coordinator_names(cohort_id: int) -> Sequence[str]:
    """Names of those who coordinate a cohort today, there or at its institution; those of the cohort itself first."""
    return list(dict.fromkeys(row[1] for row in _coordinators(cohort_id)))


def list_coordinator_ids(cohort_id: int) -> Sequence[int]:
    """The same people by id."""
    return list(dict.fromkeys(row[0] for row in _coordinators(cohort_id)))


def _coordinators(cohort_id: int) -> Sequence[Row[int, str]]:
    here = and_(RoleGrant.place_kind == "cohort", RoleGrant.place_id == Cohort.id)
    above = and_(RoleGrant.place_kind == "institution", RoleGrant.place_id == Cohort.institution_id)
    day = today()
    wanted = (
        select(Person.id, Person.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Cohort, or_(here, above))
        .where(
            Cohort.id == cohort_id,
            RoleGrant.role == "coordinator",
            Person.is_active,
            or_(RoleGrant.from_day.is_(None), RoleGrant.from_day <= day),
            or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day),
        )
        .order_by(RoleGrant.place_kind, Person.name, Person.id)
    )
    return session().execute(wanted).all()


def list_coordinated_institutions(actor: Actor) -> Sequence[Institution]:
    """Institutions at which the actor coordinates or administers."""
    wanted = select(Institution).where(accounts.visible_institutions(actor)).order_by(Institution.code)
    return session().scalars(wanted).all()


def list_waiting(actor: Actor, limit: int = 200) -> Sequence[Person]:
    """Invited people who have not accepted yet, by name."""
    wanted = select(Person).where(policy.waiting_people(actor)).order_by(Person.name, Person.id).limit(limit)
    return session().scalars(wanted).all()


def get_waiting(actor: Actor, person_id: int) -> Person:
    """Raises NotFound for whoever has accepted, or is not the actor's to invite."""
    person = session().scalars(select(Person).where(policy.waiting_people(actor), Person.id == person_id)).first()
    if person is None:
        raise NotFound(N_("Nobody is waiting for an invitation here: it was accepted, or is not yours to give."))
    return person
