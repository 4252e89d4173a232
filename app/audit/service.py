"""Writing the trail."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, insert, select

from app.audit.models import ALLOWED, REFUSED, AuditEvent
from app.core.clock import now
from app.core.db import session, write_transaction

HOUR = timedelta(hours=1)
MOST_REFUSALS = 60
MORE = "and-more"
"""Ends the detail of the last refusal that is written in an hour: what followed is not."""


def record(
    actor_id: int | None, action: str, subject: str, *, place: str = "", outcome: str = ALLOWED, detail: str = ""
) -> None:
    """Adds a row in the current write transaction. `subject` and `place` are "kind:id"."""
    session().execute(
        insert(AuditEvent).values(
            at=now(),
            actor_id=actor_id,
            action=action,
            subject=subject,
            place=place,
            outcome=outcome,
            detail=detail[:200],
        )
    )


def record_refusal(actor_id: int, action: str, subject: str, detail: str = "") -> bool:
    """Writes that somebody was refused, in a transaction of its own; False if this hour has said it or enough.

    The same attempt is one row an hour, and nobody makes more than some rows an hour, however long they knock.
    """
    lately = (AuditEvent.actor_id == actor_id) & _refused_lately()
    wanted = select(AuditEvent.action, AuditEvent.subject, AuditEvent.detail).where(lately).limit(MOST_REFUSALS)
    found = session().execute(wanted).all()
    if len(found) >= MOST_REFUSALS or (action, subject, detail) in {tuple(row) for row in found}:
        return False
    more = MORE if len(found) == MOST_REFUSALS - 1 else ""
    with write_transaction():
        record(actor_id, action, subject, outcome=REFUSED, detail=f"{detail} {more}".strip())
    return True


def record_failure(action: str, subject: str) -> None:
    """Adds, in the current write transaction, that somebody unknown failed; at most so many rows an hour a subject."""
    lately = (AuditEvent.subject == subject) & AuditEvent.actor_id.is_(None) & _refused_lately()
    found = session().execute(select(AuditEvent.id).where(lately).limit(MOST_REFUSALS)).all()
    if len(found) < MOST_REFUSALS:
        record(None, action, subject, outcome=REFUSED, detail=MORE if len(found) == MOST_REFUSALS - 1 else "")


def _refused_lately() -> ColumnElement[bool]:
    return (AuditEvent.at > now() - HOUR) & (AuditEvent.outcome == REFUSED)
