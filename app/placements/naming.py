"""Naming who signs for a placement, from a day on."""

from __future__ import annotations

from datetime import date

from app.core.db import session
from app.core.errors import Invalid
from app.core.words import N_
from app.placements import people, rules
from app.placements.models import Placement, PlacementSupervisor


def name(placement: Placement, supervisor_id: int | None, day: date) -> bool:
    """From `day` on this supervisor signs, or nobody; says whether that is a change. Raises Invalid.

    Who was named for days before stays named for them.
    """
    start = max(day, placement.starts_on)
    if _is_named(placement, supervisor_id, start):
        return False
    _check(placement, supervisor_id)
    kept = [one for one in placement.supervisors if one.from_day < start]
    for one in kept:
        if one.until_day is None or one.until_day >= start:
            one.until_day = start - rules.DAY
    placement.supervisors = kept
    session().flush()  # the days of those who go are free before others take them
    if supervisor_id is not None:
        placement.supervisors.append(PlacementSupervisor(supervisor_id=supervisor_id, from_day=start, until_day=None))
        session().flush()
    return True


def stretch(placement: Placement) -> None:
    """Whoever is named first signs for days that were added before."""
    first = next(iter(placement.supervisors), None)
    if first is not None and first.from_day > placement.starts_on:
        first.from_day = placement.starts_on


def _is_named(placement: Placement, supervisor_id: int | None, start: date) -> bool:
    """Whether everything from `start` on is so already."""
    later = [one for one in placement.supervisors if one.until_day is None or one.until_day >= start]
    if supervisor_id is None:
        return not later
    return len(later) == 1 and later[0].supervisor_id == supervisor_id and later[0].until_day is None


def _check(placement: Placement, supervisor_id: int | None) -> None:
    if supervisor_id is None:
        return
    found = people.find_active(placement.enrolment.cohort.institution_id, supervisor_id)
    if found is None:
        raise Invalid(
            N_("Choose a supervisor of the list. A coordinator of the institution can add one."), field="supervisor"
        )
    if found.person_id == placement.enrolment.person_id:
        raise Invalid(N_("Nobody signs for themselves. Choose somebody else."), field="supervisor")
