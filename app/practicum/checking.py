"""Gathers what an entry is judged against, and judges it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import and_, exists, or_, select, true

from app.cases import queries as cases
from app.catalogue.practicum_types import Practicum
from app.core.clock import day_of, now, today
from app.core.db import session
from app.placements import queries as placements
from app.placements.models import Placement
from app.placements.queries import Standing
from app.practicum import queries, rules
from app.practicum.content import get_held
from app.practicum.models import APPROVED, DRAFT, SUBMITTED, WITHDRAWN, PracticumEntry
from app.practicum.rules import Around, Other, Remark, Told
from app.practicum.times import week_of


def remarks_about(entry: PracticumEntry) -> list[Remark]:
    """What speaks against sending the entry in, and what is only to be said."""
    return rules.check(told(entry), _around(entry))


def told(entry: PracticumEntry) -> Told:
    return Told(
        category=entry.category,
        activity=entry.activity,
        setting=entry.setting,
        mode=entry.mode,
        language=entry.language,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        zone=entry.zone,
        day=entry.day,
        minutes=entry.minutes,
        people=entry.people,
        method=entry.method,
        case_days=tuple((case.opened_on, case.closed_on) for case in entry.cases),
        is_amendment=entry.amends_id is not None,
        amend_reason=entry.amend_reason,
    )


def find_placement(entry: PracticumEntry) -> Placement | None:
    """Where the learner worked on the entry's day, if they might."""
    return placements.find_on(entry.enrolment_id, entry.day) if entry.day else None


def _around(entry: PracticumEntry) -> Around:
    practicum = get_held(entry.enrolment.cohort).practicum
    keeps_cases = cases.keeps_cases(entry.enrolment.cohort.institution_id)
    if entry.day is None:
        return Around(practicum=practicum, now=now(), told_on=today(entry.zone), keeps_cases=keeps_cases)
    standing = placements.find_covering(entry.enrolment_id, entry.day)
    signer = placements.signer_on(standing.placement, entry.day, entry.category) if standing else None
    return Around(
        practicum=practicum,
        now=now(),
        told_on=_told_on(entry),
        placed=_placed(standing, entry.day),
        has_supervisor=signer is not None,
        is_late_allowed=queries.is_late_allowed(entry.enrolment_id, entry.day),
        weekly_minutes=standing.placement.weekly_minutes if standing else None,
        others=_others(entry, entry.day),
        keeps_cases=keeps_cases,
        is_supervisor_taken=signer is not None and _is_taken(entry, signer.id, practicum),
    )


def _placed(standing: Standing | None, day: date) -> str:
    if standing is None:
        return "none"
    return "open" if standing.opening.is_open_on(day) else "waiting"


def _told_on(entry: PracticumEntry) -> date:
    """A returned entry was told when it was first decided about, an amendment when the row it replaces was."""
    if entry.decisions:
        return day_of(entry.decisions[0].at, entry.zone)
    if entry.amends is not None and entry.amends.day == entry.day and entry.amends.submitted_at:
        return day_of(entry.amends.submitted_at, entry.zone)
    return today(entry.zone)


def _others(entry: PracticumEntry, day: date) -> tuple[Other, ...]:
    """Of the entry's week and the days around it, without the entry's own chain."""
    sunday = week_of(day)
    wanted = select(PracticumEntry).where(
        PracticumEntry.enrolment_id == entry.enrolment_id,
        PracticumEntry.day.between(sunday - timedelta(days=1), sunday + timedelta(days=7)),
        PracticumEntry.status.not_in((DRAFT, WITHDRAWN)),
        ~queries.is_replaced(),
    )
    own = _chain_ids(entry)
    return _as_others([one for one in session().scalars(wanted).all() if one.id not in own])


def _as_others(rows: Sequence[PracticumEntry]) -> tuple[Other, ...]:
    amended = {one.amends_id for one in rows if one.amends_id}
    return tuple(
        Other(one.starts_at, one.ends_at, one.day, one.minutes, one.category, one.activity, one.id not in amended)
        for one in rows
        if one.starts_at and one.ends_at and one.day
    )


def _chain_ids(entry: PracticumEntry) -> set[int]:
    found = {entry.id}
    while entry.amends is not None:
        entry = entry.amends
        found.add(entry.id)
    return found


def _is_taken(entry: PracticumEntry, supervisor_id: int, practicum: Practicum) -> bool:
    """Whether the supervisor has another supervision with somebody else at that time; one group is one meeting."""
    supervision = {one.id for one in practicum.categories if one.counts == rules.SUPERVISION}
    if entry.category not in supervision or not (entry.starts_at and entry.ends_at):
        return False
    is_another = or_(
        PracticumEntry.setting == rules.INDIVIDUAL,
        PracticumEntry.category != entry.category,
        PracticumEntry.activity != entry.activity,
    )
    wanted = select(
        exists().where(
            and_(
                PracticumEntry.supervisor_id == supervisor_id,
                PracticumEntry.status.in_((SUBMITTED, APPROVED)),
                PracticumEntry.day == entry.day,
                PracticumEntry.enrolment_id != entry.enrolment_id,
                PracticumEntry.category.in_(sorted(supervision)),
                true() if entry.setting == rules.INDIVIDUAL else is_another,
                PracticumEntry.starts_at < entry.ends_at,
                PracticumEntry.ends_at > entry.starts_at,
                ~queries.is_replaced(),
            )
        )
    )
    return bool(session().scalars(wanted).one())
