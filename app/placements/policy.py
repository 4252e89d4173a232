"""Whose sites, supervisors and placements: coordinators where they hold that role, never for themselves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.core.clock import today
from app.core.db import session
from app.core.errors import Forbidden
from app.core.words import N_
from app.enrolment import policy as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.enrolment.policy import COORDINATING
from app.placements.models import (
    CohortSupervisor,
    Placement,
    PlacementSupervisor,
    Site,
    SiteShare,
    Supervisor,
    SupervisorAbsence,
)

NOT_KEPT = N_("Another institution keeps this site. Its coordinators can change it, and so can an administrator.")
NOT_YOURS = N_("Only a coordinator of this cohort arranges placements, and never their own.")


def coordinates(actor: Actor, institution_id: int | None) -> bool:
    """At this institution; sites without one are the administrators'."""
    if institution_id is None:
        return actor.is_national("administrator")
    return actor.is_national(*COORDINATING) or institution_id in actor.places("institution", COORDINATING)


def is_at(actor: Actor, institution_id: int | None) -> bool:
    """Coordinates it, or a cohort of it: such a coordinator sees who signs there, and where its learners may go."""
    if coordinates(actor, institution_id):
        return True
    cohorts = actor.places("cohort", COORDINATING)
    wanted = select(Cohort.id).where(Cohort.id.in_(sorted(cohorts)), Cohort.institution_id == institution_id)
    return bool(cohorts) and session().scalars(wanted.limit(1)).first() is not None


def _institutions(actor: Actor) -> Select[int]:
    """Ids of the institutions at which the actor is, as `is_at` says."""
    own, cohorts = (sorted(actor.places(kind, COORDINATING)) for kind in ("institution", "cohort"))
    return select(Institution.id).where(
        or_(
            Institution.id.in_(own),
            Institution.id.in_(select(Cohort.institution_id).where(Cohort.id.in_(cohorts))),
        )
    )


def may_see_site(actor: Actor, site: Site) -> bool:
    """Kept by, or shared with, an institution at which the actor is."""
    if actor.is_national(*COORDINATING):
        return True
    places = {site.institution_id, *(share.institution_id for share in site.shares)} - {None}
    return any(is_at(actor, one) for one in places)


def visible_sites(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Site`."""
    if actor.is_national(*COORDINATING):
        return true()
    own = _institutions(actor)
    shared = select(SiteShare.site_id).where(SiteShare.institution_id.in_(own))
    return or_(Site.institution_id.in_(own), Site.id.in_(shared))


def may_edit_site(actor: Actor, site: Site) -> bool:
    """Coordinators of the institution that keeps it; administrators for the whole country."""
    return actor.is_national("administrator") or coordinates(actor, site.institution_id)


def require_editing(actor: Actor, site: Site) -> None:
    if not may_edit_site(actor, site):
        raise Forbidden(NOT_KEPT)


def may_see_supervisor(actor: Actor, supervisor: Supervisor) -> bool:
    return is_at(actor, supervisor.institution_id)


def visible_supervisors(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Supervisor`."""
    if actor.is_national(*COORDINATING):
        return true()
    return Supervisor.institution_id.in_(_institutions(actor))


def may_change_supervisor(actor: Actor, supervisor: Supervisor) -> bool:
    return coordinates(actor, supervisor.institution_id)


def may_say_absence(actor: Actor, supervisor: Supervisor) -> bool:
    """Also of oneself: who is away knows it first."""
    return supervisor.person_id == actor.id or may_change_supervisor(actor, supervisor)


def may_place(actor: Actor, learner: Enrolment) -> bool:
    """Coordinators of the cohort, never themselves."""
    return learner.person_id != actor.id and enrolment.may_see_cohort(actor, learner.cohort, COORDINATING)


def require_placing(actor: Actor, learner: Enrolment) -> None:
    if not may_place(actor, learner):
        raise Forbidden(NOT_YOURS)


def may_see_placement(actor: Actor, placement: Placement) -> bool:
    """The learner, the coordinators of the cohort, and who signs now or will, also while standing in."""
    if enrolment.may_see_enrolment(actor, placement.enrolment, COORDINATING):
        return True
    day = today()
    return any(
        _signs(actor, one, day) for one in placement.supervisors if one.until_day is None or one.until_day >= day
    )


def _signs(actor: Actor, named: PlacementSupervisor | CohortSupervisor, day: date) -> bool:
    if named.supervisor.person_id == actor.id:
        return True
    away = (one for one in named.supervisor.absences if one.from_day <= day <= one.until_day)
    return any(one.stand_in.person_id == actor.id for one in away)


def visible_placements(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Placement` joined to `Enrolment` and `Cohort`."""
    return or_(enrolment.visible_enrolments(actor, COORDINATING), signed_placements(actor))


def signed_placements(actor: Actor) -> ColumnElement[bool]:
    """Those that the actor signs for now or will, also while standing in, as SQL over `Placement`."""
    named = select(PlacementSupervisor.placement_id).where(
        _is_desk(actor, PlacementSupervisor.supervisor_id),
        or_(PlacementSupervisor.until_day.is_(None), PlacementSupervisor.until_day >= today()),
    )
    return and_(Placement.id.in_(named))


def _is_desk(actor: Actor, supervisor_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """A supervisor that the actor is, or stands in for today."""
    day = today()
    own = select(Supervisor.id).where(Supervisor.person_id == actor.id)
    stood_in = select(SupervisorAbsence.supervisor_id).where(
        SupervisorAbsence.stand_in_id.in_(own), SupervisorAbsence.from_day <= day, SupervisorAbsence.until_day >= day
    )
    return or_(supervisor_id.in_(own), supervisor_id.in_(stood_in))


def may_name(actor: Actor, cohort: Cohort) -> bool:
    """Who supervises a whole cohort is its coordinators' to say, and never that of somebody who learns in it."""
    if not enrolment.may_see_cohort(actor, cohort, COORDINATING):
        return False
    own = select(Enrolment.id).where(Enrolment.cohort_id == cohort.id, Enrolment.person_id == actor.id)
    return session().scalars(own.limit(1)).first() is None


def may_see_cohort_supervisor(actor: Actor, named: CohortSupervisor) -> bool:
    """Coordinators of the cohort, and who supervises it now or will, also while standing in."""
    if enrolment.may_see_cohort(actor, named.cohort, COORDINATING):
        return True
    day = today()
    return (named.until_day is None or named.until_day >= day) and _signs(actor, named, day)


def visible_cohort_supervisors(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `CohortSupervisor` joined to `Cohort`."""
    return or_(enrolment.visible_cohorts(actor, COORDINATING), led_cohorts(actor))


def led_cohorts(actor: Actor) -> ColumnElement[bool]:
    """Those that the actor supervises now or will, also while standing in, as SQL over `CohortSupervisor`."""
    return and_(
        _is_desk(actor, CohortSupervisor.supervisor_id),
        or_(CohortSupervisor.until_day.is_(None), CohortSupervisor.until_day >= today()),
    )
