"""Reading supervisors, their absences, and clearances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.actor import Actor
from app.accounts.models import Person, RoleGrant
from app.core.clock import today
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.placements import policy
from app.placements.models import (
    AGREED,
    Clearance,
    CohortSupervisor,
    Placement,
    PlacementSupervisor,
    SiteShare,
    Supervisor,
    SupervisorAbsence,
)

NO_SUPERVISOR = N_("There is no such supervisor among yours.")
SHOWN = 300


def get_supervisor(actor: Actor, supervisor_id: int) -> Supervisor:
    supervisor = session().get(Supervisor, supervisor_id)
    if supervisor is None or not policy.may_see_supervisor(actor, supervisor):
        raise NotFound(NO_SUPERVISOR)
    return supervisor


def list_supervisors(actor: Actor) -> Sequence[Supervisor]:
    """By institution and name, those who are gone last."""
    wanted = (
        select(Supervisor)
        .where(policy.visible_supervisors(actor))
        .options(joinedload(Supervisor.institution), selectinload(Supervisor.absences))
        .order_by(Supervisor.institution_id, Supervisor.is_active.desc(), Supervisor.name, Supervisor.id)
    )
    return session().scalars(wanted.limit(SHOWN)).all()


def list_active(institution_id: int) -> Sequence[Supervisor]:
    """Who can be named for a placement or as a stand-in there, by name."""
    wanted = select(Supervisor).where(Supervisor.institution_id == institution_id, Supervisor.is_active)
    return session().scalars(wanted.order_by(Supervisor.name, Supervisor.id).limit(SHOWN)).all()


def find_active(institution_id: int, supervisor_id: int) -> Supervisor | None:
    found = session().get(Supervisor, supervisor_id)
    return found if found and found.is_active and found.institution_id == institution_id else None


def list_accounts(institution_id: int) -> Sequence[Person]:
    """Whose account a supervisor there can be: whoever holds that role at the institution, its cohorts or its sites."""
    day = today()
    cohorts = select(Cohort.id).where(Cohort.institution_id == institution_id)
    sites = select(SiteShare.site_id).where(SiteShare.institution_id == institution_id)
    here = or_(
        and_(RoleGrant.place_kind == "institution", RoleGrant.place_id == institution_id),
        and_(RoleGrant.place_kind == "cohort", RoleGrant.place_id.in_(cohorts)),
        and_(RoleGrant.place_kind == "site", RoleGrant.place_id.in_(sites)),
    )
    held = select(RoleGrant.person_id).where(
        RoleGrant.role == "supervisor",
        here,
        or_(RoleGrant.from_day.is_(None), RoleGrant.from_day <= day),
        or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day),
    )
    return session().scalars(select(Person).where(Person.id.in_(held), Person.is_active).order_by(Person.name)).all()


def list_named(supervisor: Supervisor, day: date) -> Sequence[Placement]:
    """Placements, running or to come, for which somebody is named on `day` or later."""
    named = select(PlacementSupervisor.placement_id).where(
        PlacementSupervisor.supervisor_id == supervisor.id,
        or_(PlacementSupervisor.until_day.is_(None), PlacementSupervisor.until_day >= day),
    )
    wanted = (
        select(Placement)
        .where(Placement.id.in_(named), Placement.state == AGREED, Placement.ends_on >= day)
        .options(
            joinedload(Placement.enrolment).joinedload(Enrolment.person),
            joinedload(Placement.enrolment).joinedload(Enrolment.cohort).joinedload(Cohort.institution),
            joinedload(Placement.site),
        )
        .order_by(Placement.starts_on, Placement.id)
    )
    return session().scalars(wanted.limit(SHOWN)).all()


def list_led(supervisor: Supervisor, day: date) -> Sequence[CohortSupervisor]:
    """Cohorts that somebody supervises as a whole on `day` or later."""
    wanted = (
        select(CohortSupervisor)
        .join(CohortSupervisor.cohort)
        .where(
            CohortSupervisor.supervisor_id == supervisor.id,
            or_(CohortSupervisor.until_day.is_(None), CohortSupervisor.until_day >= day),
            Cohort.ends_on >= day,
        )
        .options(contains_eager(CohortSupervisor.cohort).joinedload(Cohort.institution))
        .order_by(Cohort.name, CohortSupervisor.id)
    )
    return session().scalars(wanted).all()


def list_absences(supervisor: Supervisor, day: date) -> Sequence[SupervisorAbsence]:
    """That hold on `day` or will, also those of others in which this one stands in."""
    wanted = (
        select(SupervisorAbsence)
        .where(
            or_(SupervisorAbsence.supervisor_id == supervisor.id, SupervisorAbsence.stand_in_id == supervisor.id),
            SupervisorAbsence.until_day >= day,
        )
        .options(joinedload(SupervisorAbsence.supervisor), joinedload(SupervisorAbsence.stand_in))
        .order_by(SupervisorAbsence.from_day, SupervisorAbsence.id)
    )
    return session().scalars(wanted).all()


def list_clearances(person_id: int) -> Sequence[Clearance]:
    """Newest first."""
    wanted = select(Clearance).where(Clearance.person_id == person_id).options(joinedload(Clearance.seen_by))
    return session().scalars(wanted.order_by(Clearance.seen_on.desc(), Clearance.id.desc())).all()
