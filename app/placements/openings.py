"""What placements wait for: gates out of what was completed, clearances out of what was seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select

from app.catalogue.types import Gate
from app.core.clock import day_of
from app.core.db import session
from app.enrolment.models import Enrolment
from app.placements.models import POLICE, Clearance, Placement, Site
from app.placements.rules import Opening
from app.progress import rules as progress
from app.progress.models import LessonState
from app.releases import queries as releases


@dataclass(frozen=True, slots=True)
class Asked:
    """A learner at a site, planned or agreed."""

    learner: Enrolment
    site: Site
    is_overridden: bool = False

    def find_gate(self, active_release: int | None) -> Gate | None:
        """The one that the site asks for, if the learner's programme has it."""
        if not self.site.needs_gate:
            return None
        cohort = self.learner.cohort
        catalogue = releases.published(cohort.release_id or active_release).catalogue
        programme = catalogue.programmes.get(cohort.programme_id)
        return next((gate for gate in programme.gates if gate.id == self.site.needs_gate), None) if programme else None


def opening_of(placement: Placement) -> Opening:
    return list_openings([placement])[placement.id]


def list_openings(placements: Iterable[Placement]) -> dict[int, Opening]:
    """By id of the placement; at most three statements for any number of them."""
    return _openings({one.id: Asked(one.enrolment, one.site, bool(one.override_reason)) for one in placements})


def foreseen(learner: Enrolment, site: Site) -> Opening:
    """What a placement there would wait for."""
    return _openings({0: Asked(learner, site)})[0]


def _openings(asked: Mapping[int, Asked]) -> dict[int, Opening]:
    active = releases.find_active_release_id() if any(one.site.needs_gate for one in asked.values()) else None
    gates = {key: gate for key, one in asked.items() if (gate := one.find_gate(active))}
    lessons = {lesson for gate in gates.values() for lesson in gate.lessons}
    completed = _completions({asked[key].learner.id for key in gates}, lessons)
    seen = _clearances({one.learner.person_id for one in asked.values() if one.site.needs_clearance})
    return {
        key: _opening(
            one, gates.get(key), completed.get(one.learner.id, {}), tuple(seen.get(one.learner.person_id, ()))
        )
        for key, one in asked.items()
    }


def _opening(
    asked: Asked, gate: Gate | None, completed: Mapping[str, datetime], seen: tuple[Clearance, ...]
) -> Opening:
    standing = progress.gate_standing(gate, completed) if gate else None
    zone = asked.learner.cohort.institution.time_zone
    return Opening(
        gate=gate,
        missing=standing.missing if standing else (),
        gate_day=day_of(standing.opened_at, zone) if standing and standing.opened_at else None,
        is_overridden=asked.is_overridden,
        needs_clearance=asked.site.needs_clearance,
        clearances=seen,
    )


def _completions(learners: Collection[int], lessons: Collection[str]) -> dict[int, dict[str, datetime]]:
    """Enrolment → lesson → when it was completed."""
    found: dict[int, dict[str, datetime]] = {}
    if not learners:
        return found
    wanted = select(LessonState.enrolment_id, LessonState.lesson_id, LessonState.completed_at).where(
        LessonState.enrolment_id.in_(sorted(learners)),
        LessonState.lesson_id.in_(sorted(lessons)),
        LessonState.completed_at.is_not(None),
    )
    for enrolment_id, lesson, at in session().execute(wanted):
        found.setdefault(enrolment_id, {})[lesson] = cast("datetime", at)
    return found


def _clearances(people: Iterable[int]) -> dict[int, list[Clearance]]:
    """Person → clearances that sites ask for."""
    found: dict[int, list[Clearance]] = {}
    if ids := sorted(people):
        wanted = select(Clearance).where(Clearance.person_id.in_(ids), Clearance.kind == POLICE)
        for one in session().scalars(wanted):
            found.setdefault(one.person_id, []).append(one)
    return found
