"""A learner's entries as lists: what still wants something of them, and week after week what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from app.accounts.actor import Actor
from app.core.db import session
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.practicum import policy, queries
from app.practicum.content import find_held
from app.practicum.drafts import Draft, draft_of
from app.practicum.models import APPROVED, DRAFT, RETURNED, SUBMITTED, WITHDRAWN, PracticumEntry
from app.practicum.times import week_of

WEEK = timedelta(days=7)
WEEKS, OPEN, OFFERED, PAGE = 6, 100, 5, 50


@dataclass(frozen=True, slots=True)
class Week:
    """Sunday to Saturday, newest entry first; minutes that are signed, and that wait."""

    begins: date
    entries: tuple[PracticumEntry, ...]

    @property
    def ends(self) -> date:
        return self.begins + timedelta(days=6)

    @property
    def signed(self) -> int:
        return self._sum(APPROVED)

    @property
    def pending(self) -> int:
        return self._sum(SUBMITTED)

    def _sum(self, status: str) -> int:
        return sum(one.minutes for one in self.entries if one.status == status)


def list_learners(actor: Actor) -> list[Enrolment]:
    """The actor's own enrolments in programmes with a practicum, the newest first."""
    return [one for one in enrolment.list_own(actor) if find_held(one.cohort, actor.release_id)]


def list_to_do(enrolment_id: int) -> Sequence[PracticumEntry]:
    """Returned ones first, then drafts, the latest day first."""
    wanted = _shown(enrolment_id).where(PracticumEntry.status.in_((RETURNED, DRAFT)))
    order = (PracticumEntry.status != RETURNED, PracticumEntry.day.desc(), PracticumEntry.id.desc())
    return session().scalars(wanted.order_by(*order).limit(OPEN)).all()


def list_weeks(enrolment_id: int, until: date) -> list[Week]:
    """Weeks with something sent in, up to that of `until`, the newest first; rows that were replaced are left out."""
    last = week_of(until)
    first = last - (WEEKS - 1) * WEEK
    wanted = _sent(enrolment_id).where(PracticumEntry.day.between(first, last + timedelta(days=6)))
    found: dict[date, list[PracticumEntry]] = {}
    for one in session().scalars(wanted.order_by(PracticumEntry.starts_at.desc(), PracticumEntry.id.desc())):
        if one.day is not None:
            found.setdefault(week_of(one.day), []).append(one)
    return [Week(begins, tuple(entries)) for begins, entries in sorted(found.items(), reverse=True)]


def find_before(enrolment_id: int, until: date) -> date | None:
    """The latest day with something sent in that lies before the weeks shown."""
    first = week_of(until) - (WEEKS - 1) * WEEK
    wanted = select(func.max(PracticumEntry.day)).where(
        PracticumEntry.enrolment_id == enrolment_id,
        PracticumEntry.status.in_((SUBMITTED, APPROVED)),
        PracticumEntry.day < first,
    )
    return session().scalars(wanted).one()


def list_withdrawn(enrolment_id: int) -> Sequence[PracticumEntry]:
    wanted = _shown(enrolment_id).where(PracticumEntry.status == WITHDRAWN)
    return session().scalars(wanted.order_by(PracticumEntry.id.desc()).limit(OPEN)).all()


def list_sent(enrolment_id: int, page: int) -> Sequence[PracticumEntry]:
    """A page of all that was sent in, whatever became of it, the latest day first."""
    wanted = _shown(enrolment_id).where(PracticumEntry.status.in_(policy.SENT))
    wanted = wanted.order_by(PracticumEntry.day.desc(), PracticumEntry.id.desc())
    return session().scalars(wanted.limit(PAGE).offset((page - 1) * PAGE)).all()


def count_sent(enrolment_id: int) -> int:
    wanted = select(func.count(PracticumEntry.id)).where(
        PracticumEntry.enrolment_id == enrolment_id, PracticumEntry.status.in_(policy.SENT)
    )
    return session().scalars(wanted).one()


def last_values(enrolment_id: int) -> Draft:
    """What the learner chose last, for the next entry; neither times nor people nor words."""
    wanted = _shown(enrolment_id).where(PracticumEntry.category != "", PracticumEntry.status != WITHDRAWN)
    last = session().scalars(wanted.order_by(PracticumEntry.id.desc()).limit(1)).first()
    if last is None:
        return Draft()
    names = ("category", "activity", "setting", "mode", "language", "people", "is_interpreted")
    return Draft(**{name: getattr(last, name) for name in names})


def list_last_week(enrolment_id: int, today: date) -> Sequence[PracticumEntry]:
    """Entries of the last seven days before today and the seven before them, to be offered again; oldest first."""
    wanted = _sent(enrolment_id).where(PracticumEntry.day.between(today - 2 * WEEK, today - timedelta(days=1)))
    found = session().scalars(wanted.order_by(PracticumEntry.day.desc(), PracticumEntry.id.desc()).limit(OFFERED)).all()
    return [one for one in found if not _is_repeated(one, found)]


def again(entry: PracticumEntry, today: date) -> Draft:
    """The same on the same day of the week, as late as it can have been, or today where that would be the same day.

    Without what was learned or worrying.
    """
    weeks = (today - entry.day).days // 7 if entry.day else 0
    day = entry.day + weeks * WEEK if entry.day and weeks > 0 else today
    return replace(draft_of(entry), day=day, doubled="", learning="", is_worried=False)


def _is_repeated(entry: PracticumEntry, found: Sequence[PracticumEntry]) -> bool:
    """Another one of the list is the same a week later."""
    return any(
        one.day is not None and entry.day is not None and one.day - entry.day == WEEK and _kind(one) == _kind(entry)
        for one in found
    )


def _kind(entry: PracticumEntry) -> tuple[object, ...]:
    draft = draft_of(entry)
    return draft.category, draft.activity, draft.starts, draft.ends, draft.case_ids


def _shown(enrolment_id: int) -> Select[PracticumEntry]:
    return (
        select(PracticumEntry)
        .where(PracticumEntry.enrolment_id == enrolment_id)
        .options(selectinload(PracticumEntry.cases), selectinload(PracticumEntry.decisions))
    )


def _sent(enrolment_id: int) -> Select[PracticumEntry]:
    sent = PracticumEntry.status.in_((SUBMITTED, APPROVED))
    return _shown(enrolment_id).where(sent, ~queries.is_replaced())
