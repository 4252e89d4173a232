"""Reading placements: where a learner is on a day, who signs, and for whom somebody signs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.audit.models import AuditEvent
from app.core.clock import today
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.placements import openings, policy, rules
from app.placements.models import (
    AGREED,
    CANCELLED,
    CohortSupervisor,
    Placement,
    Site,
    Supervisor,
    SupervisorAbsence,
)

NO_PLACEMENT = N_("There is no such placement.")
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """A placement and what it waits for."""

    placement: Placement
    opening: rules.Opening


@dataclass(frozen=True, slots=True)
class Ahead:
    """In one line."""

    id: int
    site: str
    starts_on: date
    ends_on: date


def get_placement(actor: Actor, placement_id: int) -> Placement:
    placement = session().get(Placement, placement_id)
    if placement is None or not policy.may_see_placement(actor, placement):
        raise NotFound(NO_PLACEMENT)
    return placement


def list_placements(enrolment_id: int) -> Sequence[Placement]:
    """Of a learner whom the caller may see, the latest first."""
    wanted = _whole().where(Placement.enrolment_id == enrolment_id)
    return session().scalars(wanted.order_by(Placement.starts_on.desc(), Placement.id.desc())).all()


def find_covering(enrolment_id: int, day: date) -> Standing | None:
    """The placement whose days hold `day`, with what it still waits for."""
    wanted = _whole().where(
        Placement.enrolment_id == enrolment_id,
        Placement.state != CANCELLED,
        Placement.starts_on <= day,
        Placement.ends_on >= day,
    )
    found = session().scalars(wanted).first()
    return Standing(found, openings.opening_of(found)) if found else None


def find_on(enrolment_id: int, day: date) -> Placement | None:
    """Where the learner may work on that day; None also while the placement waits for a gate or a clearance."""
    found = find_covering(enrolment_id, day)
    return found.placement if found and found.opening.is_open_on(day) else None


def signer_on(placement: Placement, day: date, category: str = "") -> Supervisor | None:
    """Who signs what was done on `day`: whoever is named, or their stand-in. None where nobody active is named.

    For a `category` that somebody supervises for the whole cohort it is them; they never sign for themselves.
    """
    learner_id = placement.enrolment.person_id
    leads = _find_leading(placement.enrolment.cohort_id, category, day) if category else None
    main = leads if leads is not None and leads.person_id != learner_id else placement.main_on(day)
    if main is None:
        return None
    away = {one.supervisor_id: one.stand_in_id for one in _absences_on(main.institution_id, day)}
    learner = select(Supervisor.id).where(Supervisor.person_id == learner_id)
    never = session().scalars(learner).all() if main.id in away else ()
    found = session().get_one(Supervisor, rules.signer(main.id, away, never))
    return found if found.is_active else None


def supervisors_of(person_id: int) -> Sequence[Supervisor]:
    """As whom a person with an account signs, one for each institution."""
    wanted = select(Supervisor).where(Supervisor.person_id == person_id, Supervisor.is_active).order_by(Supervisor.id)
    return session().scalars(wanted).all()


def stood_in_for(supervisor_ids: Collection[int], day: date) -> Sequence[SupervisorAbsence]:
    """Absences that hold on `day` and in which one of these stands in."""
    wanted = (
        select(SupervisorAbsence)
        .where(
            SupervisorAbsence.stand_in_id.in_(sorted(supervisor_ids)),
            SupervisorAbsence.from_day <= day,
            SupervisorAbsence.until_day >= day,
        )
        .options(joinedload(SupervisorAbsence.supervisor))
        .order_by(SupervisorAbsence.id)
    )
    return session().scalars(wanted).all()


def with_absent(supervisor_ids: Iterable[int]) -> frozenset[int]:
    """These supervisors and everybody in whose place they sign today, also where a stand-in is away."""
    found = asked = frozenset(supervisor_ids)
    while asked:
        asked = frozenset(one.supervisor_id for one in stood_in_for(asked, today())) - found
        found |= asked
    return found


def is_signer_of(actor: Actor, enrolment_id: int) -> bool:
    """Whether the actor signs for a placement of this learner, now or from a later day on."""
    return bool(signed_among(actor, [enrolment_id]))


def signed_among(actor: Actor, enrolment_ids: Collection[int]) -> frozenset[int]:
    """For whom of these learners the actor signs at a placement, now or from a later day on."""
    wanted = select(Placement.enrolment_id).where(
        Placement.enrolment_id.in_(sorted(enrolment_ids)), policy.signed_placements(actor)
    )
    return frozenset(session().scalars(wanted))


def list_leading(cohort_id: int) -> Sequence[CohortSupervisor]:
    """Who supervises this cohort as a whole, did or will: by category and day."""
    wanted = select(CohortSupervisor).where(CohortSupervisor.cohort_id == cohort_id)
    return session().scalars(wanted.order_by(CohortSupervisor.category, CohortSupervisor.from_day)).all()


def list_led(actor: Actor) -> Sequence[CohortSupervisor]:
    """Cohorts that the actor supervises as a whole now or from a later day on, also while standing in."""
    wanted = (
        select(CohortSupervisor)
        .join(CohortSupervisor.cohort)
        .where(policy.led_cohorts(actor))
        .options(contains_eager(CohortSupervisor.cohort).joinedload(Cohort.institution))
        .order_by(Cohort.name, CohortSupervisor.cohort_id, CohortSupervisor.category)
    )
    return session().scalars(wanted).all()


def list_visible(actor: Actor, *, past: bool, day: date) -> Sequence[Placement]:
    """Everything that the actor may see, to come and running, or `past`; the next to end first."""
    over = or_(Placement.ends_on < day, Placement.state != AGREED)
    wanted = _whole().where(policy.visible_placements(actor), over if past else ~over)
    order = Placement.ends_on.desc() if past else Placement.ends_on
    return session().scalars(wanted.order_by(order, Placement.id).limit(SHOWN)).all()


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did to a placement."""

    at: datetime
    action: str
    by: str


