"""Who was told what and agreed to what; copies, corrections and erasures that were asked for; what was forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id


class PrivacyStatement(Base):
    """What an institution says of itself (the service as a whole: null). `edition` rises when people are to read again.

    `facts`: names, addresses and numbers; `texts`: field → language → text.
    """

    __tablename__ = "privacy_statement"
    __table_args__ = (UniqueConstraint("institution_id"),)

    id: Mapped[Id]
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    facts: Mapped[dict[str, str]] = mapped_column(JSON)
    texts: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    edition: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class PrivacyReading(Base):
    """Somebody read the notice: our words in their version, the institutions' in their editions.

    `is_current` falls when an institution asks its people to read again.
    """

    __tablename__ = "privacy_reading"
    __table_args__ = (Index("ix_privacy_reading_person_id", "person_id", "id"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    notice: Mapped[int]
    editions: Mapped[dict[str, int]] = mapped_column(JSON)  # institution ("0": the service) → edition
    language: Mapped[str] = mapped_column(String(2))
    is_current: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime]


class Consent(Base):
    """A yes or a no to one version of a text. The newest row counts; none is changed."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_person_id", "person_id", "kind", "id"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    is_given: Mapped[bool]
    language: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime]


class DataExport(Base):
    """A copy of everything about somebody, sealed with their key until they fetch it; empty afterwards."""

    __tablename__ = "data_export"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class ErasureRequest(Base):
    """Somebody is to be forgotten: at `due_at`, unless it is withdrawn; at once when a second person confirms."""

    __tablename__ = "erasure_request"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class CorrectionRequest(Base):
    """What somebody says is wrong about them and cannot change alone, and what was answered."""

    __tablename__ = "correction_request"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RetentionRun(Base):
    """How many rows of a record class were forgotten when."""

    __tablename__ = "retention_run"
    __table_args__ = (Index("ix_retention_run_at", "at"),)

    id: Mapped[Id]
    record_class: Mapped[str] = mapped_column(String(40))
    removed: Mapped[int]
    at: Mapped[datetime]
