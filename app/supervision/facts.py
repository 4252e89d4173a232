"""What the agenda is made from: a few statements, however many members and cases there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select

from app.cases.models import PracticeCase
from app.cases.queries import keeps_cases as cases_kept
from app.core.db import session
from app.practicum import queries as practicum
from app.practicum.content import find_held
from app.practicum.models import APPROVED, RETURNED, SUBMITTED, PracticumCase, PracticumEntry
from app.practicum.rules import SUPERVISION
from app.supervision import measured
from app.supervision.models import CANCELLED, SupervisionAsk, SupervisionItem, SupervisionMember, SupervisionSession
from app.supervision.rules import NOT_TODAY, Known, Last

SENT = (SUBMITTED, RETURNED, APPROVED)
OPENED_AFTER = timedelta(days=7)
"""A code may have been opened a little after its first meeting."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the members' programmes call supervision and appointments to which nobody came."""

    supervision: frozenset[str]
    missed: frozenset[str]
    review_days: Mapping[int, int]  # by enrolment


@dataclass(frozen=True, slots=True)
class Facts:
    """Of every open case, and of each member the day of a worry that names no case."""

    cases: Mapping[int, PracticeCase]
    known: Mapping[int, Known]
    worries: Mapping[int, date]
    words: Words


def gather(members: Iterable[SupervisionMember], until: datetime, day: date, own_id: int = 0) -> Facts:
    """As they stand for a session that begins at `until` on `day`; `own_id` is its id, for it is not looked back on."""
    found = list(members)
    ids = [one.enrolment_id for one in found]
    words = _words(found)
    is_kept = bool(found) and cases_kept(found[0].enrolment.cohort.institution_id)
    cases = _open_cases(ids, day) if is_kept else {}
    own_entries = [one.entry_id for one in found if one.entry_id]
    lasts, decided = _lasts(cases, until, own_id), _last_moments(cases, ids, until, own_id)
    reviewed = _reviewed(cases, words, own_entries)
    worries, missed = _marks(ids, words)
    wishes = _wishes(cases, own_id)
    scores = measured.read(cases)
    known = {
        case.id: Known(
            opened_on=case.opened_on,
            reviewed_on=_latest(reviewed.get(case.id), lasts[case.id].on if case.id in lasts else None),
            worried_on=_since(worries.get(case.id), decided.get(case.id), reviewed.get(case.id)),
            missed_on=_since(missed.get(case.id), decided.get(case.id), reviewed.get(case.id)),
            wish=wishes.get(case.id, ""),
            last=lasts.get(case.id),
            **scores.get(case.id, {}),
        )
        for case in cases.values()
    }
    unnamed = {one: _since(worries.get((one,)), decided.get((one,)), None) for one in ids}
    return Facts(cases, known, {one: on for one, on in unnamed.items() if on}, words)


Mark = tuple[datetime, date]
"""When something was sent in, and of which day it tells."""


def _words(members: Iterable[SupervisionMember]) -> Words:
    supervision: set[str] = set()
    missed: set[str] = set()
    days: dict[int, int] = {}
    for one in members:
        held = find_held(one.enrolment.cohort)
        if held is not None:
            supervision |= {found.id for found in held.practicum.categories if found.counts == SUPERVISION}
            missed |= set(held.practicum.missed())
            days[one.enrolment_id] = held.practicum.limits.case_review_days
    return Words(frozenset(supervision), frozenset(missed), days)


def _open_cases(enrolment_ids: Collection[int], day: date) -> dict[int, PracticeCase]:
    wanted = select(PracticeCase).where(
        PracticeCase.enrolment_id.in_(enrolment_ids),
        PracticeCase.opened_on <= day + OPENED_AFTER,
        or_(PracticeCase.closed_on.is_(None), PracticeCase.closed_on >= day),
    )
    return {one.id: one for one in session().scalars(wanted.order_by(PracticeCase.id))}


def _before(until: datetime, own_id: int) -> list[object]:
    """Conditions on items that other sessions left behind, over their session."""
    return [
        SupervisionSession.state != CANCELLED,
        SupervisionSession.starts_at <= until,
        SupervisionSession.id != own_id,
        SupervisionItem.decision != NOT_TODAY,
    ]


