"""Reading the trail."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.db import session


def list_about(subject: str, action: str = "", limit: int = 100) -> Sequence[AuditEvent]:
    """Newest first."""
    wanted = select(AuditEvent).where(AuditEvent.subject == subject).order_by(AuditEvent.id.desc()).limit(limit)
    if action:
        wanted = wanted.where(AuditEvent.action == action)
    return session().scalars(wanted).all()
