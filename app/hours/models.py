"""The ledger."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id


class Credit(Base):
    """Signed minutes ≠ 0 of one part (theory, practice, field …) of an enrolment.

    Unique by source, revision and part, so that nothing is credited twice. A correction reverses a row by its
    negative (`reverses`) and may add a new row with the next revision.
    """

    __tablename__ = "hours_credit"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "source_kind", "source_id", "revision", "part", name="uq_hours_credit_source"),
        UniqueConstraint("reverses_id", name="uq_hours_credit_reverses"),
        CheckConstraint("minutes <> 0", name="some_minutes"),
        Index("ix_hours_credit_totals", "enrolment_id", "part", "module", "minutes"),
        {"info": {"append_only": True}},
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    module: Mapped[str] = mapped_column(String(80))
    lesson: Mapped[str] = mapped_column(String(80), default="")
    part: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int]
    day: Mapped[date]
    rule: Mapped[str] = mapped_column(String(40))
    rule_version: Mapped[int] = mapped_column(default=1)
    release_id: Mapped[int | None]
    approver_id: Mapped[int | None]  # null: the rule itself
    source_kind: Mapped[str] = mapped_column(String(20))  # lesson | meeting | make-up | correction | import
    source_id: Mapped[str] = mapped_column(String(120))
    revision: Mapped[int] = mapped_column(default=1)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("hours_credit.id"))
    reason_code: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime]


class Claim(Base):
    """Minutes that wait for an approval; approved claims have become credits and are deleted."""

    __tablename__ = "hours_claim"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "source_kind", "source_id", "part", name="uq_hours_claim_source"),
        CheckConstraint("minutes > 0", name="some_minutes"),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    module: Mapped[str] = mapped_column(String(80))
    lesson: Mapped[str] = mapped_column(String(80), default="")
    part: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int]
    day: Mapped[date]
    source_kind: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[str] = mapped_column(String(120))
    waits_for: Mapped[str] = mapped_column(String(40))  # trainer | coordinator | supervisor
    created_at: Mapped[datetime]
