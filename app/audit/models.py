"""The audit trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id


class AuditEvent(Base):
    """One act. `place` is "kind:id", `subject` "kind:id"; `detail` holds codes, never names or text."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject_at", "subject", "at"), {"info": {"append_only": True}})

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(80), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="allowed")
    detail: Mapped[str] = mapped_column(String(200), default="")
