"""Writing the trail."""

from __future__ import annotations

from sqlalchemy import insert

from app.audit.models import AuditEvent
from app.core.clock import now
from app.core.db import session


def record(
    actor_id: int | None, action: str, subject: str, *, place: str = "", outcome: str = "allowed", detail: str = ""
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
