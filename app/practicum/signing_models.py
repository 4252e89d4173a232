"""Links by which somebody without an account signs, scans of signatures on paper, and signed records on paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Id
from app.enrolment.models import Enrolment
from app.placements.models import Supervisor
from app.practicum.models import PracticumEntry


class SigningLink(Base):
    """Opens the lines that waited for a supervisor when it was sent. Of its token only the hash is kept.

    It is over once each of its lines is decided, at `expires_at`, or when a coordinator revokes it.
    """

    __tablename__ = "signing_link"
    __table_args__ = (Index("ix_signing_link_supervisor_id", "supervisor_id", "created_at"),)

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("supervisor.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # null: the weekly letter
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    supervisor: Mapped[Supervisor] = relationship(Supervisor, lazy="joined", innerjoin=True)


class SigningLine(Base):
    """An entry behind a link. It is decided once the entry has more decisions than the `round` it was sent in."""

    __tablename__ = "signing_line"

    link_id: Mapped[int] = mapped_column(ForeignKey("signing_link.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("practicum_entry.id"), primary_key=True, index=True)
    round: Mapped[int]

    entry: Mapped[PracticumEntry] = relationship(PracticumEntry)


class SigningBrowser(Base):
    """A browser that asked for a code, and once it was typed there: the one that may decide.

    `cookie_hash` is of a secret that only the browser has; `code_hash` of that secret and the code, so that nobody who
    reads this table can try out codes. It is empty once the browser is bound.
    """

    __tablename__ = "signing_browser"
    __table_args__ = (Index("ix_signing_browser_link_id", "link_id", "asked_at"),)

    id: Mapped[Id]
    link_id: Mapped[int] = mapped_column(ForeignKey("signing_link.id"))
    cookie_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    code_expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    bound_at: Mapped[datetime | None]


class SigningReport(Base):
    """A supervisor says that an entry is not of somebody whom they supervise. No verdict: the entry waits on."""

    __tablename__ = "signing_report"

    entry_id: Mapped[int] = mapped_column(ForeignKey("practicum_entry.id"), primary_key=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("supervisor.id"), primary_key=True)
    at: Mapped[datetime]


class SigningPaper(Base):
    """A scan of a signature, as it was uploaded. Decisions name it; `signed_on` is the day that stands on it."""

    __tablename__ = "signing_paper"

    id: Mapped[Id]
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("supervisor.id"), index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    signed_on: Mapped[date]
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    supervisor: Mapped[Supervisor] = relationship(Supervisor)
    uploaded_by: Mapped[Person | None] = relationship(Person)


class SigningRecord(Base):
    """A signed record of a span: the PDF as it was handed out, and what its `code` tells whoever asks.

    `facts` hold programme, institution and minutes by category, and which rows with which hashes it is about.
    """

    __tablename__ = "signing_record"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    from_day: Mapped[date]
    until_day: Mapped[date]
    language: Mapped[str] = mapped_column(String(2))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    enrolment: Mapped[Enrolment] = relationship(Enrolment)
    made_by: Mapped[Person | None] = relationship(Person, foreign_keys=[made_by_id])
