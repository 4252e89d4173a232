"""A cohort's portfolios side by side, and who there is to assess."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from app.accounts.models import Person, RoleGrant
from app.catalogue.portfolio_types import Portfolio
from app.core.clock import today
from app.core.db import session
from app.enrolment import queries as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.placements.models import AGREED, Placement, PlacementSupervisor, Supervisor
from app.portfolio import queries, rules
from app.portfolio.policy import TRAINING
from app.portfolio.rules import Standing


@dataclass(frozen=True, slots=True)
class Line:
    """One learner. `assessors`: how many people with an account could rate them today, of `wanted` it takes."""

    learner: Enrolment
    standings: tuple[Standing, ...]
    assessors: int
    wanted: int

    @property
    def shown(self) -> int:
        return sum(one.is_shown for one in self.standings)

    @property
    def is_reopened(self) -> bool:
        return any(one.state == rules.REOPENED for one in self.standings)

    @property
    def lacks_assessors(self) -> bool:
        return self.assessors < self.wanted and self.shown < len(self.standings)


def read(cohort: Cohort, portfolio: Portfolio) -> list[Line]:
    """Whoever has something critical open first, then whoever lacks assessors, then by name."""
    learners = enrolment.list_learners(cohort)
    rated = queries.list_rated(one.id for one in learners)
    people = assessors_of(cohort, {one.id: one.person_id for one in learners})
    lines = [
        Line(one, tuple(rules.standings(portfolio, rated[one.id])), len(people[one.id]), portfolio.assessors)
        for one in learners
    ]
    return sorted(lines, key=lambda one: (not one.is_reopened, not one.lacks_assessors))


def assessors_of(cohort: Cohort, learners: Mapping[int, int]) -> dict[int, frozenset[int]]:
    """By enrolment: who could rate them today. `learners` is enrolment → person."""
    trainers, signers = _trainers(cohort), _signers(learners)
    return {name: (trainers | signers.get(name, frozenset())) - {person} for name, person in learners.items()}


def _trainers(cohort: Cohort) -> frozenset[int]:
    here = and_(RoleGrant.place_kind == "cohort", RoleGrant.place_id == cohort.id)
    above = and_(RoleGrant.place_kind == "institution", RoleGrant.place_id == cohort.institution_id)
    day = today()
    wanted = (
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role.in_(TRAINING),
            or_(here, above),
            Person.is_active,
            or_(RoleGrant.from_day.is_(None), RoleGrant.from_day <= day),
            or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day),
        )
    )
    return frozenset(session().scalars(wanted))


def _signers(enrolment_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Those who are named for a placement that runs or is to come, and have an account."""
    day = today()
    wanted = (
        select(Placement.enrolment_id, Supervisor.person_id)
        .join(PlacementSupervisor, PlacementSupervisor.placement_id == Placement.id)
        .join(Supervisor, Supervisor.id == PlacementSupervisor.supervisor_id)
        .where(
            Placement.enrolment_id.in_(sorted(enrolment_ids)),
            Placement.state == AGREED,
            or_(PlacementSupervisor.until_day.is_(None), PlacementSupervisor.until_day >= day),
            Supervisor.person_id.is_not(None),
            Supervisor.is_active,
        )
    )
    found: dict[int, frozenset[int]] = {}
    for name, person_id in session().execute(wanted):
        if person_id is not None:
            found[name] = found.get(name, frozenset()) | {person_id}
    return found
