"""Naming who supervises a cohort as a whole, such as the college's group supervisor: of one category, from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.catalogue.practicum_types import Category
from app.core.clock import now
from app.core.db import hold, session
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.placements import people, policy, queries, rules
from app.placements.models import CohortSupervisor, Supervisor
from app.releases import queries as releases

NOT_YOURS = N_("Only a coordinator of this cohort says who supervises it, and never of one in which they learn.")
CHANGED = N_("Somebody else named a supervisor meanwhile. Look at who stands here now, then save again.")


def list_categories(cohort: Cohort) -> list[Category]:
    """Kinds of supervision in the cohort's programme."""
    programme = releases.published(cohort.release_id).catalogue.programmes.get(cohort.programme_id)
    practicum = programme.practicum if programme else None
    return [one for one in practicum.categories if one.counts == "supervision"] if practicum else []


def newest(named: Sequence[CohortSupervisor], category: str) -> int:
    """What stands last for a category, as the version that a form has seen; 0 for nothing."""
    return max((one.id for one in named if one.category == category), default=0)


def name(actor: Actor, cohort: Cohort, category: str, supervisor_id: int | None, day: date, seen: int) -> bool:
    """From `day` on this supervisor signs that category for everybody, or again whoever signs at the placement.

    Who was named for days before stays named for them; what was sent in stays where it is. Says whether it is a change.
    Raises Forbidden, Invalid, Conflict if somebody else was named since it was looked at.
    """
    if not policy.may_name(actor, cohort):
        raise Forbidden(NOT_YOURS)
    hold(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update())
    session().expire_all()
    _check(cohort, category, supervisor_id, day)
    named = [one for one in queries.list_leading(cohort.id) if one.category == category]
    if newest(named, category) != seen:
        raise Conflict(CHANGED)
    if _stands(named, supervisor_id, day):
        return False
    _end(named, day)
    if supervisor_id is not None:
        values = {"cohort_id": cohort.id, "category": category, "supervisor_id": supervisor_id, "from_day": day}
        session().add(CohortSupervisor(until_day=None, by_id=person_id(actor), created_at=now(), **values))
    session().flush()
    detail = f"{category} supervisor:{supervisor_id or 0} {day.isoformat()}"
    audit.record(person_id(actor), "cohort-supervisor.name", f"cohort:{cohort.id}", detail=detail)
    return True


def _stands(named: Sequence[CohortSupervisor], supervisor_id: int | None, day: date) -> bool:
    """Whether everything from `day` on is so already."""
    later = [one for one in named if one.until_day is None or one.until_day >= day]
    if supervisor_id is None:
        return not later
    return len(later) == 1 and later[0].supervisor_id == supervisor_id and later[0].holds_on(day)


def _end(named: Sequence[CohortSupervisor], day: date) -> None:
    for one in named:
        if one.from_day >= day:
            session().delete(one)
        elif one.until_day is None or one.until_day >= day:
            one.until_day = day - rules.DAY
    session().flush()


def _check(cohort: Cohort, category: str, supervisor_id: int | None, day: date) -> None:
    if category not in {one.id for one in list_categories(cohort)}:
        raise Invalid(N_("Choose a kind of supervision that this programme has."), field="supervisor")
    if not cohort.starts_on <= day <= cohort.ends_on:
        raise Invalid(N_("Choose a day on which the cohort runs."), field="from_day")
    if supervisor_id is None:
        return
    found = people.find_active(cohort.institution_id, supervisor_id)
    if found is None:
        raise Invalid(
            N_("Choose a supervisor of the list. A coordinator of the institution can add one."), field="supervisor"
        )
    if _learns_here(found, cohort):
        raise Invalid(N_("Nobody signs for themselves. Choose somebody else."), field="supervisor")


def _learns_here(supervisor: Supervisor, cohort: Cohort) -> bool:
    wanted = select(Enrolment.id).where(Enrolment.cohort_id == cohort.id, Enrolment.person_id == supervisor.person_id)
    return supervisor.person_id is not None and session().scalars(wanted.limit(1)).first() is not None
