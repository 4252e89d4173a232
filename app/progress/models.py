"""Completion of lessons and of their steps."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class LessonState(Base):
    """A lesson that a learner has begun. `release_id` is the release it was completed on; `place` resumes reading."""

    __tablename__ = "lesson_state"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    release_id: Mapped[int | None]
    place: Mapped[str] = mapped_column(String(80), default="")


class StepDone(Base):
    """A step of a lesson that a learner has done; `step_id` is "quiz" for a passed quiz. `answer` is an option id."""

    __tablename__ = "step_done"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    step_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    answer: Mapped[str] = mapped_column(String(200), default="")
    done_at: Mapped[datetime]
    release_id: Mapped[int | None]


class GateOverride(Base):
    """Somebody opened a locked lesson for a learner; the reason stays with it."""

    __tablename__ = "gate_override"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
