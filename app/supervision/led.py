"""Cohorts that somebody supervises as a whole: who is in them, and which kinds of session are theirs to hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.core.clock import today
from app.core.db import session
from app.enrolment.models import Cohort, Enrolment
from app.placements import queries as placements
from app.placements.models import CANCELLED, Placement
from app.practicum.content import find_held


@dataclass(frozen=True, slots=True)
class Led:
    """`kinds` are those of the programme's sessions that this supervisor holds, as kind and setting."""

    cohort: Cohort
    kinds: tuple[tuple[str, str], ...]


def list_led(actor: Actor) -> list[Led]:
    """Those that run or are to come, by name."""
    categories: dict[int, set[str]] = defaultdict(set)
    cohorts: dict[int, Cohort] = {}
    for one in placements.list_led(actor):
        if one.cohort.ends_on >= today(one.cohort.institution.time_zone):
            cohorts[one.cohort_id] = one.cohort
            categories[one.cohort_id].add(one.category)
    return [Led(one, kinds) for one in cohorts.values() if (kinds := _kinds(one, categories[one.id]))]


def list_members(cohorts: Collection[Cohort]) -> Sequence[Enrolment]:
    """Everybody of these cohorts who has, or had, a placement: without one nobody has hours of practice; by name."""
    wanted = (
        select(Enrolment)
        .join(Enrolment.person)
        .join(Enrolment.cohort)
        .where(
            Enrolment.cohort_id.in_(sorted(one.id for one in cohorts)),
            Enrolment.left_on.is_(None),
            Enrolment.id.in_(select(Placement.enrolment_id).where(Placement.state != CANCELLED)),
        )
        .options(contains_eager(Enrolment.person), contains_eager(Enrolment.cohort).joinedload(Cohort.institution))
        .order_by(Cohort.name, Cohort.id, Person.name, Enrolment.id)
    )
    return session().scalars(wanted).all()


def _kinds(cohort: Cohort, categories: Collection[str]) -> tuple[tuple[str, str], ...]:
    held = find_held(cohort)
    sessions = held.practicum.sessions if held else ()
    return tuple((one.kind, one.setting) for one in sessions if one.category in categories)
