"""Questions that come back to one learner, and to nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class QuizReview(Base):
    """A question in somebody's practice. `card` is the scheduler's; `given` the last answer, to be explained.

    `due_at` is the beginning of the day on which it comes back; null: put away for good.
    """

    __tablename__ = "quiz_review"
    __table_args__ = (Index("ix_quiz_review_enrolment_id_due_at", "enrolment_id", "due_at"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    quiz_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(80))
    card: Mapped[dict[str, Any]] = mapped_column(JSON)
    given: Mapped[list[str]] = mapped_column(JSON)
    due_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
