"""Measures of cases, and what one of their answers asks of somebody."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.cases.models import PracticeCase
from app.core.db import Base, Id
from app.enrolment.models import Enrolment
from app.placements.models import Supervisor

DRAFT, KEPT, MISTYPED = "draft", "kept", "mistyped"
OPEN, ACTED, ACT_NOW = "open", "acted", "act-now"


class CaseMeasure(Base):
    """One filled form of an instrument. A draft is not complete and counts nowhere; what was mistyped counts no more.

    `client_id` is made where it was typed, `received_digest` is keyed, so that it tells nothing of the answers.
    `answers` are sealed with the learner's key, none where only the total was typed. `corrects` was typed wrongly.
    """

    __tablename__ = "case_measure"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "client_id"),
        CheckConstraint("state IN ('draft', 'kept', 'mistyped')", name="known_state"),
        Index("ix_case_measure_case_id_taken_on", "case_id", "taken_on"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("practice_case.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    client_id: Mapped[str] = mapped_column(String(36))
    received_digest: Mapped[str] = mapped_column(String(64))
    instrument: Mapped[str] = mapped_column(String(40))
    instrument_version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10))
    taken_on: Mapped[date]
    answers: Mapped[bytes | None]
    total: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("case_measure.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    case: Mapped[PracticeCase] = relationship(PracticeCase)
    enrolment: Mapped[Enrolment] = relationship(Enrolment)
    prompt: Mapped[MeasurePrompt | None] = relationship("MeasurePrompt", back_populates="measure", uselist=False)
    corrects: Mapped[CaseMeasure | None] = relationship("CaseMeasure", remote_side="CaseMeasure.id")


class MeasurePrompt(Base):
    """An answer needs a conversation today: what its learner said to that, and who of those above has seen it.

    `told_to` is one of `rules.TOLD_TO`; `note` is sealed with the learner's key.
    """

    __tablename__ = "measure_prompt"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'acted', 'act-now', 'mistyped')", name="known_state"),
        Index("ix_measure_prompt_supervisor_id", "supervisor_id", "seen_at"),
    )

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("case_measure.id"), unique=True)
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("supervisor.id"))
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    told_to: Mapped[str] = mapped_column(String(20), default="")
    acted_at: Mapped[datetime | None]
    note: Mapped[bytes | None]
    answered_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    measure: Mapped[CaseMeasure] = relationship(CaseMeasure, back_populates="prompt")
    supervisor: Mapped[Supervisor | None] = relationship(Supervisor)
    seen_by: Mapped[Person | None] = relationship(Person)
