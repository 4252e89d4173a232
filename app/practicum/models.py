"""Entries, the cases that they touch, and what was decided about them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.cases.models import PracticeCase
from app.core.db import Base, Id
from app.enrolment.models import Enrolment
from app.placements.models import Placement, Supervisor

DRAFT, SUBMITTED, RETURNED, APPROVED, WITHDRAWN = "draft", "submitted", "returned", "approved", "withdrawn"
LIVE = "status <> 'withdrawn'"
TO_DO = "status IN ('returned', 'draft')"
"""What waits for the learner; written out, so that databases know the index by it."""


class PracticumEntry(Base):
    """One piece of practice, told by its learner.

    `client_id` is made where it was written down, `received_digest` of what arrived under it first: a second sending
    is known by them. `minutes` are the real ones between start and end, whatever the clock did; `day` is the
    institution's, in `zone`. `hash` is the digest of the row as it stands (`freezing.digest`).
    An approved row is frozen by trigger.
    """

    __tablename__ = "practicum_entry"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "client_id"),
        Index("ix_practicum_entry_enrolment_id_day", "enrolment_id", "day"),
        Index("ix_practicum_entry_supervisor_id_status_day", "supervisor_id", "status", "day"),
        Index(
            "ix_practicum_entry_one_amendment",
            "amends_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index(
            "ix_practicum_entry_amendments",
            "enrolment_id",
            "amends_id",
            sqlite_where=text("amends_id IS NOT NULL"),
            postgresql_where=text("amends_id IS NOT NULL"),
        ),
        Index(
            "ix_practicum_entry_to_do",
            "enrolment_id",
            "status",
            sqlite_where=text(TO_DO),
            postgresql_where=text(TO_DO),
        ),
        {"info": {"frozen": "{row}.status = 'approved'"}},
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    placement_id: Mapped[int | None] = mapped_column(ForeignKey("placement.id"))
    client_id: Mapped[str] = mapped_column(String(36))
    received_digest: Mapped[str] = mapped_column(String(64))
    category: Mapped[str] = mapped_column(String(40))
    activity: Mapped[str] = mapped_column(String(40))
    setting: Mapped[str] = mapped_column(String(12))  # individual | group
    mode: Mapped[str] = mapped_column(String(12))  # in-person | phone | video | chat
    language: Mapped[str] = mapped_column(String(10))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    zone: Mapped[str] = mapped_column(String(60))
    day: Mapped[date | None]
    minutes: Mapped[int]
    people: Mapped[int]
    is_interpreted: Mapped[bool]
    method: Mapped[str] = mapped_column(String(40))
    learning: Mapped[str] = mapped_column(String(500))
    is_worried: Mapped[bool]
    status: Mapped[str] = mapped_column(String(12))  # draft | submitted | returned | approved | withdrawn
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("supervisor.id"))
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("practicum_entry.id"))
    amend_reason: Mapped[str] = mapped_column(String(300), default="")
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    hash: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relationship(Enrolment)
    placement: Mapped[Placement | None] = relationship(Placement)
    supervisor: Mapped[Supervisor | None] = relationship(Supervisor)
    amends: Mapped[PracticumEntry | None] = relationship("PracticumEntry", remote_side="PracticumEntry.id")
    cases: Mapped[list[PracticeCase]] = relationship(
        PracticeCase, secondary="practicum_case", order_by=PracticeCase.code, viewonly=True
    )
    decisions: Mapped[list[PracticumDecision]] = relationship(
        "PracticumDecision", order_by="PracticumDecision.round", viewonly=True
    )


class PracticumCase(Base):
    """An entry touched a case; frozen with its entry."""

    __tablename__ = "practicum_case"
    __table_args__ = (
        Index("ix_practicum_case_case_id_entry_id", "case_id", "entry_id"),
        {
            "info": {
                "frozen": "EXISTS (SELECT 1 FROM practicum_entry AS entry "
                "WHERE entry.id = {row}.entry_id AND entry.status = 'approved')",
                "frozen_to_new": True,
            }
        },
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("practicum_entry.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("practice_case.id"), primary_key=True)


class PracticumDecision(Base):
    """What a signer decided about an entry, in which round. Frozen from the start.

    `entry_hash` is the digest of the entry as the decision left it; `hash` is over the decision and `entry_hash`.
    `link_id` and `paper_id` say by which link or paper it came, where `via` is one of them.
    """

    __tablename__ = "practicum_decision"
    __table_args__ = (UniqueConstraint("entry_id", "round"), {"info": {"frozen": "{row}.id IS NOT NULL"}})

    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("practicum_entry.id"))
    round: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(10))  # approved | returned
    comment: Mapped[str] = mapped_column(String(1000))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("supervisor.id"))
    signer_name: Mapped[str] = mapped_column(String(120))
    signer_role: Mapped[str] = mapped_column(String(120))
    via: Mapped[str] = mapped_column(String(10))  # account | link | paper
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    link_id: Mapped[int | None]
    paper_id: Mapped[int | None]
    entry_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    entry: Mapped[PracticumEntry] = relationship(PracticumEntry)
    person: Mapped[Person | None] = relationship(Person)
    supervisor: Mapped[Supervisor] = relationship(Supervisor)


class LatePermission(Base):
    """A coordinator allows a learner to send in days that are too long ago."""

    __tablename__ = "practicum_late"

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship(Person)
