"""Reading placements: where a learner is on a day, who signs, and for whom somebody signs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.actor import Actor
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.placements import openings, policy, rules
from app.placements.models import AGREED, CANCELLED, Placement, Supervisor, SupervisorAbsence

NO_PLACEMENT = N_("There is no such placement.")
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """A placement and what it waits for."""

    placement: Placement
    opening: rules.Opening


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


def signer_on(placement: Placement, day: date) -> Supervisor | None:
    """Who signs what was done on `day`: whoever is named, or their stand-in. None where nobody active is named."""
    main = placement.main_on(day)
    if main is None:
        return None
    away = {one.supervisor_id: one.stand_in_id for one in _absences_on(main.institution_id, day)}
    learner = select(Supervisor.id).where(Supervisor.person_id == placement.enrolment.person_id)
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


def list_visible(actor: Actor, *, past: bool, day: date) -> Sequence[Placement]:
    """Everything that the actor may see, to come and running, or `past`; the next to end first."""
    over = or_(Placement.ends_on < day, Placement.state != AGREED)
    wanted = _whole().where(policy.visible_placements(actor), over if past else ~over)
    order = Placement.ends_on.desc() if past else Placement.ends_on
    return session().scalars(wanted.order_by(order, Placement.id).limit(SHOWN)).all()


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
