"""Those whom somebody supervises: when each was seen last, how much, and what supervision is owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.catalogue.practicum_types import Practicum
from app.core.clock import today
from app.core.db import session
from app.enrolment.models import Cohort, Enrolment
from app.placements import policy as placing
from app.placements.models import AGREED, Placement
from app.practicum import queries as practicum
from app.practicum import standing
from app.practicum.content import find_held
from app.practicum.debt import Debt
from app.practicum.models import APPROVED, SUBMITTED, PracticumEntry
from app.practicum.rules import SUPERVISION

LATELY = timedelta(days=28)
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody's supervision, by whomever: the last day, and the minutes of four weeks, signed or not."""

    learner: Enrolment
    practicum: Practicum
    last: date | None
    minutes: int
    debts: tuple[Debt, ...]


def list_supervised(actor: Actor, day: date | None = None) -> Sequence[Enrolment]:
    """Whose practice the actor signs for now or later, also while standing in, by name; in programmes with sessions."""
    wanted = (
        select(Enrolment)
        .join(Enrolment.person)
        .join(Enrolment.cohort)
        .where(
            Enrolment.id.in_(
                select(Placement.enrolment_id).where(
                    placing.signed_placements(actor), Placement.state == AGREED, Placement.ends_on >= (day or today())
                )
            ),
            Enrolment.person_id != actor.id,
        )
        .options(contains_eager(Enrolment.person), contains_eager(Enrolment.cohort).joinedload(Cohort.institution))
        .order_by(Person.name, Enrolment.id)
    )
    return [one for one in session().scalars(wanted.limit(SHOWN)) if _practicum(one) is not None]


def list_seen(actor: Actor) -> list[Seen]:
    """Who was seen too little comes first, the longest ago before the others."""
    learners = {one.id: one for one in list_supervised(actor)}
    by_cohort: dict[int, list[Enrolment]] = defaultdict(list)
    for one in learners.values():
        by_cohort[one.cohort_id].append(one)
    found = [seen for ones in by_cohort.values() for seen in _of_cohort(ones)]
    return sorted(found, key=lambda one: (not one.debts, one.last or date.min, one.learner.person.name))


def _of_cohort(learners: Sequence[Enrolment]) -> list[Seen]:
    cohort = learners[0].cohort
    practicum_of = _practicum(learners[0])
    if practicum_of is None:
        return []
    ids, day = [one.id for one in learners], today(cohort.institution.time_zone)
    standings = standing.of_learners(practicum_of, ids, day, cohort.ends_on)
    last = _last(practicum_of, ids, day)
    return [Seen(one, practicum_of, *last.get(one.id, (None, 0)), tuple(standings[one.id].debts)) for one in learners]


def _last(practicum_of: Practicum, enrolment_ids: Collection[int], day: date) -> dict[int, tuple[date | None, int]]:
    kinds = [one.id for one in practicum_of.categories if one.counts == SUPERVISION]
    lately = func.sum(PracticumEntry.minutes).filter(PracticumEntry.day > day - LATELY)
    wanted = (
        select(PracticumEntry.enrolment_id, func.max(PracticumEntry.day), func.coalesce(lately, 0))
        .where(
            PracticumEntry.enrolment_id.in_(enrolment_ids),
            PracticumEntry.category.in_(kinds),
            PracticumEntry.status.in_((SUBMITTED, APPROVED)),
            ~practicum.is_replaced(),
        )
        .group_by(PracticumEntry.enrolment_id)
    )
    return {row[0]: (row[1], int(row[2])) for row in session().execute(wanted)}


def _practicum(learner: Enrolment) -> Practicum | None:
    held = find_held(learner.cohort)
    return held.practicum if held and held.practicum.sessions else None
