"""Corrections of questions, and what each of them did to an attempt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id


class QuizRegrade(Base):
    """Answers to one question were counted again. `way` is key, accept or drop; `release_id` holds the corrected key.

    `details`: {"versions": those of the question that it reaches, "accepted": version → answers that are right as well,
    "cohorts": ids, or null for all}. It stands: attempts that end later are counted by it too.
    """

    __tablename__ = "quiz_regrade"

    id: Mapped[Id]
    lesson_id: Mapped[str] = mapped_column(String(80), index=True)
    quiz_id: Mapped[str] = mapped_column(String(80))
    question_id: Mapped[str] = mapped_column(String(80))
    way: Mapped[str] = mapped_column(String(10))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    release_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class QuizRegradeChange(Base):
    """The question's score (thousandths) and the attempt's result, before and after.

    Percent and result are null where the attempt was open when the question was corrected: it ended with the right
    score.
    """

    __tablename__ = "quiz_regrade_change"
    __table_args__ = (Index("ix_quiz_regrade_change_attempt_id", "attempt_id"),)

    regrade_id: Mapped[int] = mapped_column(ForeignKey("quiz_regrade.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempt.id"), primary_key=True)
    score_before: Mapped[int | None]
    score_after: Mapped[int | None]
    percent_before: Mapped[int | None]
    percent_after: Mapped[int | None]
    passed_before: Mapped[bool | None]
    passed_after: Mapped[bool | None]
