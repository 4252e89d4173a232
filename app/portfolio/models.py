"""Ratings of competencies, and what was withdrawn. Neither ever changes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.cases.models import PracticeCase
from app.core.db import Base, Id
from app.enrolment.models import Enrolment
from app.performance.models import Performance
from app.practicum.models import PracticumEntry


class PortfolioRating(Base):
    """What one assessor saw of one competency. `level` and `is_critical` follow from the ticks as they were sent.

    `note` is sealed with the learner's own key. It rests on an entry, a case or a role-play, or on none of them.
    `sheet_version` names exactly what was ticked, `release_id` where its words stand.
    """

    __tablename__ = "portfolio_rating"
    __table_args__ = (
        Index("ix_portfolio_rating_enrolment_id_competency", "enrolment_id", "competency"),
        {"info": {"frozen": "{row}.id IS NOT NULL"}},
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    competency: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(12))  # live | recording | simulation | written | audit | report
    day: Mapped[date]
    assessor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    ticks: Mapped[list[str]] = mapped_column(JSON)
    level: Mapped[str] = mapped_column(String(10))  # not-yet | emerging | meets | exceeds
    is_critical: Mapped[bool]
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    consent_confirmed: Mapped[bool]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("practicum_entry.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("practice_case.id"))
    performance_id: Mapped[int | None] = mapped_column(ForeignKey("performance.id"))
    sheet_version: Mapped[str] = mapped_column(String(64))
    release_id: Mapped[int]
    created_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relationship(Enrolment)
    assessor: Mapped[Person] = relationship(Person)
    entry: Mapped[PracticumEntry | None] = relationship(PracticumEntry)
    case: Mapped[PracticeCase | None] = relationship(PracticeCase)
    performance: Mapped[Performance | None] = relationship(Performance)
    withdrawal: Mapped[PortfolioWithdrawal | None] = relationship(
        "PortfolioWithdrawal", viewonly=True, lazy="joined", uselist=False
    )


class PortfolioWithdrawal(Base):
    """A rating counts no more: its assessor says why."""

    __tablename__ = "portfolio_withdrawal"
    __table_args__ = ({"info": {"frozen": "{row}.rating_id IS NOT NULL"}},)

    rating_id: Mapped[int] = mapped_column(ForeignKey("portfolio_rating.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
