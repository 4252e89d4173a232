"""Rows past their 24 months go, by whole blocks and whole months; their seals stay, and a row says what went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, select

from app.audit import service
from app.audit.models import KEPT_MONTHS, AuditEvent, AuditLeaves, AuditSeal
from app.audit.verifying import PURGE, SUBJECT
from app.core.clock import now
from app.core.db import session

AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Purged:
    rows: int
    until: int


def kept_since(moment: datetime) -> datetime:
    """The first day of the month that lies 24 months back: nothing goes before its time, and most waits some days."""
    months = moment.year * 12 + moment.month - 1 - KEPT_MONTHS
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def purge_old(by_id: int | None = None) -> Purged | None:
    """Removes the oldest blocks that have had their time, some at once, in the current write transaction."""
    since = kept_since(now().astimezone(UTC))
    last = _find_last(since)
    if last is None:
        return None
    past = AuditEvent.id <= last.last_id
    rows = session().scalars(select(func.count()).select_from(AuditEvent).where(past)).one()
    # Before anything goes: SQLite gives the number behind the highest that is there.
    service.record(by_id, PURGE, f"{SUBJECT}{last.id}", detail=f"rows {rows}")
    session().execute(delete(AuditEvent).where(past))
    session().execute(delete(AuditLeaves).where(AuditLeaves.id <= last.id))
    return Purged(rows, last.id)


def forget_old() -> None:
    """Housekeeping's."""
    purge_old()


def _find_last(since: datetime) -> AuditSeal | None:
    """The last of the blocks that go together. A row that is dated later keeps its block and all behind it."""
    wanted = (
        select(AuditSeal)
        .join(AuditLeaves, AuditLeaves.id == AuditSeal.id)
        .where(AuditSeal.at < since)
        .order_by(AuditSeal.id)
    )
    found, rows = None, 0
    young = session().scalars(select(func.min(AuditEvent.id)).where(AuditEvent.at >= since)).one()
    for seal in session().scalars(wanted.limit(AT_ONCE)):
        if rows >= AT_ONCE or (young is not None and young <= seal.last_id):
            break
        found, rows = seal, rows + seal.rows
    return found