def list_history(placement: Placement) -> list[Change]:
    """Out of the trail, newest first."""
    wanted = (
        select(AuditEvent.at, AuditEvent.action, Person.name)
        .outerjoin(Person, Person.id == AuditEvent.actor_id)
        .where(AuditEvent.subject == f"placement:{placement.id}")
        .order_by(AuditEvent.id.desc())
        .limit(SHOWN)
    )
    return [Change(row[0], row[1], row[2] or "") for row in session().execute(wanted)]


def next_select() -> Select[*tuple[Any, ...]]:
    """id, site, from, until of the placement that runs on `day`, or else of the next one; first pages add it to theirs.

    The enrolment is bound as `enrolment`.
    """
    return (
        select(Placement.id, Site.name, Placement.starts_on, Placement.ends_on)
        .join(Site, Site.id == Placement.site_id)
        .where(
            Placement.enrolment_id == bindparam("enrolment"),
            Placement.state == AGREED,
            Placement.ends_on >= bindparam("day"),
        )
        .order_by(Placement.starts_on)
        .limit(1)
    )


def count_signed(actor: Actor, day: date) -> int:
    """Placements that run or are to come for which the actor signs, also while standing in."""
    wanted = select(func.count(Placement.id)).where(
        policy.signed_placements(actor), Placement.state == AGREED, Placement.ends_on >= day
    )
    return session().scalars(wanted).one()


def _find_leading(cohort_id: int, category: str, day: date) -> Supervisor | None:
    wanted = select(CohortSupervisor).where(
        CohortSupervisor.cohort_id == cohort_id,
        CohortSupervisor.category == category,
        CohortSupervisor.from_day <= day,
        or_(CohortSupervisor.until_day.is_(None), CohortSupervisor.until_day >= day),
    )
    found = session().scalars(wanted).first()
    return found.supervisor if found else None


def _absences_on(institution_id: int, day: date) -> Sequence[SupervisorAbsence]:
    wanted = (
        select(SupervisorAbsence)
        .join(Supervisor, Supervisor.id == SupervisorAbsence.supervisor_id)
        .where(
            Supervisor.institution_id == institution_id,
            SupervisorAbsence.from_day <= day,
            SupervisorAbsence.until_day >= day,
        )
    )
    return session().scalars(wanted).all()


def _whole() -> Select[Placement]:
    """With everything that a page shows of a placement."""
    return (
        select(Placement)
        .join(Placement.enrolment)
        .join(Enrolment.cohort)
        .join(Placement.site)
        .options(
            contains_eager(Placement.site),
            contains_eager(Placement.enrolment).contains_eager(Enrolment.cohort).joinedload(Cohort.institution),
            contains_eager(Placement.enrolment).joinedload(Enrolment.person),
        )
    )
