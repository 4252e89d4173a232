"""The audit trail, and the seals that lie over it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id

KEPT_MONTHS = 24
ALLOWED, REFUSED = "allowed", "refused"


class AuditEvent(Base):
    """One act. `place` is "kind:id", `subject` "kind:id"; `detail` holds codes, never names or text."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_subject_at", "subject", "at"),
        Index("ix_audit_event_actor_id_at", "actor_id", "at"),
        {"info": {"append_only": True, "kept_months": KEPT_MONTHS}},
    )

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(80), default="")
    outcome: Mapped[str] = mapped_column(String(20), default=ALLOWED)
    detail: Mapped[str] = mapped_column(String(200), default="")


class AuditSeal(Base):
    """A closed block of the trail: its `rows` events end with `last_id` and begin after the block before.

    `id` counts from 1. `root` is the digest of the block's leaves, `digest` that of this seal and the one before,
    `mac` proves it by the master key `key_id`. Seals are never removed: they hold nothing of anybody.
    """

    __tablename__ = "audit_seal"
    __table_args__ = ({"info": {"append_only": True}},)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    last_id: Mapped[int]
    rows: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(40))
    mac: Mapped[str] = mapped_column(String(64))


class AuditLeaves(Base):
    """The digests of a sealed block's events, by which a broken one is named; gone when its events are.

    `id` is the seal's. Without `salt` nobody could tell from a seal what somebody guesses of rows that are gone.
    """

    __tablename__ = "audit_leaves"
    __table_args__ = ({"info": {"append_only": True, "kept_months": KEPT_MONTHS}},)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    salt: Mapped[str] = mapped_column(String(32))
    leaves: Mapped[str] = mapped_column(Text)