def _lasts(case_ids: Collection[int], until: datetime, own_id: int) -> dict[int, Last]:
    """Of each case what was decided last."""
    newest = func.row_number().over(
        partition_by=SupervisionItem.case_id, order_by=(SupervisionSession.starts_at.desc(), SupervisionItem.id.desc())
    )
    columns = SupervisionItem.__table__.c
    ranked = (
        select(*columns, SupervisionSession.day.label("on"), SupervisionSession.supervisor_id, newest.label("rank"))
        .join(SupervisionItem.session)
        .where(SupervisionItem.case_id.in_(case_ids), *_before(until, own_id))  # type: ignore[arg-type]
        .subquery()
    )
    return {
        row.case_id: Last(
            item_id=row.id,
            on=row.on,
            decision=row.decision,
            note=row.note,
            who=row.who,
            due_on=row.due_on,
            done_on=row.done_on,
            supervisor_id=row.supervisor_id,
        )
        for row in session().execute(select(ranked).where(ranked.c.rank == 1))
    }


def _last_moments(
    case_ids: Collection[int], ids: Collection[int], until: datetime, own_id: int
) -> dict[int | tuple[int], datetime]:
    """When something was decided last: by case, and by (enrolment,) about no case."""
    wanted = (
        select(SupervisionItem.case_id, SupervisionItem.enrolment_id, func.max(SupervisionItem.at))
        .join(SupervisionItem.session)
        .where(
            or_(
                SupervisionItem.case_id.in_(case_ids),
                and_(SupervisionItem.case_id.is_(None), SupervisionItem.enrolment_id.in_(ids)),
            ),
            *_before(until, own_id),  # type: ignore[arg-type]
        )
        .group_by(SupervisionItem.case_id, SupervisionItem.enrolment_id)
    )
    return {case_id or (enrolment_id,): at for case_id, enrolment_id, at in session().execute(wanted)}


def _reviewed(case_ids: Collection[int], words: Words, own_entries: Collection[int]) -> dict[int, date]:
    """The last day on which an entry of supervision named each case."""
    wanted = (
        select(PracticumCase.case_id, func.max(PracticumEntry.day))
        .join(PracticumEntry, PracticumEntry.id == PracticumCase.entry_id)
        .where(
            PracticumCase.case_id.in_(case_ids),
            PracticumEntry.id.not_in(own_entries),
            PracticumEntry.category.in_(words.supervision),
            PracticumEntry.status.in_((SUBMITTED, APPROVED)),
            ~practicum.is_replaced(),
        )
        .group_by(PracticumCase.case_id)
    )
    return {row[0]: row[1] for row in session().execute(wanted) if row[1]}


def _marks(
    enrolment_ids: Collection[int], words: Words
) -> tuple[dict[int | tuple[int], Mark], dict[int | tuple[int], Mark]]:
    """Worries and missed appointments that were sent in, the last of each case; without a case by (enrolment,)."""
    wanted = (
        select(
            PracticumEntry.enrolment_id,
            PracticumCase.case_id,
            PracticumEntry.is_worried,
            PracticumEntry.activity,
            PracticumEntry.submitted_at,
            PracticumEntry.day,
        )
        .outerjoin(PracticumCase, PracticumCase.entry_id == PracticumEntry.id)
        .where(
            PracticumEntry.enrolment_id.in_(enrolment_ids),
            PracticumEntry.status.in_(SENT),
            or_(PracticumEntry.is_worried, PracticumEntry.activity.in_(words.missed)),
            ~practicum.is_replaced(),
        )
        .order_by(PracticumEntry.submitted_at, PracticumEntry.id)
    )
    worries: dict[int | tuple[int], Mark] = {}
    missed: dict[int | tuple[int], Mark] = {}
    for enrolment_id, case_id, is_worried, activity, sent_at, day in session().execute(wanted):
        key = case_id or (enrolment_id,)
        if is_worried and sent_at and day:
            worries[key] = (sent_at, day)
        if activity in words.missed and sent_at and day:
            missed[key] = (sent_at, day)
    return worries, missed


def _wishes(case_ids: Collection[int], own_id: int) -> dict[int, str]:
    """What learners ask for, also where this session has settled it."""
    wanted = select(SupervisionAsk.case_id, SupervisionAsk.wish).where(
        SupervisionAsk.case_id.in_(case_ids),
        or_(SupervisionAsk.settled_session_id.is_(None), SupervisionAsk.settled_session_id == own_id),
    )
    return {row[0]: row[1] for row in session().execute(wanted.order_by(SupervisionAsk.id))}


def _since(mark: Mark | None, decided: datetime | None, reviewed: date | None) -> date | None:
    """The day of a mark that nothing was decided about since, and that no supervision of a later day has named."""
    if mark is None:
        return None
    sent_at, day = mark
    if (decided is not None and decided >= sent_at) or (reviewed is not None and reviewed > day):
        return None
    return day


def _latest(*days: date | None) -> date | None:
    return max((one for one in days if one is not None), default=None)
