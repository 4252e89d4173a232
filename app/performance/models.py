"""Performances, their ratings, and remediations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Id
from app.enrolment.models import Enrolment

OPEN, RATED, SETTLED, CANCELLED = "open", "rated", "settled", "cancelled"


class Performance(Base):
    """One role-play of a learner. `sheet_hash` names exactly what is rated, `release_id` where its words stand.

    open: ratings are missing; rated: two raters came to different results; settled: `is_passed` says how, and
    `settled_by_id` is null where the ratings alone decided. `seen_at`: when the learner opened the result without
    rating themselves first.
    """

    __tablename__ = "performance"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "sheet_id", "number"),
        CheckConstraint("state IN ('open', 'rated', 'settled', 'cancelled')", name="known_state"),
        CheckConstraint("(state = 'settled') = (is_passed IS NOT NULL)", name="settled_with_a_result"),
        Index("ix_performance_state", "state"),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lesson_id: Mapped[str] = mapped_column(String(80))
    sheet_id: Mapped[str] = mapped_column(String(80))
    sheet_hash: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    release_id: Mapped[int]
    day: Mapped[date]
    language: Mapped[str] = mapped_column(String(2))  # in which it is played
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    second_wanted: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    is_passed: Mapped[bool | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")  # of a third look, of going on without one, of cancelling
    seen_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = relationship(Enrolment)


class PerformanceRating(Base):
    """One rater's ticks, never changed. `note` is evidence for assessors: what was seen and heard."""

    __tablename__ = "performance_rating"
    __table_args__ = (
        UniqueConstraint("performance_id", "part"),
        UniqueConstraint("performance_id", "rater_id"),
        UniqueConstraint("client_key"),
        CheckConstraint("part IN ('observer', 'second', 'self')", name="known_part"),
        Index("ix_performance_rating_rater_id", "rater_id"),
    )

    id: Mapped[Id]
    performance_id: Mapped[int] = mapped_column(ForeignKey("performance.id"))
    rater_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    part: Mapped[str] = mapped_column(String(10))
    client_key: Mapped[str] = mapped_column(String(64))
    ticks: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(2))  # in which the sheet was read
    sent_at: Mapped[datetime]

    rater: Mapped[Person] = relationship(Person)


class Remediation(Base):
    """What is practised after “not yet”, until a later performance passes."""

    __tablename__ = "remediation"
    __table_args__ = (UniqueConstraint("performance_id"),)

    id: Mapped[Id]
    performance_id: Mapped[int] = mapped_column(ForeignKey("performance.id"))
    behaviours: Mapped[list[str]] = mapped_column(JSON)
    plan: Mapped[str] = mapped_column(Text, default="")  # agreed with the learner, who reads it
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    closed_by_performance_id: Mapped[int | None] = mapped_column(ForeignKey("performance.id"))
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
