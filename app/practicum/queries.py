"""Reading entries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased, contains_eager, selectinload

from app.accounts.actor import Actor
from app.cases.models import PracticeCase
from app.core.db import hold, session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.placements.models import Placement, Supervisor
from app.practicum import policy
from app.practicum.models import (
    APPROVED,
    WITHDRAWN,
    LatePermission,
    PracticumCase,
    PracticumDecision,
    PracticumEntry,
)

NO_ENTRY = N_("There is no such entry.")

Successor = aliased(PracticumEntry)


def lock_enrolment(enrolment_id: int) -> None:
    """Whoever changes entries of one learner waits for the others. Rows that point at the learner are still taken."""
    hold(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update(key_share=True))


def lock_supervisor(supervisor_id: int) -> None:
    """Whoever sends entries to one supervisor waits for the others: a supervisor is in one place at a time."""
    hold(select(Supervisor.id).where(Supervisor.id == supervisor_id).with_for_update(key_share=True))


def get_entry(actor: Actor, entry_id: int) -> PracticumEntry:
    """An entry that the actor may read whole. Raises NotFound."""
    entry = session().scalars(_whole().where(PracticumEntry.id == entry_id)).first()
    if entry is None or not policy.may_see_entry(actor, entry):
        raise NotFound(NO_ENTRY)
    return entry


def get_own(actor: Actor, entry_id: int) -> PracticumEntry:
    """An entry that the actor wrote. Raises NotFound."""
    entry = session().scalars(_whole().where(PracticumEntry.id == entry_id)).first()
    if entry is None or entry.enrolment.person_id != actor.id:
        raise NotFound(NO_ENTRY)
    return entry


def find_by_client(enrolment_id: int, client_id: str) -> PracticumEntry | None:
    wanted = select(PracticumEntry).filter_by(enrolment_id=enrolment_id, client_id=client_id)
    return session().scalars(wanted).one_or_none()


def find_live_amendment(entry_id: int) -> PracticumEntry | None:
    """The row that has replaced this one, or is to."""
    wanted = select(PracticumEntry).where(PracticumEntry.amends_id == entry_id, PracticumEntry.status != WITHDRAWN)
    return session().scalars(wanted).one_or_none()


def counts() -> Select[PracticumEntry]:
    """Entries that count: the last approved row of each chain."""
    return select(PracticumEntry).where(PracticumEntry.status == APPROVED, ~is_replaced())


def is_replaced() -> ColumnElement[bool]:
    """As a condition on `PracticumEntry`: an approved amendment stands in its place."""
    return exists().where(and_(Successor.amends_id == PracticumEntry.id, Successor.status == APPROVED))


def list_days_at(placement: Placement) -> Sequence[date]:
    """Days of what was sent in from there, whatever became of it; what an amendment has replaced is left out."""
    wanted = select(PracticumEntry.day).where(
        PracticumEntry.enrolment_id == placement.enrolment_id,
        PracticumEntry.placement_id == placement.id,
        PracticumEntry.status.in_(policy.SENT),
        PracticumEntry.day.is_not(None),
        ~is_replaced(),
    )
    return [day for day in session().scalars(wanted.distinct()) if day is not None]


def find_first(entry: PracticumEntry) -> PracticumEntry:
    """The first row of the chain that an entry belongs to."""
    while entry.amends is not None:
        entry = entry.amends
    return entry


def list_codes(entry_id: int) -> list[str]:
    """Codes of the cases that an entry touched."""
    wanted = select(PracticeCase.code).join(PracticumCase).where(PracticumCase.entry_id == entry_id)
    return list(session().scalars(wanted.order_by(PracticeCase.code)))


def count_decisions(entry_id: int) -> int:
    wanted = select(func.count()).where(PracticumDecision.entry_id == entry_id)
    return session().scalars(wanted.select_from(PracticumDecision)).one()


def list_cases(enrolment_id: int, case_ids: Collection[int]) -> Sequence[PracticeCase]:
    """Those of these cases that belong to the learner; what is no id of any database is none of them."""
    ids = sorted(one for one in case_ids if 0 < one < 2**31)
    wanted = select(PracticeCase).where(PracticeCase.enrolment_id == enrolment_id, PracticeCase.id.in_(ids))
    return session().scalars(wanted.order_by(PracticeCase.code)).all()


def is_late_allowed(enrolment_id: int, day: date) -> bool:
    wanted = select(LatePermission.id).where(
        LatePermission.enrolment_id == enrolment_id, LatePermission.from_day <= day, LatePermission.until_day >= day
    )
    return session().scalars(wanted.limit(1)).first() is not None


def _whole() -> Select[PracticumEntry]:
    """With its learner, cohort and institution, cases and decisions."""
    return (
        select(PracticumEntry)
        .join(PracticumEntry.enrolment)
        .join(Enrolment.cohort)
        .options(
            contains_eager(PracticumEntry.enrolment).contains_eager(Enrolment.cohort).joinedload(Cohort.institution),
            selectinload(PracticumEntry.cases),
            selectinload(PracticumEntry.decisions),
        )
    )
