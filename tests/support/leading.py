"""Somebody who supervises a cohort as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from app.accounts.actor import SYSTEM, Actor, Grant
from app.accounts.models import Person
from app.catalogue.practicum_types import Category, Practicum
from app.catalogue.types import Catalogue
from app.core.db import session
from app.enrolment.models import Cohort
from app.placements import leading, queries
from tests.support import curriculum
from tests.support.practice import Practice, add_supervisor

GROUPS = "supervision-in-groups"


def with_groups_apart() -> Catalogue:
    """The small curriculum, in which cases in a group are a kind of supervision of their own."""
    found = curriculum.catalogue()
    programme = found.programmes[curriculum.MENTORS]
    assert programme.practicum is not None
    changed = replace(programme, practicum=_apart(programme.practicum))
    return replace(found, programmes={**found.programmes, programme.id: changed})


def _apart(practicum: Practicum) -> Practicum:
    usual = practicum.find_category("supervision")
    assert usual is not None
    group: Category = replace(usual, id=GROUPS, title=curriculum.words("Kind groups"), settings=("group",))
    sessions = tuple(replace(one, category=GROUPS) if one.kind == "group" else one for one in practicum.sessions)
    return replace(practicum, categories=(*practicum.categories, group), sessions=sessions)


def lead(practice: Practice, supervisor_id: int | None, day: date | None = None, category: str = GROUPS) -> None:
    """From a day on, the cohort's first if none is named."""
    with practice.inside():
        cohort = session().get_one(Cohort, practice.cohort_id)
        seen = leading.newest(queries.list_leading(cohort.id), category)
        leading.name(SYSTEM, cohort, category, supervisor_id, day or cohort.starts_on, seen)


@dataclass
class Leader:
    """Whoever supervises the cohort of a practice, with an account."""

    practice: Practice
    category: str = GROUPS
    person: Person = field(init=False)
    supervisor_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.person = self.practice.house.person("supervisor")
        with self.practice.inside():
            place = self.practice.enrolment.cohort.institution_id
            self.supervisor_id = add_supervisor(place, self.person.id, "Lea Leader").id
        lead(self.practice, self.supervisor_id, category=self.category)

    @property
    def actor(self) -> Actor:
        return Actor(self.person.id, self.person.name, "en", (Grant("supervisor", "institution", 1),))
