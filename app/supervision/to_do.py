"""What waits, for first pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Select, and_, bindparam, func, literal_column, select, union_all

from app.core.db import fetch
from app.practicum.models import SUBMITTED, PracticumEntry
from app.supervision import queries
from app.supervision.models import CANCELLED, PLANNED, SIGNED, SupervisionItem, SupervisionMember, SupervisionSession

TO_SIGN, NEXT, DUE = "sign", "next", "due"


def waiting_select() -> CompoundSelect[Any]:
    """what, a session, how many, a day: of the enrolment bound as `enrolment`, at `now` on the institution's `day`."""
    return union_all(_to_sign(), _next(), _due())


def _own() -> Select[*tuple[Any, ...]]:
    return (
        select(literal_column("''"))
        .select_from(SupervisionSession)
        .join(SupervisionMember, SupervisionMember.session_id == SupervisionSession.id)
        .outerjoin(PracticumEntry, PracticumEntry.id == SupervisionMember.entry_id)
        .where(SupervisionMember.enrolment_id == bindparam("enrolment"))
    )


def _to_sign() -> Select[*tuple[Any, ...]]:
    return (
        _own()
        .with_only_columns(
            literal_column(f"'{TO_SIGN}'").label("what"),
            func.max(SupervisionSession.id),
            func.count(),
            func.max(SupervisionSession.day),
        )
        .where(
            SupervisionSession.state.not_in((CANCELLED, SIGNED)),
            SupervisionSession.ends_at <= bindparam("now"),
            queries.is_unsigned(),
        )
    )


def _next() -> Select[*tuple[Any, ...]]:
    ahead = (
        _own()
        .with_only_columns(SupervisionSession.id, SupervisionSession.day)
        .where(
            SupervisionSession.state == PLANNED,
            SupervisionSession.ends_at > bindparam("now"),
            ~SupervisionMember.is_absent,
        )
        .order_by(SupervisionSession.starts_at)
        .limit(1)
        .subquery()
    )
    return select(literal_column(f"'{NEXT}'"), ahead.c.id, literal_column("1"), ahead.c.day)


def _due() -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal_column(f"'{DUE}'"),
            func.min(SupervisionItem.session_id),
            func.count(),
            func.min(SupervisionItem.due_on),
        )
        .join(SupervisionItem.session)
        .where(
            SupervisionItem.enrolment_id == bindparam("enrolment"),
            SupervisionItem.due_on <= bindparam("day"),
            SupervisionItem.due_on.is_not(None),
            SupervisionItem.done_on.is_(None),
            SupervisionSession.state != CANCELLED,
        )
    )


@dataclass(frozen=True, slots=True)
class Load:
    """Of a supervisor: sessions with a line that waits for them, or that nobody has signed; what is due."""

    to_sign: int
    due: int


def _load_select() -> CompoundSelect[Any]:
    ids: BindParameter[int] = bindparam("supervisors", expanding=True)
    waits = and_(PracticumEntry.status == SUBMITTED, SupervisionMember.countersigned_at.is_(None))
    to_sign: Select[*tuple[Any, ...]] = (
        select(literal_column(f"'{TO_SIGN}'"), func.count(SupervisionSession.id.distinct()))
        .join(SupervisionMember, SupervisionMember.session_id == SupervisionSession.id)
        .outerjoin(PracticumEntry, PracticumEntry.id == SupervisionMember.entry_id)
        .where(
            SupervisionSession.supervisor_id.in_(ids),
            SupervisionSession.state.not_in((CANCELLED, SIGNED)),
            SupervisionSession.ends_at <= bindparam("now"),
            ~SupervisionMember.is_absent,
            waits | SupervisionSession.supervisor_signed_at.is_(None),
        )
    )
    due: Select[*tuple[Any, ...]] = (
        select(literal_column(f"'{DUE}'"), func.count(SupervisionItem.id))
        .join(SupervisionItem.session)
        .where(
            SupervisionSession.supervisor_id.in_(ids),
            SupervisionSession.state != CANCELLED,
            SupervisionItem.due_on <= bindparam("day"),
            SupervisionItem.done_on.is_(None),
        )
    )
    return union_all(to_sign, due)


_load = _load_select()


def count_load(supervisor_ids: Collection[int], now: datetime, day: date) -> Load:
    """One statement, none for whoever supervises nobody."""
    if not supervisor_ids:
        return Load(0, 0)
    rows = {row[0]: row[1] for row in fetch(_load, {"supervisors": sorted(supervisor_ids), "now": now, "day": day})}
    return Load(rows[TO_SIGN], rows[DUE])
